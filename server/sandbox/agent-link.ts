import { readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';

const SCRIPT = readFileSync(fileURLToPath(new URL('agent.pl', import.meta.url)), 'utf8');

/** Runs the agent in a sandbox. @param engineSocket path of the Docker Engine's socket, in the sandbox. */
export const agentCommand = (engineSocket: string): readonly string[] => ['perl', '-e', SCRIPT, engineSocket];

const HEADER = 9;
/** Largest payload, both ways. */
const CHUNK = 16 * 1024;
/** Bytes of one channel that the agent may have sent and we not taken: `WINDOW` in the script. */
const WINDOW = 256 * 1024;
/** Bytes taken before the agent is told. */
const CREDIT_STEP = 64 * 1024;

type Kind = 'E' | 'F' | 'D' | 'W' | 'C';

/**
 * The server's end of `agent.pl`, whose head describes the frames. It lives in a sandbox, and so may say anything:
 * what is not the protocol ends it with all its channels, and no channel keeps more than its window.
 */
export class AgentLink {
  readonly #stream: Duplex;
  readonly #channels = new Map<number, AgentChannel>();
  #lastChannel = 0;
  #unread: Buffer = Buffer.alloc(0);

  /** @param stream an exec of `agentCommand`; the link's from now on. */
  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    stream.on('error', () => undefined);
    stream.on('close', () => this.#endAll());
    stream.on('end', () => stream.destroy());
  }

  /** False when nothing more can be asked: another one is needed. */
  get alive(): boolean {
    return !this.#stream.destroyed && this.#stream.writable;
  }

  /** A new connection to the sandbox's engine; destroyed at once when the engine does not accept it. */
  connect(): Duplex {
    return this.#open('E', Buffer.alloc(0));
  }

  /** The first 64 KiB of a regular file. Rejects when it cannot be read, and on abort. */
  async readFile(path: string, signal: AbortSignal): Promise<Buffer> {
    const pieces: Buffer[] = [];
    const channel = this.#open('F', Buffer.from(path));
    const abort = (): void => void channel.destroy(new Error('the file was not read in time'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      for await (const piece of channel as AsyncIterable<Buffer>) pieces.push(piece);
    } finally {
      signal.removeEventListener('abort', abort);
    }
    return Buffer.concat(pieces);
  }

  /** Ends the agent and every channel. */
  close(): void {
    this.#stream.destroy();
  }

  #open(kind: Kind, payload: Buffer): AgentChannel {
    const id = ++this.#lastChannel;
    const channel = new AgentChannel({
      send: (letter, bytes, done) => this.#send(letter, id, bytes, done),
      forget: () => this.#channels.delete(id),
    });
    this.#channels.set(id, channel);
    if (this.alive) this.#send(kind, id, payload);
    else channel.destroy(new Error('the agent is gone'));
    return channel;
  }

  #send(
    kind: Kind,
    channel: number,
    payload: Uint8Array,
    done: (error?: Error | null) => void = () => undefined,
  ): void {
    if (!this.alive) {
      done(new Error('the agent is gone'));
      return;
    }
    const bytes = Buffer.allocUnsafe(HEADER + payload.length);
    bytes.write(kind, 0, 'latin1');
    bytes.writeUInt32BE(channel, 1);
    bytes.writeUInt32BE(payload.length, 5);
    bytes.set(payload, HEADER);
    this.#stream.write(bytes, done);
  }

  #read(chunk: Buffer): void {
    let bytes = this.#unread.length > 0 ? Buffer.concat([this.#unread, chunk]) : chunk;
    while (bytes.length >= HEADER) {
      const length = bytes.readUInt32BE(5);
      if (length > CHUNK) return this.close();
      if (bytes.length < HEADER + length) break;
      const payload = bytes.subarray(HEADER, HEADER + length);
      if (!this.#receive(String.fromCharCode(bytes[0] ?? 0), bytes.readUInt32BE(1), payload)) return this.close();
      bytes = bytes.subarray(HEADER + length);
    }
    this.#unread = bytes;
  }

  /** @returns false for what is not the protocol. A channel closed here may still be spoken of: that is no fault. */
  #receive(kind: string, id: number, payload: Buffer): boolean {
    if (id === 0 || id > this.#lastChannel) return false;
    const channel = this.#channels.get(id);
    if (kind === 'D') return channel?.receive(payload) ?? true;
    if (kind !== 'C') return false;
    channel?.finish(payload.toString('utf8'));
    return true;
  }

  #endAll(): void {
    for (const channel of [...this.#channels.values()]) channel.destroy(new Error('the agent is gone'));
  }
}

interface ChannelOptions {
  send: (kind: Kind, payload: Uint8Array, done?: (error?: Error | null) => void) => void;
  forget: () => void;
}

/** One channel as a byte stream. */
class AgentChannel extends Duplex {
  readonly #options: ChannelOptions;
  /** Bytes that came and were not yet allowed again, and those of them that the reader has not asked for. */
  #owed = 0;
  #full = false;
  #over = false;

  constructor(options: ChannelOptions) {
    super({ allowHalfOpen: false });
    this.#options = options;
    // A channel that waits for its next use, unheard, must not end the server when its sandbox dies.
    this.on('error', () => undefined);
  }

  /** @returns false past the window. */
  receive(bytes: Buffer): boolean {
    this.#owed += bytes.length;
    if (this.#owed > WINDOW) return false;
    this.#full = !this.push(bytes);
    this.#allow();
    return true;
  }

  /** Nothing follows. */
  finish(reason: string): void {
    this.#over = true;
    if (reason === '') this.push(null);
    else this.destroy(new Error(reason));
  }

  #allow(): void {
    if (this.#full || this.#over || this.#owed < CREDIT_STEP) return;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#owed);
    this.#owed = 0;
    this.#options.send('W', count);
  }

  override _read(): void {
    this.#full = false;
    this.#allow();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const rest = chunk.subarray(CHUNK);
    const next =
      rest.length > 0 ? (error?: Error | null) => (error ? done(error) : this._write(rest, _encoding, done)) : done;
    this.#options.send('D', chunk.subarray(0, CHUNK), next);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#over) this.#options.send('C', Buffer.alloc(0));
    this.#options.forget();
    done(error);
  }
}
