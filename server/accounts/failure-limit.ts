import { isIPv6 } from 'node:net';
import { AppError } from '../errors.ts';

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
    if (this.#count(networkOf(address), now) > this.#options.burst - 1) throw new AppError('too-many-requests');
  }

  failed(address: string, now = Date.now()): void {
    const network = networkOf(address);
    const count = this.#count(network, now) + 1;
    this.#failures.delete(network);
    for (const [oldest] of this.#failures) {
      if (this.#failures.size < this.#options.addresses) break;
      this.#failures.delete(oldest);
    }
    this.#failures.set(network, { count, at: now });
  }

  #count(network: string, now: number): number {
    const { count, at } = this.#failures.get(network) ?? { count: 0, at: now };
    return Math.max(0, count - ((now - at) / 60_000) * this.#options.perMinute);
  }
}

/** One subscriber has a whole /64 of IPv6 (RFC 6177): it counts as one address. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ? tail.split(':') : [])].slice(0, 4).join(':');
}
