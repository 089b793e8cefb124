import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import {
  decodeClientFrame,
  encodeServerFrame,
  type ClientFrame,
  type Keyboard,
  type ServerFrame,
  type TerminalEnd,
} from '../contract/terminal-frames.ts';
import { Coalescer } from './coalescer.ts';
import { FlowControl } from './flow-control.ts';
import { encodeShown, encodeSize, encodeTyped, HolderReader } from './holder-protocol.ts';
import { InputBucket } from './input-bucket.ts';
import { Latest } from './latest.ts';
import { LineEditing } from './line-editing.ts';

const INPUT_PER_SECOND = 64 * 1024;
const INPUT_BURST = 256 * 1024;
/** Frames of any kind: a page sends a few dozen a second. */
const FRAMES_PER_SECOND = 5_000;
const FRAMES_BURST = 10_000;
const RESIZE_INTERVAL_MS = 1000 / 30;
const ACTIVITY_INTERVAL_MS = 50;
/** Typed bytes that the sandbox has not taken yet. */
const MAX_UNREAD_INPUT = 256 * 1024;
/** Second guard, beside the acknowledgements: bytes that the network has not taken yet. */
const MAX_UNSENT = 1024 * 1024;

const CLOSE_NORMAL = 1000;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_POLICY = 1008;

export interface ConnectionOptions {
  webSocket: WebSocket;
  stream: Duplex;
  /** Somebody else's terminal: its size is told, not given, and its output is no sign of work of who watches. */
  watching: boolean;
  /** What becomes of bytes typed now: asked for each frame of them. */
  keyboard: () => Keyboard;
  /** Called at once, then at most every 50 ms, while bytes come or go that are not a line being typed. */
  onActivity: () => void;
  /** Called once, when nothing of the connection is left. `cause`: for the log. */
  onClosed: (cause: string) => void;
}

