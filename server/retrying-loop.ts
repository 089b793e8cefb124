const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

export interface RetryingLoopOptions {
  /** Does what there is to do, and throws when the other side is away: it is then called again, later and later. */
  run: (signal: AbortSignal) => Promise<void>;
  /** @param failures in a row, this one included. */
  onFailure: (error: unknown, failures: number) => void;
  /** Milliseconds before the first new try, doubled each time up to five minutes; shorter in tests. */
  firstPause?: number;
}

/** Work for another server that may be away: one run at a time, woken by what comes, patient after a failure. */
export class RetryingLoop {
  readonly #options: Required<RetryingLoopOptions>;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #failures = 0;
  #again = false;

  constructor(options: RetryingLoopOptions) {
    this.#options = { firstPause: FIRST_PAUSE, ...options };
  }

  /** There is something to do. While the other side is away, the pause goes on: a busy class must not hammer it. */
  wake(): void {
    if (this.#failures === 0) this.#schedule(0);
  }

  /** Ends the run under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(delay: number): void {
    if (this.#stop.signal.aborted) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#running = this.#run().finally(() => {
        this.#running = null;
        if (this.#failures > 0) this.#schedule(this.#pause());
        else if (this.#again) this.#schedule(0);
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
      await this.#options.run(this.#stop.signal);
      this.#failures = 0;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failures += 1;
      this.#options.onFailure(error, this.#failures);
    }
  }
}
