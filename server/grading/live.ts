/**
 * Decides *when* to evaluate. Rings (an event of the nested engine, an answer, the terminal falling quiet) are gathered for
 * a moment, one evaluation runs at a time, and a ring during an evaluation asks for another after it. A slow pulse catches
 * what rings nothing (a counter that grows).
 */
export interface LiveOptions {
  evaluate: () => Promise<void>;
  /** Milliseconds to wait after a ring for others to join. */
  settle?: number;
  /** Milliseconds between evaluations that nothing asked for. */
  pulse?: number;
}

const SETTLE = 15;
const PULSE = 3_000;

export class LiveEvaluation {
  readonly #options: Required<LiveOptions>;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  readonly #pulse: NodeJS.Timeout;

  constructor(options: LiveOptions) {
    this.#options = { settle: SETTLE, pulse: PULSE, ...options };
    this.#pulse = setInterval(() => this.ring(), this.#options.pulse);
    this.#pulse.unref();
  }

  ring(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(() => void this.#run(), this.#options.settle);
  }

  /** Evaluates now, or joins the evaluation that will see the present state. */
  async now(): Promise<void> {
    if (this.#running) await this.#running;
    await this.#run();
  }

  async #run(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#running) return this.#running;
    this.#running = this.#options.evaluate().finally(() => {
      this.#running = null;
      if (this.#again && !this.#stopped) {
        this.#again = false;
        this.ring();
      }
    });
    return this.#running;
  }

  /** Resolves when no evaluation is under way and none will start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#pulse);
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }
}
