import { randomUUID } from 'node:crypto';
import type { SessionView, SignIn } from '../contract/api.ts';
import type { LearnerStore } from '../store/learners.ts';
import type { LearnerRow } from '../store/schema.ts';
import { newToken, tokenHash } from './tokens.ts';

const DAY = 24 * 3_600_000;
/** A learner comes back the next day, the next week: the session outlives the course, not the year. */
const IDLE_LIFETIME = 30 * DAY;
const ABSOLUTE_LIFETIME = 120 * DAY;
/** Dates of last use are not written more often than this. */
const TOUCH_PERIOD = 60_000;

export interface Session {
  /** Names the session without opening it: the hash of its token. */
  id: string;
  learner: LearnerRow;
}

/** Sessions of learners, who are known by a pseudonym alone. The token lives in the cookie; the database holds its hash. */
export class SessionService {
  readonly #learners: LearnerStore;
  readonly #touched = new Map<string, number>();

  constructor(learners: LearnerStore) {
    this.#learners = learners;
  }

  async signIn({ pseudonym }: SignIn): Promise<{ token: string; learner: LearnerRow }> {
    const now = Date.now();
    const learner = {
      id: randomUUID(),
      pseudonym: pseudonym.normalize('NFC'),
      created_at: now,
      class_id: null,
      pseudonym_key: null,
      resume_hash: null,
      help_asked_at: null,
      help_note: '',
    };
    const token = newToken();
    await this.#learners.insert(learner);
    await this.#learners.openSession(tokenHash(token), learner.id, now);
    return { token, learner };
  }

  /** What the page may know of a learner. */
  view(learner: LearnerRow): NonNullable<SessionView['learner']> {
    return { id: learner.id, pseudonym: learner.pseudonym, class: null };
  }

  async find(token: string | undefined): Promise<Session | null> {
    if (!token || token.length > 64) return null;
    const id = tokenHash(token);
    const now = Date.now();
    const learner = await this.#learners.findBySession(id, now - IDLE_LIFETIME, now - ABSOLUTE_LIFETIME);
    if (!learner) return null;
    if (now - (this.#touched.get(id) ?? 0) > TOUCH_PERIOD) {
      this.#touched.set(id, now);
      await this.#learners.touchSession(id, now);
    }
    return { id, learner };
  }

  async signOut(sessionId: string): Promise<void> {
    this.#touched.delete(sessionId);
    await this.#learners.closeSession(sessionId);
  }

  /** Removes the sessions that are over. */
  async clean(now = Date.now()): Promise<void> {
    await this.#learners.closeSessionsBefore(now - IDLE_LIFETIME, now - ABSOLUTE_LIFETIME);
    for (const [id, at] of this.#touched) if (now - at > DAY) this.#touched.delete(id);
  }
}

/** Cookies live as long as sessions may, in seconds. */
export const COOKIE_LIFETIME = ABSOLUTE_LIFETIME / 1000;
