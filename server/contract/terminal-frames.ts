/**
 * WebSocket frames of one terminal: binary, one opcode byte, then the payload. Offsets are byte positions in the
 * output of the shell, so that a reconnection loses nothing and doubles nothing; they are counted from a base drawn when
 * the shell starts, so that an offset of an earlier shell is not taken for one of this shell.
 * A hello may come again later: the browser was too far behind, and the output leaps.
 * A terminal is opened by its learner, or watched by a trainer, who sees it in the learner's size.
 */
export const CLIENT = { input: 0x01, resize: 0x02, ack: 0x03 } as const;
export const SERVER = { hello: 0x81, output: 0x82, ended: 0x83, keyboard: 0x84, size: 0x85 } as const;

/** Largest frame accepted from a browser. */
export const MAX_CLIENT_FRAME = 64 * 1024;
/** The browser acknowledges each time it has parsed this many more bytes. */
export const ACK_EVERY = 32 * 1024;

export type ClientFrame =
  | { type: 'input'; data: Uint8Array }
  | { type: 'resize'; columns: number; rows: number }
  /** Cumulative: offset up to which the terminal has parsed. */
  | { type: 'ack'; offset: number };

export type ServerFrame =
  /** First frame. `reset`: the bytes between the browser's offset and this one are gone: clear the screen first. */
  | { type: 'hello'; offset: number; reset: boolean }
  | { type: 'output'; data: Uint8Array }
  /** `exit`: the shell ended · `attempt-ended`: the sandbox did · `replaced`: too many viewers · `error`: try again. */
  | { type: 'ended'; reason: TerminalEnd }
  /** At the opening, and at each change: what becomes of what is typed here. */
  | { type: 'keyboard'; keyboard: Keyboard }
  /** To who watches, at the opening and at each change: the window of the learner. */
  | { type: 'size'; columns: number; rows: number };

/** `open`: goes to the shell · `read-only`: who watches may not type · `held`: the class is paused. */
export const KEYBOARDS = ['open', 'read-only', 'held'] as const;
export type Keyboard = (typeof KEYBOARDS)[number];

/** Columns and rows that a terminal may have. */
export const isTerminalSize = (columns: number, rows: number): boolean =>
  columns >= 2 && columns <= 1000 && rows >= 2 && rows <= 1000;

export const TERMINAL_ENDS = ['exit', 'attempt-ended', 'replaced', 'error'] as const;
export type TerminalEnd = (typeof TERMINAL_ENDS)[number];

const frame = (opcode: number, size: number): [Uint8Array, DataView] => {
  const bytes = new Uint8Array(1 + size);
  bytes[0] = opcode;
  return [bytes, new DataView(bytes.buffer)];
};

export function encodeClientFrame(message: ClientFrame): Uint8Array {
  switch (message.type) {
    case 'input': {
      const [bytes] = frame(CLIENT.input, message.data.length);
      bytes.set(message.data, 1);
      return bytes;
    }
    case 'resize': {
      const [bytes, view] = frame(CLIENT.resize, 4);
      view.setUint16(1, message.columns);
      view.setUint16(3, message.rows);
      return bytes;
    }
    case 'ack': {
      const [bytes, view] = frame(CLIENT.ack, 8);
      view.setFloat64(1, message.offset);
      return bytes;
    }
  }
}

/** @returns `null` for anything that is not exactly one well-formed frame: the caller closes the connection. */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bytes[0]) {
    case CLIENT.input:
      return bytes.length > 1 ? { type: 'input', data: bytes.subarray(1) } : null;
    case CLIENT.resize: {
      if (bytes.length !== 5) return null;
      const columns = view.getUint16(1);
      const rows = view.getUint16(3);
      return isTerminalSize(columns, rows) ? { type: 'resize', columns, rows } : null;
    }
    case CLIENT.ack: {
      if (bytes.length !== 9) return null;
      const offset = view.getFloat64(1);
      return Number.isSafeInteger(offset) && offset >= 0 ? { type: 'ack', offset } : null;
    }
    default:
      return null;
  }
}

export function encodeServerFrame(message: ServerFrame): Uint8Array {
  switch (message.type) {
    case 'hello': {
      const [bytes, view] = frame(SERVER.hello, 9);
      view.setFloat64(1, message.offset);
      view.setUint8(9, message.reset ? 1 : 0);
      return bytes;
    }
    case 'output': {
      const [bytes] = frame(SERVER.output, message.data.length);
      bytes.set(message.data, 1);
      return bytes;
    }
    case 'ended': {
      const [bytes, view] = frame(SERVER.ended, 1);
      view.setUint8(1, TERMINAL_ENDS.indexOf(message.reason));
      return bytes;
    }
    case 'keyboard': {
      const [bytes, view] = frame(SERVER.keyboard, 1);
      view.setUint8(1, KEYBOARDS.indexOf(message.keyboard));
      return bytes;
    }
    case 'size': {
      const [bytes, view] = frame(SERVER.size, 4);
      view.setUint16(1, message.columns);
      view.setUint16(3, message.rows);
      return bytes;
    }
  }
}

export function decodeServerFrame(bytes: Uint8Array): ServerFrame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bytes[0]) {
    case SERVER.hello:
      return bytes.length === 10 ? { type: 'hello', offset: view.getFloat64(1), reset: view.getUint8(9) === 1 } : null;
    case SERVER.output:
      return { type: 'output', data: bytes.subarray(1) };
    case SERVER.ended: {
      const reason = TERMINAL_ENDS[bytes[1] ?? -1];
      return reason ? { type: 'ended', reason } : null;
    }
    case SERVER.keyboard: {
      const keyboard = KEYBOARDS[bytes[1] ?? -1];
      return keyboard ? { type: 'keyboard', keyboard } : null;
    }
    case SERVER.size: {
      if (bytes.length !== 5) return null;
      const columns = view.getUint16(1);
      const rows = view.getUint16(3);
      return isTerminalSize(columns, rows) ? { type: 'size', columns, rows } : null;
    }
    default:
      return null;
  }
}
