import { AppError } from '../errors.ts';
import { network } from './sign-in-throttle.ts';

export interface FailureLimitOptions {
  /** Failures that an address may make at once. */
  burst: number;
  /** Failures that are forgiven each minute. */
  perMinute: number;
  /** Addresses remembered: the one that has failed least lately is forgotten for a new one. */
  addresses?: number;
}

/**
 * Slows down who guesses. Only failures count: forty people behind one address who know what they type do not hinder each
 * other.
 */
export class FailureLimit {
  readonly #options: Required<FailureLimitOptions>;
  readonly #failures = new Map<string, { count: number; at: number }>();

  constructor(options: FailureLimitOptions) {
    this.#options = { addresses: 10_000, ...options };
  }

  get size(): number {
    return this.#failures.size;
  }

  /** @throws AppError `too-many-requests` when the address has failed too often lately. */
  check(address: string, now = Date.now()): void {
    if (this.#count(network(address), now) > this.#options.burst - 1) throw new AppError('too-many-requests');
  }

  failed(address: string, now = Date.now()): void {
    const key = network(address);
    const count = this.#count(key, now) + 1;
    this.#failures.delete(key);
    for (const [oldest] of this.#failures) {
      if (this.#failures.size < this.#options.addresses) break;
      this.#failures.delete(oldest);
    }
    this.#failures.set(key, { count, at: now });
  }

  #count(key: string, now: number): number {
    const { count, at } = this.#failures.get(key) ?? { count: 0, at: now };
    return Math.max(0, count - ((now - at) / 60_000) * this.#options.perMinute);
  }
}