/** One browser looking at one terminal: carries bytes between its WebSocket and the sandbox's stream, within bounds. */
export class TerminalConnection {
  readonly #webSocket: WebSocket;
  readonly #stream: Duplex;
  readonly #onClosed: (cause: string) => void;
  readonly #flow = new FlowControl();
  readonly #bytes = new InputBucket(INPUT_PER_SECOND, INPUT_BURST);
  readonly #frames = new InputBucket(FRAMES_PER_SECOND, FRAMES_BURST);
  readonly #coalescer = new Coalescer((data) => this.#send({ type: 'output', data }));
  readonly #resize = new Latest<{ columns: number; rows: number }>(RESIZE_INTERVAL_MS, ({ columns, rows }) => {
    this.#toSandbox(encodeSize(columns, rows));
  });
  readonly #window = new Latest<{ columns: number; rows: number }>(RESIZE_INTERVAL_MS, (size) => {
    this.#coalescer.flush();
    this.#send({ type: 'size', ...size });
  });
  readonly #watching: boolean;
  readonly #keyboard: () => Keyboard;
  readonly #activity: Latest<void>;
  readonly #line = new LineEditing();
  /** What the browser was last told of its keyboard. */
  #told: Keyboard | null = null;
  #restTimer: NodeJS.Timeout | null = null;
  #alive = true;
  #cause: string | null = null;
  #closed = false;

  constructor({ webSocket, stream, watching, keyboard, onActivity, onClosed }: ConnectionOptions) {
    this.#webSocket = webSocket;
    this.#stream = stream;
    this.#watching = watching;
    this.#keyboard = keyboard;
    this.#onClosed = onClosed;
    this.#activity = new Latest(ACTIVITY_INTERVAL_MS, onActivity);
    this.#listenToBrowser();
    this.#listenToSandbox();
    this.refresh();
  }

  /** Tells the browser what becomes of its keyboard, when that changed. @returns whether what is typed goes on. */
  refresh(): boolean {
    const keyboard = this.#keyboard();
    if (keyboard !== this.#told) this.#send({ type: 'keyboard', keyboard });
    this.#told = keyboard;
    return keyboard === 'open';
  }

  /** Says why, then closes. Output already received goes first. */
  end(reason: TerminalEnd): void {
    if (this.#cause !== null) return;
    this.#coalescer.flush();
    this.#send({ type: 'ended', reason });
    this.#close(CLOSE_NORMAL, reason);
  }

  /** The server stops: the browser comes back by itself, to this server or to the next. */
  goAway(): void {
    this.#close(CLOSE_GOING_AWAY, 'server stops');
  }

  /** One heartbeat: ends a peer that did not answer the previous one. The empty frame shows the browser that we live. */
  beat(): void {
    if (this.#restTimer) return;
    if (!this.#alive) {
      this.#cause ??= 'dead peer';
      this.#webSocket.terminate();
      return;
    }
    this.#alive = false;
    this.#webSocket.ping();
    this.#send({ type: 'output', data: new Uint8Array(0) });
  }

  #listenToBrowser(): void {
    this.#webSocket.on('message', (data, isBinary) => this.#fromBrowser(data, isBinary));
    this.#webSocket.on('pong', () => (this.#alive = true));
    this.#webSocket.on('error', (error) => (this.#cause ??= error.message));
    this.#webSocket.on('close', () => this.#dispose('browser left'));
  }

  #listenToSandbox(): void {
    const reader = new HolderReader({
      onHello: (offset, reset) => {
        this.#coalescer.flush();
        if (this.#flow.hello(offset)) this.#send({ type: 'hello', offset, reset });
        else this.end('error');
      },
      onData: (data) => {
        this.#flow.sent(data.length);
        if (!this.#watching && this.#line.shown(data)) this.#activity.push();
        this.#coalescer.push(data);
      },
      onExit: () => this.end('exit'),
      onSize: (columns, rows) => this.#window.push({ columns, rows }),
    });
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#cause !== null) return;
      if (!reader.push(chunk)) this.end('error');
      this.#readOrRest();
    });
    this.#stream.on('error', () => this.end('error'));
    this.#stream.on('close', () => this.end('error'));
    this.#stream.on('end', () => this.end('error'));
  }

  #fromBrowser(data: RawData, isBinary: boolean): void {
    if (this.#cause !== null) return;
    this.#alive = true;
    const frame = isBinary && Buffer.isBuffer(data) ? decodeClientFrame(data) : null;
    if (!frame) {
      this.#close(CLOSE_POLICY, 'malformed frame');
      return;
    }
    this.#rest(this.#frames.take(1));
    if (frame.type === 'resize') {
      if (!this.#watching) this.#resize.push(frame);
    } else if (frame.type === 'input') this.#typed(frame);
    else if (this.#flow.acknowledge(frame.offset)) {
      this.#toSandbox(encodeShown(frame.offset));
      this.#readOrRest();
    } else this.#close(CLOSE_POLICY, 'impossible acknowledgement');
  }

  /** Before the greeting, nobody listens: what waits for somebody else's terminal must find nothing in its way. */
  #typed({ data }: Extract<ClientFrame, { type: 'input' }>): void {
    this.#rest(this.#bytes.take(data.length));
    if (!this.refresh() || (this.#watching && this.#flow.position === null)) return;
    if (this.#line.typed(data)) this.#activity.push();
    this.#toSandbox(encodeTyped(data));
  }

  #toSandbox(bytes: Uint8Array): void {
    if (this.#cause !== null || !this.#stream.writable) return;
    this.#stream.write(bytes);
    if (this.#stream.writableLength > MAX_UNREAD_INPUT) this.#close(CLOSE_POLICY, 'input that nothing reads');
  }

  /** Stops listening to the browser for a while; TCP then slows it down. */
  #rest(milliseconds: number): void {
    if (milliseconds === 0) return;
    if (this.#restTimer) clearTimeout(this.#restTimer);
    else this.#webSocket.pause();
    this.#restTimer = setTimeout(() => {
      this.#restTimer = null;
      this.#webSocket.resume();
    }, milliseconds);
  }

  /** Reads the sandbox's output, or lets it sleep, as the browser follows or not. */
  #readOrRest(): void {
    if (this.#flow.paused || this.#webSocket.bufferedAmount > MAX_UNSENT) this.#stream.pause();
    else if (this.#stream.isPaused()) this.#stream.resume();
  }

  #send(frame: ServerFrame): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    const crowded = this.#webSocket.bufferedAmount > MAX_UNSENT;
    this.#webSocket.send(encodeServerFrame(frame), crowded ? () => this.#readOrRest() : undefined);
  }

  #close(code: number, cause: string): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    if (this.#restTimer) {
      clearTimeout(this.#restTimer);
      this.#restTimer = null;
      this.#webSocket.resume();
    }
    this.#webSocket.close(code, cause);
    this.#stopSandboxSide();
  }

  #dispose(cause: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cause ??= cause;
    if (this.#restTimer) clearTimeout(this.#restTimer);
    this.#stopSandboxSide();
    this.#onClosed(this.#cause);
  }

  #stopSandboxSide(): void {
    this.#coalescer.dispose();
    this.#resize.dispose();
    this.#window.dispose();
    this.#activity.dispose();
    this.#stream.destroy();
  }
}
