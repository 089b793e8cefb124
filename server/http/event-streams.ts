import type { FastifyReply } from 'fastify';
import { AppError } from '../errors.ts';

const MAXIMUM_PER_OWNER = 8;
const HEARTBEAT = 20_000;
/** Bytes that may wait for a slow browser; past them it is cut, and its EventSource comes back for the present state. */
const MAXIMUM_WAITING = 1024 * 1024;

/** Server-sent events, counted per owner, with a heartbeat. */
export class EventStreams {
  readonly #open = new Map<string, Set<EventStream>>();
  readonly #heartbeat: number;

  /** @param heartbeat milliseconds. */
  constructor(heartbeat = HEARTBEAT) {
    this.#heartbeat = heartbeat;
  }

  /**
   * Answers with a stream.
   * @param ownerId a learner's id, or a trainer's session: its streams end with it.
   * @param start subscribes, then calls `begin`; what it throws before is an ordinary refusal.
   * @param onServed called at each heartbeat, while all that was sent has been taken.
   * @throws AppError `too-many-requests`
   */
  async follow(
    ownerId: string,
    reply: FastifyReply,
    start: (stream: EventStream) => Promise<void>,
    onServed = (): void => {},
  ): Promise<void> {
    const stream = this.#reserve(ownerId, reply, onServed);
    try {
      await start(stream);
    } catch (error) {
      stream.forget();
      throw error;
    }
  }

  #reserve(ownerId: string, reply: FastifyReply, onServed: () => void): EventStream {
    const mine = this.#open.get(ownerId) ?? new Set();
    if (mine.size >= MAXIMUM_PER_OWNER) throw new AppError('too-many-requests');
    this.#open.set(ownerId, mine);
    const onEnd = (): void => {
      mine.delete(stream);
      if (mine.size === 0) this.#open.delete(ownerId);
    };
    const stream = new EventStream({ reply, heartbeat: this.#heartbeat, onServed, onEnd });
    mine.add(stream);
    return stream;
  }

  /** Ends those of an owner who may not follow any more. */
  closeOf(ownerId: string): void {
    for (const stream of [...(this.#open.get(ownerId) ?? [])]) stream.close();
  }

  closeAll(): void {
    for (const ownerId of [...this.#open.keys()]) this.closeOf(ownerId);
  }
}

interface EventStreamOptions {
  reply: FastifyReply;
  /** Milliseconds. */
  heartbeat: number;
  onServed: () => void;
  onEnd: () => void;
}

export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #reply: FastifyReply;
  /** What was sent before the headers. */
  #early: string[] | null = [];

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#reply = options.reply;
  }

  /** Sends the headers; from here on the answer is a stream. @param onClose called once when it ends. */
  begin(onClose: () => void): void {
    const raw = this.#reply.raw;
    this.#reply.hijack();
    raw.writeHead(200, {
      ...(this.#reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    for (const text of this.#early ?? []) raw.write(text);
    this.#early = null;
    const { heartbeat, onServed, onEnd } = this.#options;
    const beating = setInterval(() => {
      if (raw.writableLength === 0) onServed();
      raw.write(': ·\n\n');
    }, heartbeat);
    const ended = (): void => {
      clearInterval(beating);
      onClose();
      onEnd();
    };
    // The browser may have left while the subscription was made.
    if (raw.destroyed) ended();
    else raw.on('close', ended);
  }

  send(event: string, data: unknown): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    if (this.#early) {
      this.#early.push(text);
      return;
    }
    const { raw } = this.#reply;
    if (raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > MAXIMUM_WAITING) raw.destroy();
  }

  /** Gives up before `begin`. */
  forget(): void {
    this.#options.onEnd();
  }

  close(): void {
    this.#reply.raw.end();
  }
}
