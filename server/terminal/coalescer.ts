const MAX_DELAY_MS = 4;
const MAX_BYTES = 32 * 1024;

/**
 * Groups output into frames without making a keystroke's echo wait: the first piece after an idle moment goes out at
 * once; the following ones wait until 4 ms have passed since the last frame, or until there are 32 KiB.
 */
export class Coalescer {
  readonly #emit: (bytes: Uint8Array) => void;
  #pieces: Uint8Array[] = [];
  #size = 0;
  #lastEmission = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#size += piece.length;
    const wait = this.#lastEmission + MAX_DELAY_MS - performance.now();
    if (wait <= 0 || this.#size >= MAX_BYTES) this.flush();
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
    this.#lastEmission = performance.now();
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
