import type { Logger } from './logger.ts';

/** Work done at a start, then again and again. A failure is logged, and does not end it. */
export class Periodic {
  readonly #work: () => Promise<unknown>;
  readonly #period: number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;

  /** @param period in milliseconds. */
  constructor(period: number, work: () => Promise<unknown>, log: Logger) {
    this.#period = period;
    this.#work = work;
    this.#log = log;
  }

  /** @throws Error when the first time fails. */
  async start(): Promise<void> {
    await this.#work();
    this.#timer = setInterval(
      () => void this.#work().catch((error: unknown) => this.#log.error({ error }, 'periodic work failed')),
      this.#period,
    );
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }
}
