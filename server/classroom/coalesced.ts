/** Gathers what happens to a key for a moment, then acts once: a burst of changes is one update, and none is lost. */
export class Coalesced {
  readonly #delay: number;
  readonly #act: (key: string) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #stopped = false;

  /** @param delay milliseconds from the first of a burst to the act. */
  constructor(delay: number, act: (key: string) => void) {
    this.#delay = delay;
    this.#act = act;
  }

  push(key: string): void {
    if (this.#stopped || this.#timers.has(key)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#act(key);
    }, this.#delay);
    this.#timers.set(key, timer);
  }

  /** What is waiting is dropped, and so is what comes. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
