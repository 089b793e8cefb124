import { randomBytes, randomUUID } from 'node:crypto';
import type { SessionView, SignIn } from '../contract/api.ts';
import type { JoinView } from '../contract/classes.ts';
import { CLASS_CODE_LENGTH, codeOf, readCode, RESUME_CODE_LENGTH, showCode } from '../contract/codes.ts';
import { AppError } from '../errors.ts';
import type { ClassStore } from '../store/classes.ts';
import type { LearnerStore } from '../store/learners.ts';
import type { ClassRow, LearnerRow } from '../store/schema.ts';
import { FailureLimit } from './failure-limit.ts';
import { doorOf, pseudonymKey, refusalToJoin } from './joining.ts';
import { newToken, tokenHash } from './tokens.ts';

const DAY = 24 * 3_600_000;
/** A learner comes back the next day, the next week: the session outlives the course, not the year. */
const IDLE_LIFETIME = 30 * DAY;
const ABSOLUTE_LIFETIME = 120 * DAY;
/** Dates of last use are not written more often than this. */
const TOUCH_PERIOD = 60_000;
/** A room of forty may mistype all at once; at this pace a guess at one of 2⁴⁰ codes leads nowhere. */
const WRONG_CODES = { burst: 60, perMinute: 20 };

export interface Session {
  /** Names the session without opening it: the hash of its token. */
  id: string;
  learner: LearnerRow;
}

/** Somebody who has just signed in. */
export interface SignedIn {
  learner: LearnerRow;
  /** For the cookie; `null` when the present session goes on. */
  token: string | null;
  /** Told this once; `null` when it was told before. */
  resumeCode: string | null;
}

export interface SessionServiceOptions {
  learners: LearnerStore;
  classes: ClassStore;
  /** `class`: nobody comes without the code of one. */
  registration: 'open' | 'class';
  /** Somebody is in a class from now on. */
  onJoined: (learnerId: string) => Promise<void>;
}

/** Sessions of learners, who are known by a pseudonym alone. The token lives in the cookie; the database holds its hash. */
export class SessionService {
  readonly #options: SessionServiceOptions;
  readonly #learners: LearnerStore;
  readonly #touched = new Map<string, number>();
  readonly #wrongCodes = new FailureLimit(WRONG_CODES);

  constructor(options: SessionServiceOptions) {
    this.#options = options;
    this.#learners = options.learners;
  }

  /**
   * Signs in under a pseudonym, alone or in the class of a code. Somebody who is there already stays who they are: alone,
   * or with the same pseudonym; who learnt alone takes what is done into the class. Anybody else is somebody new.
   * @param address of the caller: wrong codes are counted for each.
   * @throws AppError `class-required`, `class-code-unknown`, `class-closed`, `class-full`, `pseudonym-taken`,
   * `too-many-requests`.
   */
  async signIn({ pseudonym, classCode }: SignIn, present: Session | null, address: string): Promise<SignedIn> {
    if (classCode !== undefined) {
      const found = await this.#classBehind(classCode, address);
      return this.join(pseudonym, found, present?.learner ?? null);
    }
    if (present) return { learner: present.learner, token: null, resumeCode: null };
    if (this.#options.registration === 'class') throw new AppError('class-required');
    const { learner, resumeCode } = newLearner(pseudonym.normalize('NFC'));
    await this.#learners.insert(learner);
    return { learner, token: await this.enter(learner.id), resumeCode };
  }

  /**
   * The same for a class already found, by its code or by the course of a learning platform.
   * @throws AppError `class-closed`, `class-full`, `pseudonym-taken`
   */
  async join(typed: string, { id: class_id }: ClassRow, present: LearnerRow | null): Promise<SignedIn> {
    const pseudonym = typed.normalize('NFC');
    const pseudonym_key = pseudonymKey(pseudonym);
    const same = present && pseudonymKey(present.pseudonym) === pseudonym_key ? present : null;
    if (same?.class_id === class_id) return { learner: same, token: null, resumeCode: null };
    const moves = same?.class_id === null;
    const { learner, resumeCode } = moves ? { learner: same, resumeCode: null } : newLearner(pseudonym);
    const joined = { ...learner, pseudonym, class_id, pseudonym_key };
    const refusal = await this.#learners.join(joined, (found, others) => refusalToJoin(found, others, Date.now()));
    if (refusal) throw new AppError(refusal);
    await this.#options.onJoined(joined.id);
    return { learner: joined, token: moves ? null : await this.enter(joined.id), resumeCode };
  }

  async #classBehind(typed: string, address: string): Promise<ClassRow> {
    this.#wrongCodes.check(address);
    const code = readCode(typed, CLASS_CODE_LENGTH);
    const found = code === null ? undefined : await this.#options.classes.findByCode(code);
    if (found) return found;
    this.#wrongCodes.failed(address);
    throw new AppError('class-code-unknown');
  }

  /** What a code opens, before joining. @throws AppError `class-code-unknown`, `too-many-requests`. */
  async door(typed: string, address: string): Promise<JoinView> {
    return this.doorOf(await this.#classBehind(typed, address));
  }

  async doorOf(found: ClassRow): Promise<JoinView> {
    const learners = await this.#options.classes.countLearners(found.id);
    return { name: found.name, state: doorOf(found, learners, Date.now()), recording: found.recording === 1 };
  }

  /** A session more for who holds a resume code; the others stay. @throws AppError `resume-code-unknown`, `too-many-requests`. */
  async resume(typed: string, address: string): Promise<{ token: string; learner: LearnerRow }> {
    this.#wrongCodes.check(address);
    const code = readCode(typed, RESUME_CODE_LENGTH);
    const learner = code === null ? undefined : await this.#learners.findByResume(tokenHash(code));
    if (!learner) {
      this.#wrongCodes.failed(address);
      throw new AppError('resume-code-unknown');
    }
    return { token: await this.enter(learner.id), learner };
  }

  /** A new resume code, as it is shown; the one before is worth nothing any more. */
  async renewResumeCode(learnerId: string): Promise<string> {
    const { shown, hash } = newResumeCode();
    await this.#learners.setResume(learnerId, hash);
    return shown;
  }

  /** A session more for somebody whom a code, a pseudonym or a learning platform has named. @returns its token. */
  async enter(learnerId: string): Promise<string> {
    const token = newToken();
    await this.#learners.openSession(tokenHash(token), learnerId, Date.now());
    return token;
  }

  /** What the page may know of a learner. */
  async view({ id, pseudonym, class_id }: LearnerRow): Promise<NonNullable<SessionView['learner']>> {
    const found = class_id === null ? undefined : await this.#options.classes.find(class_id);
    return { id, pseudonym, class: found ? { id: found.id, name: found.name } : null };
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

function newResumeCode(): { shown: string; hash: string } {
  const code = codeOf(randomBytes(RESUME_CODE_LENGTH));
  return { shown: showCode(code), hash: tokenHash(code) };
}

function newLearner(pseudonym: string): { learner: LearnerRow; resumeCode: string } {
  const { shown, hash } = newResumeCode();
  const learner = {
    id: randomUUID(),
    pseudonym,
    created_at: Date.now(),
    class_id: null,
    pseudonym_key: null,
    resume_hash: hash,
    help_asked_at: null,
    help_note: '',
  };
  return { learner, resumeCode: shown };
}

/** Cookies live as long as sessions may, in seconds. */
export const COOKIE_LIFETIME = ABSOLUTE_LIFETIME / 1000;
