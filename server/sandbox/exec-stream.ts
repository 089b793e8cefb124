import { Duplex } from 'node:stream';

const HEADER = 8;
const STDERR = 2;

/**
 * The standard input and output of an exec without a terminal, as one Duplex. The engine multiplexes output and error as
 * frames `[stream, 0, 0, 0, length as uint32 BE]` (Docker API, "Attach to a container", stream format); dockerode's own
 * demultiplexer ignores backpressure, this one passes it on: when the reader is slow, the socket is paused.
 */
export class ExecStream extends Duplex {
  readonly #socket: Duplex;
  readonly #onStderr: (chunk: Buffer) => void;
  #header = Buffer.alloc(HEADER);
  #headerFilled = 0;
  #left = 0;
  #isStderr = false;
  #full = false;

  constructor(socket: Duplex, onStderr: (chunk: Buffer) => void = () => {}) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#onStderr = onStderr;
    socket.on('data', (chunk: Buffer) => {
      this.#demultiplex(chunk);
      if (this.#full) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => {
      if (!this.readableEnded) this.push(null);
      this.destroy();
    });
    socket.on('error', (error) => this.destroy(error));
  }

  #demultiplex(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left === 0) {
        const taken = Math.min(HEADER - this.#headerFilled, chunk.length - at);
        chunk.copy(this.#header, this.#headerFilled, at, at + taken);
        this.#headerFilled += taken;
        at += taken;
        if (this.#headerFilled < HEADER) return;
        this.#headerFilled = 0;
        this.#isStderr = this.#header[0] === STDERR;
        this.#left = this.#header.readUInt32BE(4);
        continue;
      }
      const end = Math.min(at + this.#left, chunk.length);
      const part = chunk.subarray(at, end);
      this.#left -= part.length;
      at = end;
      if (this.#isStderr) this.#onStderr(part);
      else if (!this.push(part)) this.#full = true;
    }
  }

  override _read(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed) done(new Error('the exec stream is closed'));
    else this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/** What is in such frames, output and error together, of bytes that are all there. A last frame that is cut is kept. */
export function withoutFrames(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + HEADER <= bytes.length;) {
    const end = at + HEADER + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + HEADER, end));
    at = end;
  }
  return Buffer.concat(parts);
}
