import type { FastifyReply } from 'fastify';
import { AppError } from '../../errors.ts';

const MAXIMUM_PER_LEARNER = 8;
const HEARTBEAT = 20_000;
/** Bytes that may wait for a slow browser; past them it is cut, and its EventSource comes back for the present state. */
const MAXIMUM_WAITING = 1024 * 1024;

/** Server-sent events, counted per learner, with a heartbeat. */
export class EventStreams {
  readonly #open = new Map<string, Set<EventStream>>();

  /** @throws AppError `too-many-requests` */
  open(learnerId: string, reply: FastifyReply): EventStream {
    const mine = this.#open.get(learnerId) ?? new Set();
    if (mine.size >= MAXIMUM_PER_LEARNER) throw new AppError('too-many-requests');
    this.#open.set(learnerId, mine);
    const stream = new EventStream(reply, () => {
      mine.delete(stream);
      if (mine.size === 0) this.#open.delete(learnerId);
    });
    mine.add(stream);
    return stream;
  }

  closeAll(): void {
    for (const streams of this.#open.values()) for (const stream of [...streams]) stream.close();
  }
}

class EventStream {
  readonly #reply: FastifyReply;
  readonly #onEnd: () => void;
  #begun = false;

  constructor(reply: FastifyReply, onEnd: () => void) {
    this.#reply = reply;
    this.#onEnd = onEnd;
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
    this.#begun = true;
    const heartbeat = setInterval(() => raw.write(': ·\n\n'), HEARTBEAT);
    raw.on('close', () => {
      clearInterval(heartbeat);
      onClose();
      this.#onEnd();
    });
  }

  send(event: string, data: unknown): void {
    if (!this.#begun || this.#reply.raw.destroyed) return;
    this.#reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.#reply.raw.writableLength > MAXIMUM_WAITING) this.#reply.raw.destroy();
  }

  /** Gives up before `begin`. */
  forget(): void {
    this.#onEnd();
  }

  close(): void {
    this.#reply.raw.end();
  }
}
