import {
  decodeServerFrame,
  encodeClientFrame,
  type ClientFrame,
  type Keyboard,
  type ServerFrame,
} from '../../../server/contract/terminal-frames.ts';
import type { FailureCode } from '../../lib/http.ts';
import { delayBefore } from './backoff.ts';
import { InputQueue } from './input-queue.ts';
import { Progress } from './progress.ts';
import type { TerminalState } from './terminal-state.ts';

/** A link that lasted less counts as a failure: a sandbox that breaks at once must not be asked in a loop. */
const STABLE_MS = 5_000;
/** The server says something every 20 s at least: past this silence, the link is dead though nobody said so. */
const SILENCE_MS = 50_000;
const WATCH_MS = 5_000;

/** Answers to the request for a ticket after which asking again is of no use. */
const FINAL: ReadonlySet<unknown> = new Set<FailureCode>([
  'attempt-ended',
  'attempt-not-found',
  'bad-request',
  'forbidden',
  'not-found',
  'not-signed-in',
  'nothing-live',
  'learner-not-found',
  'class-not-found',
  'trainer-not-signed-in',
  'too-many-terminals',
]);

export interface LinkOptions {
  /** @returns a fresh single-use ticket, at once if there is one. @throws something whose `code` is a `FailureCode`. */
  getTicket: () => string | Promise<string>;
  onState: (state: TerminalState) => void;
  /** Clears the screen, after what was written before; calls back when done. */
  onReset: (done: () => void) => void;
  /** Shows output; calls back when it has been parsed. */
  onOutput: (bytes: Uint8Array, parsed: () => void) => void;
  /** The link is up; the terminal's size must be sent. */
  onOpen: () => void;
  /** What becomes of what is typed changed. */
  onKeyboard?: (keyboard: Keyboard) => void;
  /** The learner's window, for who watches. */
  onSize?: (columns: number, rows: number) => void;
}

