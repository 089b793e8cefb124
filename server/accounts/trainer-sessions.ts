import type { TrainerStore } from '../store/trainers.ts';
import type { TrainerRow } from '../store/schema.ts';
import { newToken, tokenHash } from './tokens.ts';

const HOUR = 3_600_000;
/** A working day of teaching; then the password again. OWASP ASVS 5.0, 7.3. */
const IDLE_LIFETIME = 3 * HOUR;
const ABSOLUTE_LIFETIME = 12 * HOUR;
/** Dates of last use are not written more often than this. */
const TOUCH_PERIOD = 60_000;

export interface TrainerSession {
  /** Names the session without opening it: the hash of its token. */
  id: string;
  trainer: TrainerRow;
}

/** Sessions of those who teach. The token lives in the cookie; the database holds its hash. */
export class TrainerSessions {
  readonly #trainers: TrainerStore;
  readonly #touched = new Map<string, number>();
  readonly #onClose: ((sessionId: string) => void)[] = [];

  constructor(trainers: TrainerStore) {
    this.#trainers = trainers;
  }

  /** Ends what lives by a session, when it is closed or too old: a stream of events, a terminal that is watched. */
  onClose(end: (sessionId: string) => void): void {
    this.#onClose.push(end);
  }

  /** A new token at each sign-in: one that was planted before opens nothing (session fixation). */
  async open(trainerId: string, now = Date.now()): Promise<string> {
    const token = newToken();
    await this.#trainers.openSession(tokenHash(token), trainerId, now);
    return token;
  }

  async find(token: string | undefined, now = Date.now()): Promise<TrainerSession | null> {
    if (!token || token.length > 64) return null;
    const id = tokenHash(token);
    const trainer = await this.#seen(id, now);
    return trainer && { id, trainer };
  }

  /** Somebody still looks: the session goes on as if they had asked for something. One that is over is closed. */
  async present(sessionId: string, now = Date.now()): Promise<void> {
    if (!(await this.#seen(sessionId, now))) await this.close(sessionId);
  }

  async #seen(id: string, now: number): Promise<TrainerRow | null> {
    const trainer = await this.#trainers.findBySession(id, now - IDLE_LIFETIME, now - ABSOLUTE_LIFETIME);
    if (!trainer) return null;
    if (now - (this.#touched.get(id) ?? 0) > TOUCH_PERIOD) {
      this.#touched.set(id, now);
      await this.#trainers.touchSession(id, now);
    }
    return trainer;
  }

  async close(sessionId: string): Promise<void> {
    await this.#trainers.closeSession(sessionId);
    this.#closed([sessionId]);
  }

  /** @param except the session that goes on, if any. */
  async closeAll(trainerId: string, except?: string): Promise<void> {
    this.#closed(await this.#trainers.closeSessionsOf(trainerId, except));
  }

  /** Removes the sessions that are over. */
  async clean(now = Date.now()): Promise<void> {
    this.#closed(await this.#trainers.closeSessionsBefore(now - IDLE_LIFETIME, now - ABSOLUTE_LIFETIME));
  }

  #closed(sessionIds: readonly string[]): void {
    for (const id of sessionIds) {
      this.#touched.delete(id);
      for (const end of this.#onClose) end(id);
    }
  }
}

/** Cookies live as long as sessions may, in seconds. */
export const TRAINER_COOKIE_LIFETIME = ABSOLUTE_LIFETIME / 1000;
