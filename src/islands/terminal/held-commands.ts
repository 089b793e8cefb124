/** A prompt is taken to be there when the output has been quiet this long, or when too much time has passed. */
const QUIET_MS = 150;
const PATIENCE_MS = 1_500;

/** Commands of the page to be typed in the terminal: at once when the shell is there, else when its prompt is. Each once. */
export class HeldCommands {
  readonly #paste: (text: string) => void;
  #held: string[] = [];
  #ready = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(paste: (text: string) => void) {
    this.#paste = paste;
  }

  type(text: string): void {
    this.#held.push(text);
    if (this.#ready) this.#release();
  }

  /** The link is up; what the shell has to show comes now. */
  opened(): void {
    this.closed();
    this.#patience = setTimeout(() => this.#release(), PATIENCE_MS);
  }

  output(): void {
    if (this.#ready || this.#patience === undefined) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#release(), QUIET_MS);
  }

  /** The link is down: what comes waits. */
  closed(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#ready = false;
  }

  #release(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#ready = true;
    for (const text of this.#held.splice(0)) this.#paste(text);
  }
}
