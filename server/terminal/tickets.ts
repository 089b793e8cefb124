import { createHash, randomBytes } from 'node:crypto';

const LIFETIME_MS = 30_000;
const MAX_TICKETS = 10_000;

/** Whose eyes: the learner's own terminal, or a trainer's on it. */
export type TerminalAccess =
  | { readonly kind: 'own' }
  /** @property trainer login. */
  | { readonly kind: 'watch'; readonly trainer: string };

export const OWN: TerminalAccess = { kind: 'own' };

/** What a ticket opens, and for whom. */
export interface TerminalGrant {
  sessionId: string;
  sandboxId: string;
  /** 1 to 4. */
  terminal: number;
  access: TerminalAccess;
}

/**
 * Single-use tickets that turn an authorised HTTP request into one WebSocket. Kept in memory under their digest, so
 * that looking one up takes the same time whatever was guessed; lost at a restart, when the page asks for another.
 */
export class TerminalTickets {
  readonly #grants = new Map<string, TerminalGrant & { expiresAt: number }>();

  /** @returns 160 random bits in base64url, valid 30 seconds. When there are too many, the oldest is forgotten. */
  issue(grant: TerminalGrant): string {
    this.#forgetExpired();
    const [oldest] = this.#grants.keys();
    if (this.#grants.size >= MAX_TICKETS && oldest) this.#grants.delete(oldest);
    const ticket = randomBytes(20).toString('base64url');
    this.#grants.set(digest(ticket), { ...grant, expiresAt: Date.now() + LIFETIME_MS });
    return ticket;
  }

  /** Consumes the ticket, whatever the caller then decides. @returns `null` when unknown, used or expired. */
  redeem(ticket: string): TerminalGrant | null {
    const key = digest(ticket);
    const found = this.#grants.get(key);
    this.#grants.delete(key);
    if (!found || found.expiresAt <= Date.now()) return null;
    const { expiresAt: _, ...grant } = found;
    return grant;
  }

  /** Forgets the tickets of a session that signs out. */
  revoke(sessionId: string): void {
    for (const [key, grant] of this.#grants) if (grant.sessionId === sessionId) this.#grants.delete(key);
  }

  /** Tickets still redeemable. */
  get size(): number {
    this.#forgetExpired();
    return this.#grants.size;
  }

  /** All live equally long: the map's order is that of expiry. */
  #forgetExpired(): void {
    const now = Date.now();
    for (const [key, grant] of this.#grants) {
      if (grant.expiresAt > now) return;
      this.#grants.delete(key);
    }
  }
}

const digest = (ticket: string): string => createHash('sha256').update(ticket).digest('base64');
