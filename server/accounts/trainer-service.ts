import type {
  AcceptInvitation,
  AuditPage,
  NewInvitation,
  SecondFactorOffer,
  TrainerView,
} from '../contract/trainers.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { TrainerRow } from '../store/schema.ts';
import type { TrainerStore } from '../store/trainers.ts';
import type { Invitations } from './invitations.ts';
import { refuseGuessable } from './guessable-passwords.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { acceptedStep, newSecondFactor } from './second-factor.ts';
import { SignInThrottle, type Try } from './sign-in-throttle.ts';
import type { TrainerSession, TrainerSessions } from './trainer-sessions.ts';

/** How long an offered secret waits for its first code. */
const OFFER_LIFETIME = 600_000;
/** Entries of the journal that are shown: the latest. */
const ENTRIES = 500;

/** Accounts of those who teach: who gets in, and what they may change of their own. */
export class TrainerService {
  readonly #trainers: TrainerStore;
  readonly #invitations: Invitations;
  readonly #sessions: TrainerSessions;
  readonly #audit: AuditLog;
  readonly #throttle = new SignInThrottle();
  /** By session. */
  readonly #offers = new Map<string, { secret: string; at: number }>();

  constructor(trainers: TrainerStore, invitations: Invitations, sessions: TrainerSessions, audit: AuditLog) {
    this.#trainers = trainers;
    this.#invitations = invitations;
    this.#sessions = sessions;
    this.#audit = audit;
  }

  view(trainer: TrainerRow): TrainerView {
    return {
      id: trainer.id,
      login: trainer.login,
      role: trainer.role,
      secondFactor: trainer.totp_secret !== null,
      password: trainer.password_hash !== null,
      createdAt: trainer.created_at,
      disabled: trainer.disabled_at !== null,
    };
  }

