const WINDOW_MS = 4;
/** Frames sent at once in one window: an echo in several pieces, or fast typing, waits for nothing. */
const AT_ONCE = 3;
const MAX_BYTES = 32 * 1024;

/**
 * Groups output into frames without making a keystroke's echo wait: the first three pieces of 4 ms go out at once; the
 * following ones wait for the end of these 4 ms, or until there are 32 KiB.
 */
export class Coalescer {
  readonly #emit: (bytes: Uint8Array) => void;
  #pieces: Uint8Array[] = [];
  #size = 0;
  #windowStart = -Infinity;
  #sentInWindow = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#size += piece.length;
    const wait = this.#windowStart + WINDOW_MS - performance.now();
    if (wait <= 0 || (this.#sentInWindow < AT_ONCE && this.#timer === null) || this.#size >= MAX_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Emits what is waiting, if anything. */
  flush(): void {
    this.#stopTimer();
    if (this.#size === 0) return;
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces, this.#size);
    this.#pieces = [];
    this.#size = 0;
    const now = performance.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#sentInWindow = 0;
    }
    this.#sentInWindow += 1;
    this.#emit(bytes);
  }

  /** Forgets what is waiting. */
  dispose(): void {
    this.#stopTimer();
    this.#pieces = [];
    this.#size = 0;
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
