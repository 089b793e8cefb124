import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import type { XapiQueue } from '../store/xapi-queue.ts';
import type { Statement } from './statements.ts';

const XAPI_VERSION = '1.0.3';
const BATCH = 50;
/** Statements that wait at most; past them the oldest are given up. */
const WAITING_MAX = 10_000;
const TIMEOUT = 10_000;
/** Milliseconds before the first new try, doubled each time up to the last. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

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
  readonly #options: Required<OutboxOptions>;
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> | null = null;
  #failures = 0;
  #again = false;
  readonly #stop = new AbortController();

  constructor(options: OutboxOptions) {
    this.#options = { firstPause: FIRST_PAUSE, waitingMax: WAITING_MAX, ...options };
  }

  /** Sends what an earlier server left. */
  start(): void {
    this.#wake(0);
  }

  /** What is not acknowledged stays in the database. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#sending;
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
    // While the store is away, the pause goes on: a busy class must not hammer it.
    if (this.#failures === 0) this.#wake(0);
  }

  #wake(delay: number): void {
    if (this.#stop.signal.aborted) return;
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#sending = this.#run().finally(() => {
        this.#sending = null;
        if (this.#failures > 0) this.#wake(this.#pause());
        else if (this.#again) this.#wake(0);
        this.#again = false;
      });
    }, delay);
  }

  /** Up to a quarter more, at random: several servers do not come back all at once. */
  #pause(): number {
    const pause = Math.min(LONGEST_PAUSE, this.#options.firstPause * 2 ** (this.#failures - 1));
    return pause * (1 + Math.random() / 4);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stop.signal.aborted) {
        const batch = await this.#options.queue.oldest(BATCH);
        if (batch.length === 0) break;
        await this.#deliver(batch);
        this.#failures = 0;
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failures += 1;
      this.#options.log.warn({ error, failures: this.#failures }, 'the xAPI store does not take statements');
    }
  }

  /** @throws Error when the store is away, or does not let us in. */
  async #deliver(batch: readonly { seq: number; statement: string }[]): Promise<void> {
    const status = await this.#post(batch.map(({ statement }) => statement));
    if (HOPELESS.has(status) && batch.length > 1) {
      for (const one of batch) await this.#deliver([one]);
      return;
    }
    if (HOPELESS.has(status)) {
      // 409: it has one of that identifier already.
      if (status !== 409) this.#options.log.warn({ status, statement: batch[0]?.statement }, 'xAPI statement refused');
    } else if (status < 200 || status > 299) throw new Error(`the xAPI store answers ${status}`);
    await this.#options.queue.remove(batch.map(({ seq }) => seq));
  }

  async #post(statements: readonly string[]): Promise<number> {
    const { url, user, password } = this.#options.store;
    const response = await fetch(`${url}/statements`, {
      method: 'POST',
      // The credentials are for that address alone.
      redirect: 'manual',
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT)]),
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