  /** @throws AppError `too-many-requests`, `credentials-invalid`, `second-factor-needed`, `second-factor-invalid` */
  async signIn(
    given: { login: string; password: string; code?: string | undefined },
    ip: string,
    now = Date.now(),
  ): Promise<TrainerRow> {
    const login = given.login.trim().toLowerCase();
    const attempt = this.#throttle.begin(login, ip, now);
    const found = await this.#trainers.byLogin(login);
    const trainer = found?.disabled_at === null ? found : undefined;
    if (!(await this.#passwordIs(given.password, trainer?.password_hash ?? null, attempt)) || !trainer) {
      // A login that is nobody's may be a password typed in the wrong field: it is not written down.
      return this.#refuse(found, 'credentials-invalid');
    }
    if (trainer.totp_secret !== null) {
      if (given.code === undefined) {
        attempt.withdrawn();
        throw new AppError('second-factor-needed');
      }
      const step = acceptedStep(trainer.totp_secret, given.code, now, trainer.totp_last_step);
      if (step === null || !(await this.#trainers.useStep(trainer.id, step))) {
        return this.#refuse(trainer, 'second-factor-invalid');
      }
    }
    attempt.succeeded();
    await this.#audit.record(trainerActor(trainer), 'trainer.sign-in', trainer.login);
    return trainer;
  }

  /**
   * Makes the account of an invitation, or gives another password to the one that it is bound to, whose sessions end.
   * @throws AppError `invitation-invalid`, `login-taken`, `password-common`, `password-expected`; `bad-request` unless a
   * login is given for a new account, and for it alone.
   */
  async accept({ token, login, password }: AcceptInvitation): Promise<TrainerRow> {
    // Before the costly part: only who holds an invitation has a hash computed.
    const { login: bound } = await this.#invitations.find(token);
    const name = bound ?? login;
    if (name === undefined || (bound !== null && login !== undefined)) throw new AppError('bad-request');
    await refuseGuessable(password, name);
    const passwordHash = await hashPassword(password);
    if (bound === null) return this.#invitations.accept(token, { login: name, passwordHash });
    const trainer = await this.#invitations.renew(token, passwordHash);
    await this.#sessions.closeAll(trainer.id);
    return trainer;
  }

  /**
   * Closes every session of the account; the caller opens another.
   * @throws AppError as `signIn`, `password-common`, `password-expected`
   */
  async changePassword(trainer: TrainerRow, current: string, next: string, ip: string): Promise<void> {
    await this.#prove(trainer, current, ip);
    await refuseGuessable(next, trainer.login);
    await this.#trainers.setPassword(trainer.id, await hashPassword(next));
    await this.#invitations.voidLinksOf(trainer);
    await this.#sessions.closeAll(trainer.id);
    await this.#audit.record(trainerActor(trainer), 'trainer.password', trainer.login);
  }

  /** @throws AppError `forbidden` for an account without a password, which is never asked for a second factor. */
  offerSecondFactor({ id, trainer }: TrainerSession, now = Date.now()): SecondFactorOffer {
    if (trainer.password_hash === null) throw new AppError('forbidden');
    for (const [session, { at }] of this.#offers) if (now - at > OFFER_LIFETIME) this.#offers.delete(session);
    const offer = newSecondFactor(trainer.login);
    this.#offers.set(id, { secret: offer.secret, at: now });
    return offer;
  }

  /** Puts the offered secret in force. @throws AppError `second-factor-invalid`, also when nothing is on offer. */
  async setSecondFactor({ id, trainer }: TrainerSession, code: string, now = Date.now()): Promise<void> {
    const offer = this.#offers.get(id);
    const step = offer && now - offer.at <= OFFER_LIFETIME ? acceptedStep(offer.secret, code, now, null) : null;
    if (!offer || step === null) throw new AppError('second-factor-invalid');
    this.#offers.delete(id);
    await this.#trainers.setSecondFactor(trainer.id, offer.secret, step);
    await this.#sessions.closeAll(trainer.id, id);
    await this.#audit.record(trainerActor(trainer), 'trainer.second-factor.set', trainer.login);
  }

  /** @throws AppError as `signIn`. */
  async removeSecondFactor({ id, trainer }: TrainerSession, password: string, ip: string): Promise<void> {
    await this.#prove(trainer, password, ip);
    await this.#trainers.setSecondFactor(trainer.id, null, null);
    await this.#sessions.closeAll(trainer.id, id);
    await this.#audit.record(trainerActor(trainer), 'trainer.second-factor.remove', trainer.login);
  }

  async signOutEverywhere(trainer: TrainerRow): Promise<void> {
    await this.#sessions.closeAll(trainer.id);
    await this.#audit.record(trainerActor(trainer), 'trainer.sign-out-everywhere', trainer.login);
  }

  async list(): Promise<TrainerView[]> {
    return (await this.#trainers.list()).map((trainer) => this.view(trainer));
  }

  /** Its sessions end at once. @throws AppError `trainer-not-found`, `last-administrator` */
  async disable(by: TrainerRow, id: string, now = Date.now()): Promise<void> {
    const trainer = await this.#trainers.byId(id);
    if (!trainer) throw new AppError('trainer-not-found');
    if (trainer.disabled_at !== null) return;
    if (!(await this.#trainers.disable(id, now))) throw new AppError('last-administrator');
    await this.#invitations.voidLinksOf(trainer);
    await this.#sessions.closeAll(id);
    await this.#audit.record(trainerActor(by), 'trainer.disable', trainer.login);
  }

  /** Its password and its second factor are those it had. @throws AppError `trainer-not-found` */
  async reopen(by: TrainerRow, id: string): Promise<void> {
    const trainer = await this.#trainers.byId(id);
    if (!trainer) throw new AppError('trainer-not-found');
    if (trainer.disabled_at === null) return;
    await this.#trainers.reopen(id);
    await this.#audit.record(trainerActor(by), 'trainer.reopen', trainer.login);
  }

  /**
   * A link to a new password for somebody else. For one's own account there is `changePassword`, which asks for the
   * present one: a stolen session must not do without it.
   * @throws AppError `trainer-not-found`, `forbidden`, and as `Invitations.inviteBack`
   */
  async passwordLink(by: TrainerRow, id: string): Promise<NewInvitation> {
    if (id === by.id) throw new AppError('forbidden');
    const trainer = await this.#trainers.byId(id);
    if (!trainer) throw new AppError('trainer-not-found');
    return this.#invitations.inviteBack(trainer, by);
  }

  /** Who did what to what, latest first. */
  async journal(): Promise<AuditPage> {
    const rows = await this.#audit.latest(ENTRIES);
    return {
      entries: rows.map(({ digest: _, ...entry }) => entry),
      names: await this.#audit.names(rows),
      intact: await this.#audit.isIntact(),
    };
  }

  /** Asks for the password again before something that a stolen session must not do. */
  async #prove(trainer: TrainerRow, password: string, ip: string): Promise<void> {
    const attempt = this.#throttle.begin(trainer.login, ip);
    if (!(await this.#passwordIs(password, trainer.password_hash, attempt))) {
      await this.#refuse(trainer, 'credentials-invalid');
    }
    attempt.succeeded();
  }

  async #passwordIs(password: string, hash: string | null, attempt: Try): Promise<boolean> {
    try {
      return await verifyPassword(password, hash);
    } catch (error) {
      attempt.withdrawn();
      throw error;
    }
  }

  async #refuse(
    trainer: TrainerRow | undefined,
    code: 'credentials-invalid' | 'second-factor-invalid',
  ): Promise<never> {
    await this.#audit.record('unknown', 'trainer.refused', trainer?.login ?? 'unknown', code);
    throw new AppError(code);
  }
}
