const PIECE = 16 * 1024;
/** A little under what the server reads (64 KiB/s, 256 KiB at once), so that a long paste never delays acknowledgements. */
const PER_SECOND = 60 * 1024;
const BURST = 192 * 1024;
/** Typed while the link is down: more would be a paste into the void. */
const MAX_HELD = 4 * 1024;

const INTERRUPT = '\x03';
const PASTE_END = '\x1b[201~';

/**
 * What is typed, on its way to the server: at once as a rule, spaced out when it is a long paste, held while the link is
 * down. Nothing is ever sent twice.
 */
export class InputQueue {
  readonly #send: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly #encoder = new TextEncoder();
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #open = false;
  #tokens = BURST;
  #at = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send;
  }

  /** The link is up: what was held goes out. */
  open(): void {
    this.#open = true;
    this.#drain();
  }

  /** The link is down: what comes is held. */
  hold(): void {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  /** Forgets what has not been sent. */
  clear(): void {
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  type(text: string): void {
    if (text === INTERRUPT) this.#interrupt();
    this.bytes(this.#encoder.encode(text));
  }

  bytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#open && this.#size() + bytes.length > MAX_HELD) return;
    for (let start = 0; start < bytes.length; start += PIECE) this.#waiting.push(bytes.subarray(start, start + PIECE));
    if (this.#open) this.#drain();
  }

  /** Ctrl+C gives up the rest of a paste, and closes it if the shell was told that it had begun. */
  #interrupt(): void {
    if (this.#waiting.length === 0) return;
    const decoder = new TextDecoder();
    const rest = this.#waiting.map((piece) => decoder.decode(piece, { stream: true })).join('');
    this.clear();
    if (rest.includes(PASTE_END)) this.#waiting.push(this.#encoder.encode(PASTE_END));
  }

  #size(): number {
    return this.#waiting.reduce((sum, piece) => sum + piece.length, 0);
  }

  #drain(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#at) * PER_SECOND) / 1000);
    this.#at = now;
    for (let [piece] = this.#waiting; piece && piece.length <= this.#tokens; [piece] = this.#waiting) {
      this.#waiting.shift();
      this.#tokens -= piece.length;
      this.#send(piece);
    }
    const [next] = this.#waiting;
    if (next) this.#timer = setTimeout(() => this.#drain(), ((next.length - this.#tokens) * 1000) / PER_SECOND + 1);
  }
}
