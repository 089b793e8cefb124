/**
 * A token bucket that may run into debt: what has arrived is served, and the debt says how long not to read any more.
 * So nothing is ever dropped, and the sender is slowed by TCP itself.
 */
export class InputBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  /** @param perSecond sustained rate, in the unit of `take`; @param burst what may be taken at once after a rest. */
  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = performance.now();
  }

  /** @returns milliseconds during which nothing more should be read; 0 when there is no debt. */
  take(cost: number): number {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) * this.#perSecond) / 1000) - cost;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens * 1000) / this.#perSecond);
  }
}
