import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { RetryingLoop } from '../retrying-loop.ts';
import type { XapiQueue } from '../store/xapi-queue.ts';
import type { Statement } from './statements.ts';

const XAPI_VERSION = '1.0.3';
const BATCH = 50;
/** Statements that wait at most; past them the oldest are given up. */
const WAITING_MAX = 10_000;
const TIMEOUT = 10_000;

/** Answers by which a store says that this very statement will never do: no use in sending it again. */
const HOPELESS = new Set([400, 409, 413, 422]);

export interface OutboxOptions {
  store: NonNullable<Config['xapi']>;
  queue: XapiQueue;
  log: Logger;
  /** Milliseconds, shorter in tests. */
  firstPause?: number;
  waitingMax?: number;
}

/**
 * Statements on their way to a learning record store: kept in the database until it has acknowledged them, sent in order.
 * Each bears its own identifier, so that one sent twice counts once (xAPI 1.0.3, part 3, 2.1.2).
 */
export class Outbox {
  readonly #options: Required<Omit<OutboxOptions, 'firstPause'>>;
  readonly #loop: RetryingLoop;

  constructor(options: OutboxOptions) {
    this.#options = { waitingMax: WAITING_MAX, ...options };
    this.#loop = new RetryingLoop({
      run: (signal) => this.#run(signal),
      onFailure: (error, failures) => options.log.warn({ error, failures }, 'the xAPI store does not take statements'),
      ...(options.firstPause === undefined ? {} : { firstPause: options.firstPause }),
    });
  }

  /** Sends what an earlier server left. */
  start(): void {
    this.#loop.wake();
  }

  /** What is not acknowledged stays in the database. */
  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async put(learnerId: string, statements: readonly Statement[]): Promise<void> {
    const { queue, waitingMax, log } = this.#options;
    await queue.insert(
      learnerId,
      statements.map((statement) => JSON.stringify(statement)),
      Date.now(),
    );
    const dropped = await queue.keepLatest(waitingMax);
    if (dropped > 0) log.warn({ dropped }, 'the xAPI store is away for too long: oldest statements given up');
    this.#loop.wake();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const batch = await this.#options.queue.oldest(BATCH);
      if (batch.length === 0) break;
      await this.#deliver(batch, signal);
    }
  }

  /** @throws Error when the store is away, or does not let us in. */
  async #deliver(batch: readonly { seq: number; statement: string }[], signal: AbortSignal): Promise<void> {
    const statements = batch.map(({ statement }) => statement);
    const status = await this.#post(statements, signal);
    if (HOPELESS.has(status) && batch.length > 1) {
      for (const one of batch) await this.#deliver([one], signal);
      return;
    }
    if (HOPELESS.has(status)) {
      // 409: it has one of that identifier already.
      if (status !== 409) this.#options.log.warn({ status, statement: batch[0]?.statement }, 'xAPI statement refused');
    } else if (status < 200 || status > 299) throw new Error(`the xAPI store answers ${status}`);
    await this.#options.queue.remove(batch.map(({ seq }) => seq));
  }

  async #post(statements: readonly string[], signal: AbortSignal): Promise<number> {
    const { url, user, password } = this.#options.store;
    const response = await fetch(`${url}/statements`, {
      method: 'POST',
      // The credentials are for that address alone.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      headers: {
        'content-type': 'application/json',
        'x-experience-api-version': XAPI_VERSION,
        ...(user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
      },
      body: `[${statements.join(',')}]`,
    });
    await response.body?.cancel();
    return response.status;
  }
}
