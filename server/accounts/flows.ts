import { newToken, tokenHash } from './tokens.ts';

const MAXIMUM = 1000;

/**
 * What waits here while somebody is at another site, found by the token that their browser's cookie holds. In memory: a
 * restart of the server makes them begin again.
 */
export class Flows<T> {
  readonly #lifetime: number;
  /** By the digest of the token, oldest first. */
  readonly #flows = new Map<string, { value: T; at: number }>();

  /** @param lifetime in milliseconds. */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  /** @returns the token. */
  begin(value: T, now = Date.now()): string {
    const [oldest] = this.#flows.keys();
    if (this.#flows.size >= MAXIMUM && oldest !== undefined) this.#flows.delete(oldest);
    const token = newToken();
    this.#flows.set(tokenHash(token), { value, at: now });
    return token;
  }

  look(token: string | undefined, now = Date.now()): T | undefined {
    const flow = this.#flows.get(tokenHash(token ?? ''));
    return flow && now - flow.at <= this.#lifetime ? flow.value : undefined;
  }

  /** Serves once. */
  take(token: string | undefined, now = Date.now()): T | undefined {
    const value = this.look(token, now);
    this.#flows.delete(tokenHash(token ?? ''));
    return value;
  }
}
