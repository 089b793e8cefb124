import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { HolderReader } from '../terminal/holder-protocol.ts';
import { InputBucket } from '../terminal/input-bucket.ts';
import { Asciicast } from './asciicast.ts';

/** Output written a second, and at once after a rest. Beyond, the holder makes this viewer leap: a flood fills no disk. */
const BYTES_PER_SECOND = 256 * 1024;
const BURST = 2 * 1024 * 1024;

export interface TerminalRecordingOptions {
  /** Of `watchCommand`. */
  stream: Duplex;
  /** A file that does not exist yet. */
  path: string;
  /** In bytes. */
  limit: number;
  /** Called once, when the file is closed, and awaited. `error`: what went wrong with it, if anything. */
  onEnd: (end: { error: Error | null; empty: boolean }) => Promise<void>;
}

/** One viewer of a terminal, which writes what it sees to a file until the terminal ends, or `stop`. */
export class TerminalRecording {
  readonly #stream: Duplex;
  readonly #file: WriteStream;
  readonly #cast: Asciicast;
  readonly #bucket = new InputBucket(BYTES_PER_SECOND, BURST);
  readonly #ended = Promise.withResolvers<void>();
  readonly #onEnd: TerminalRecordingOptions['onEnd'];
  #rest: NodeJS.Timeout | null = null;
  #stopping = false;
  #error: Error | null = null;

  constructor({ stream, path, limit, onEnd }: TerminalRecordingOptions) {
    this.#stream = stream;
    this.#onEnd = onEnd;
    this.#file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.#cast = new Asciicast((line) => this.#file.write(line), limit);
    this.#file.on('error', (error) => {
      this.#error = error;
      void this.stop();
    });
    this.#listen();
  }

  /** Resolves when the file is closed, and that is known. */
  stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      if (this.#rest) clearTimeout(this.#rest);
      this.#stream.destroy();
      void this.#close();
    }
    return this.#ended.promise;
  }

  async #close(): Promise<void> {
    this.#file.end();
    if (!this.#file.closed) await once(this.#file, 'close').catch(() => undefined);
    await this.#onEnd({ error: this.#error, empty: this.#cast.empty });
    this.#ended.resolve();
  }

  #listen(): void {
    const reader = new HolderReader({
      onHello: (_offset, reset) => reset && this.#cast.leap(),
      onData: (data) => this.#cast.output(data),
      onSize: (columns, rows) => this.#cast.size(columns, rows),
      onExit: () => void this.stop(),
    });
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#stopping) return;
      if (!reader.push(chunk) || this.#cast.full) void this.stop();
      else this.#pace(chunk.length);
    });
    for (const event of ['error', 'close', 'end']) this.#stream.on(event, () => void this.stop());
    this.#file.on('drain', () => this.#readAgain());
  }

  /** Reads no faster than is allowed, nor than the disk writes. */
  #pace(bytes: number): void {
    const wait = this.#bucket.take(bytes);
    if (wait > 0)
      this.#rest = setTimeout(() => {
        this.#rest = null;
        this.#readAgain();
      }, wait);
    if (wait > 0 || this.#file.writableNeedDrain) this.#stream.pause();
  }

  #readAgain(): void {
    if (!this.#rest && !this.#stopping && !this.#file.writableNeedDrain) this.#stream.resume();
  }
}
