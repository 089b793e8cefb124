import { isIPv6 } from 'node:net';
import { AppError } from '../errors.ts';

/** Tries that cost no wait: people mistype. */
const FREE_FOR_LOGIN = 5;
const FREE_FOR_ADDRESS = 10;
/** The first wait; each further failure doubles it. Capped: nobody can lock somebody else out for good. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const FORGOTTEN_AFTER = 3_600_000;
const REMEMBERED = 10_000;

interface Tries {
  count: number;
  at: number;
}

/** One try. It counts as a failure until told otherwise, so that a thousand at once do not pass together. */
export interface Try {
  /** The password was right. */
  succeeded(): void;
  /** Neither right nor wrong: as if it had not been. */
  withdrawn(): void;
}

/**
 * Makes guessing slow: for each login and for each address, the wait between two tries grows with the failures.
 * A login's wait does not hold for an address from which its owner has signed in: whoever hammers the login does not
 * keep its owner out. OWASP, Authentication Cheat Sheet, and Blocking Brute Force Attacks ("device cookies").
 */
export class SignInThrottle {
  readonly #logins = new RecentTries(FREE_FOR_LOGIN);
  readonly #addresses = new RecentTries(FREE_FOR_ADDRESS);
  readonly #known = new Recent<true>();

  /** @throws AppError `too-many-requests` when it is too early. */
  begin(login: string, ip: string, now = Date.now()): Try {
    const address = network(ip);
    const pair = `${address} ${login}`;
    const known = this.#known.get(pair) !== undefined;
    if (this.#addresses.mustWait(address, now) || (!known && this.#logins.mustWait(login, now))) {
      throw new AppError('too-many-requests');
    }
    const counted = [this.#addresses.add(address, now), ...(known ? [] : [this.#logins.add(login, now)])];
    const withdrawn = (): void => counted.forEach((withdraw) => withdraw());
    return {
      withdrawn,
      succeeded: () => {
        withdrawn();
        this.#logins.delete(login);
        this.#known.set(pair, true);
      },
    };
  }

  /** Logins and addresses of which something is remembered. */
  get size(): number {
    return this.#logins.size + this.#addresses.size;
  }
}

/** What one customer of an access provider holds: an IPv4 address, or the first half of an IPv6 one. Pure. */
export function network(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined || !isIPv6(ip)) return mapped ?? ip;
  const [head = '', tail] = ip.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, 4).join(':');
}

/** A map that forgets what was used the longest ago. */
class Recent<Value> {
  readonly #entries = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= REMEMBERED) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}

class RecentTries {
  readonly #tries = new Recent<Tries>();
  readonly #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  mustWait(key: string, now: number): boolean {
    const { count, at } = this.#of(key, now);
    return count >= this.#free && now < at + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - this.#free));
  }

  /** @returns takes the try back. */
  add(key: string, now: number): () => void {
    const before = this.#of(key, now);
    this.#tries.set(key, { count: before.count + 1, at: now });
    return () => {
      const { count, at } = this.#of(key, now);
      if (count > 0) this.#tries.set(key, { count: count - 1, at: at === now ? before.at : at });
    };
  }

  delete(key: string): void {
    this.#tries.delete(key);
  }

  get size(): number {
    return this.#tries.size;
  }

  #of(key: string, now: number): Tries {
    const tries = this.#tries.get(key);
    return tries && now - tries.at < FORGOTTEN_AFTER ? tries : { count: 0, at: 0 };
  }
}
