/** CAN leaves any sequence cut in its middle, RIS clears everything. */
const CLEAR = '\x18\x1bc';
/** Bytes kept for the last line, which says that the rest is missing. */
const ROOM_FOR_MARK = 256;

/**
 * Writes asciicast v2: a header, then one event a line (https://docs.asciinema.org/manual/asciicast/v2/). Output and sizes
 * only: what is typed is seen as far as the terminal echoes it, so never a secret typed where echo is off.
 */
export class Asciicast {
  readonly #write: (line: string) => void;
  readonly #limit: number;
  readonly #now: () => number;
  /** Keeps a character whose bytes come in two pieces. A mark at the start of a text is a character like another. */
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #startedAt = 0;
  #size: string | null = null;
  #bytes = 0;
  #full = false;

  /**
   * @param limit in bytes; past it, a mark says that the recording is cut, and nothing more is written.
   * @param now a clock in milliseconds that never goes back.
   */
  constructor(write: (line: string) => void, limit: number, now: () => number = () => performance.now()) {
    this.#write = write;
    this.#limit = limit;
    this.#now = now;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Nothing was written. */
  get empty(): boolean {
    return this.#size === null;
  }

  /** The window: the header the first time. */
  size(columns: number, rows: number): void {
    const size = `${columns}x${rows}`;
    if (this.#size === null) this.#begin(columns, rows);
    else if (size !== this.#size) this.#event('r', size);
    this.#size = size;
  }

  output(bytes: Uint8Array): void {
    if (this.#size === null) this.size(80, 24);
    this.#text(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What follows is to be shown on a cleared screen: bytes in between are missing. */
  leap(): void {
    if (this.#size === null) return;
    this.#decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    this.#text(CLEAR);
  }

  #begin(columns: number, rows: number): void {
    this.#startedAt = this.#now();
    this.#line({
      version: 2,
      width: columns,
      height: rows,
      timestamp: Math.floor(Date.now() / 1000),
      env: { TERM: 'xterm-256color', SHELL: '/bin/bash' },
    });
  }

  #text(text: string): void {
    if (text !== '') this.#event('o', text);
  }

  #event(code: 'o' | 'r' | 'm', data: string): void {
    const seconds = Math.round(this.#now() - this.#startedAt) / 1000;
    if (this.#full || this.#line([seconds, code, data])) return;
    this.#full = true;
    this.#write(`${JSON.stringify([seconds, 'm', 'Enregistrement arrêté : sa taille maximale est atteinte.'])}\n`);
  }

  /** @returns false when there is no room left. */
  #line(value: unknown): boolean {
    const line = `${JSON.stringify(value)}\n`;
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > this.#limit - ROOM_FOR_MARK) return false;
    this.#bytes += bytes;
    this.#write(line);
    return true;
  }
}