/** One terminal's connection, made again as long as it makes sense, without losing or doubling a byte of output. */
export class TerminalLink {
  readonly #options: LinkOptions;
  readonly #progress = new Progress();
  readonly input = new InputQueue((data) => this.#send({ type: 'input', data }));
  /** Tells the server that a new connection takes the place of the previous one. */
  readonly #viewer = crypto.getRandomValues(new Uint32Array(4)).join('-').slice(0, 40);
  #state: TerminalState = { kind: 'connecting' };
  #keyboard: Keyboard | null = null;
  #socket: WebSocket | null = null;
  #greeted = false;
  #openedAt = 0;
  #heardAt = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #watch: ReturnType<typeof setInterval>;
  readonly #events = new AbortController();
  /** Distinguishes the attempts to connect: what an abandoned one brings is ignored. */
  #attempt = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { signal } = this.#events;
    addEventListener('online', () => this.#comeBack(true), { signal });
    document.addEventListener('visibilitychange', () => this.#comeBack(false), { signal });
    this.#watch = setInterval(() => this.#lookForSilence(), WATCH_MS);
    this.#connect();
  }

  get state(): TerminalState {
    return this.#state;
  }

  resize(columns: number, rows: number): void {
    if (this.#state.kind === 'open') this.#send({ type: 'resize', columns, rows });
  }

  /** From `ended` or `refused`, begins again; from `reconnecting`, does not wait any longer. */
  restart(): void {
    if (this.#state.kind === 'open' || this.#state.kind === 'connecting') return;
    if (this.#state.kind === 'ended' && this.#state.reason === 'exit') this.#progress.forget();
    if (this.#state.kind !== 'reconnecting') this.#become({ kind: 'connecting' });
    this.#failures = 0;
    this.#connect();
  }

  dispose(): void {
    this.#events.abort();
    clearInterval(this.#watch);
    this.#abandon();
    this.input.clear();
  }

  #connect(): void {
    this.#abandon();
    const attempt = this.#attempt;
    const ticket = this.#options.getTicket();
    // Not a microtask later: those of a page that opens take time.
    if (typeof ticket === 'string') return this.#open(ticket);
    ticket.then(
      (late) => attempt === this.#attempt && this.#open(late),
      (error: unknown) => attempt === this.#attempt && this.#ticketRefused(error),
    );
  }

  #open(ticket: string): void {
    const url = new URL('/api/terminal', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = String(new URLSearchParams({ ticket, from: String(this.#progress.from), viewer: this.#viewer }));
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      this.#heardAt = performance.now();
      const frame = data instanceof ArrayBuffer ? decodeServerFrame(new Uint8Array(data)) : null;
      if (frame) this.#receive(frame);
      else this.#broken();
    };
    socket.onclose = () => this.#broken();
    this.#socket = socket;
    this.#greeted = false;
    this.#heardAt = performance.now();
  }

  #ticketRefused(error: unknown): void {
    const code = (error as { code?: unknown } | null)?.code;
    if (!FINAL.has(code)) return this.#broken();
    this.input.clear();
    this.#become({ kind: 'refused', code: code as FailureCode });
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'hello') return this.#hello(frame.offset, frame.reset);
    if (frame.type === 'ended') {
      if (frame.reason === 'error') return this.#broken();
      this.#abandon();
      this.input.clear();
      return this.#become({ kind: 'ended', reason: frame.reason });
    }
    if (frame.type === 'size') return this.#options.onSize?.(frame.columns, frame.rows);
    if (frame.type === 'keyboard') return this.#keyboardIs(frame.keyboard);
    if (frame.data.length === 0) return;
    const offset = this.#progress.receive(frame.data.length);
    const { epoch } = this.#progress;
    this.#options.onOutput(frame.data, () => this.#parsed(offset, epoch));
  }

  #keyboardIs(keyboard: Keyboard): void {
    if (keyboard === this.#keyboard) return;
    this.#keyboard = keyboard;
    this.#options.onKeyboard?.(keyboard);
  }

  #hello(offset: number, reset: boolean): void {
    const first = !this.#greeted;
    const returning = this.#progress.from !== -1;
    this.#greeted = true;
    this.#progress.hello(offset, reset, first);
    const { epoch } = this.#progress;
    if (reset) this.#options.onReset(() => this.#parsed(offset, epoch));
    if (!first) return;
    this.#openedAt = performance.now();
    this.#become({ kind: 'open' });
    this.#options.onOpen();
    // Typed for a screen that is no more.
    if (reset && returning) this.input.clear();
    this.input.open();
  }

  #parsed(offset: number, epoch: number): void {
    const acknowledged = this.#progress.parsed(offset, epoch);
    if (acknowledged !== null) this.#send({ type: 'ack', offset: acknowledged });
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#greeted) {
      this.#socket.send(encodeClientFrame(frame) as Uint8Array<ArrayBuffer>);
    }
  }

  #broken(): void {
    const lasted = this.#state.kind === 'open' ? performance.now() - this.#openedAt : 0;
    this.#failures = lasted > STABLE_MS ? 1 : this.#failures + 1;
    this.#abandon();
    if (this.#state.kind === 'open' || this.#failures > 1) this.#become({ kind: 'reconnecting' });
    this.#retry = setTimeout(() => this.#connect(), delayBefore(this.#failures));
  }

  /** Lets go of the present attempt to connect, or of the connection. */
  #abandon(): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.input.hold();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  /** The network or the reader is back: no waiting; a link from before a cut of the network is not to be trusted. */
  #comeBack(networkWasCut: boolean): void {
    if (document.hidden && !networkWasCut) return;
    if (this.#state.kind === 'reconnecting' || (networkWasCut && this.#state.kind === 'open')) {
      this.#become({ kind: 'reconnecting' });
      this.#failures = 0;
      this.#connect();
    } else this.#lookForSilence();
  }

  #lookForSilence(): void {
    if (this.#socket && performance.now() - this.#heardAt > SILENCE_MS) this.#broken();
  }

  #become(state: TerminalState): void {
    const same = state.kind === this.#state.kind;
    this.#state = state;
    if (!same || state.kind === 'refused') this.#options.onState(state);
  }
}
