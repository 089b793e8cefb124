import { isTerminalSize } from '../contract/terminal-frames.ts';

/** The bytes exchanged with `terminal attach` in a sandbox; they are described at the head of `terminal.pl`. */
const HEADER = 5;
const HELLO_PAYLOAD = 9;
const MAX_EXIT_PAYLOAD = 8;
const SIZE_PAYLOAD = 4;
/** A snapshot is at most twice the 256 KiB that a holder keeps, and the terminal modes before it. */
const MAX_DATA = 1024 * 1024;

/** Length of a complete hello frame. */
export const HELLO_FRAME = HEADER + HELLO_PAYLOAD;

const attach = (terminal: number, from: number): string[] => [
  '/usr/local/lib/etanche/terminal',
  'attach',
  String(terminal),
  String(from),
];

/** @param from first byte of output wanted, or -1 for what is kept. */
export const attachCommand = (terminal: number, from: number): readonly string[] => attach(terminal, from);

/** The same to look at somebody else's terminal: waits for it, gives it neither size nor pace, is told its size. */
export const watchCommand = (terminal: number, from: number): readonly string[] => [...attach(terminal, from), 'watch'];

export const encodeTyped = (bytes: Uint8Array): Uint8Array => frame('I', bytes);

export function encodeSize(columns: number, rows: number): Uint8Array {
  const payload = Buffer.alloc(4);
  payload.writeUInt16BE(columns, 0);
  payload.writeUInt16BE(rows, 2);
  return frame('W', payload);
}

/** @param offset up to which the browser has parsed. */
export function encodeShown(offset: number): Uint8Array {
  const payload = Buffer.alloc(8);
  payload.writeBigUInt64BE(BigInt(offset), 0);
  return frame('A', payload);
}

function frame(kind: string, payload: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(HEADER + payload.length);
  bytes.write(kind, 0, 'latin1');
  bytes.writeUInt32BE(payload.length, 1);
  bytes.set(payload, HEADER);
  return bytes;
}

export interface HolderEvents {
  /** First, and again at each leap. `reset`: clear the screen. */
  onHello(offset: number, reset: boolean): void;
  onData(bytes: Uint8Array): void;
  /** The shell ended; nothing follows. */
  onExit(status: number): void;
  /** To who watches alone: the window, after the first hello and as it changes. */
  onSize(columns: number, rows: number): void;
}

/**
 * Reads the holder's frames as they come, in whatever pieces, without ever keeping output. The sandbox is hostile:
 * anything that is not the protocol is refused, and lengths are bounded.
 */
export class HolderReader {
  readonly #events: HolderEvents;
  /** Bytes of a header, or of a header and its short payload, not complete yet. */
  #partial: Buffer = Buffer.alloc(0);
  #dataLeft = 0;
  #greeted = false;
  #ended = false;

  constructor(events: HolderEvents) {
    this.#events = events;
  }

  /** @returns false when these bytes are not the protocol; the reader must not be used any more. */
  push(chunk: Buffer): boolean {
    let bytes = this.#partial.length ? Buffer.concat([this.#partial, chunk]) : chunk;
    this.#partial = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (this.#ended) return false;
      if (this.#dataLeft > 0) {
        const data = bytes.subarray(0, this.#dataLeft);
        this.#dataLeft -= data.length;
        bytes = bytes.subarray(data.length);
        this.#events.onData(data);
        continue;
      }
      const used = this.#frame(bytes);
      if (used < 0) return false;
      if (used === 0) {
        this.#partial = bytes;
        return true;
      }
      bytes = bytes.subarray(used);
    }
    return true;
  }

  /** @returns bytes used; 0 when more are needed; -1 when this is no frame. */
  #frame(bytes: Buffer): number {
    if (bytes.length < HEADER) return 0;
    const kind = String.fromCharCode(bytes[0] ?? 0);
    const length = bytes.readUInt32BE(1);
    if (kind === 'D') {
      if (!this.#greeted || length === 0 || length > MAX_DATA) return -1;
      this.#dataLeft = length;
      return HEADER;
    }
    const payload = bytes.subarray(HEADER, HEADER + length);
    if (kind === 'H' && length === HELLO_PAYLOAD) {
      if (payload.length < length) return 0;
      const offset = Number(payload.readBigUInt64BE(1));
      if (!Number.isSafeInteger(offset)) return -1;
      this.#greeted = true;
      this.#events.onHello(offset, payload[0] !== 0);
    } else if (kind === 'W' && length === SIZE_PAYLOAD && this.#greeted) {
      if (payload.length < length) return 0;
      const [columns, rows] = [payload.readUInt16BE(0), payload.readUInt16BE(2)];
      if (!isTerminalSize(columns, rows)) return -1;
      this.#events.onSize(columns, rows);
    } else if (kind === 'X' && length > 0 && length <= MAX_EXIT_PAYLOAD) {
      if (payload.length < length) return 0;
      this.#ended = true;
      this.#events.onExit(Number.parseInt(payload.toString('latin1'), 10) || 0);
    } else return -1;
    return HEADER + length;
  }
}
