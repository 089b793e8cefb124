import { randomUUID } from 'node:crypto';
import type { InvitationView, NewInvitation, Role } from '../contract/trainers.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { InvitationStore } from '../store/invitations.ts';
import type { TrainerRow } from '../store/schema.ts';
import type { TrainerStore } from '../store/trainers.ts';
import { newToken, tokenHash } from './tokens.ts';

const LIFETIME = 7 * 24 * 3_600_000;

/** Who makes an invitation: somebody who administers, or whoever holds the machine and runs `npm run inviter`. */
export type Inviter = TrainerRow | 'command';

/**
 * The only way to an account, or back into one: a link that serves once. The token lives in the link; the database holds
 * its hash.
 */
export class Invitations {
  readonly #invitations: InvitationStore;
  readonly #trainers: TrainerStore;
  readonly #audit: AuditLog;

  constructor(invitations: InvitationStore, trainers: TrainerStore, audit: AuditLog) {
    this.#invitations = invitations;
    this.#trainers = trainers;
    this.#audit = audit;
  }

  /**
   * The token of a fresh invitation to administer, which voids those made before by this.
   * @returns null once there is an administrator: it is for them to invite.
   */
  async first(): Promise<string | null> {
    await this.#invitations.removeMadeBy(null);
    if (await this.#trainers.hasAdministrator()) return null;
    const { token } = await this.#make({ role: 'administrator', createdBy: null });
    await this.#audit.record('server', 'trainer.invite', 'administrator');
    return token;
  }

  /** To a new account. The command has one invitation at a time: the next voids it. */
  async invite(role: Role, by: Inviter): Promise<NewInvitation> {
    if (by === 'command') await this.#invitations.removeMadeBy(by);
    const invitation = await this.#make({ role, createdBy: idOf(by) });
    await this.#record(by, 'trainer.invite', role);
    return invitation;
  }

  /**
   * A link by which an account that exists chooses another password; it voids those made before for that account.
   * Until it serves, nothing changes.
   * @throws AppError `account-closed`; `account-without-password`, for an account that only signs in through OpenID
   * Connect: a password would be a second door, which the provider neither watches nor closes.
   */
  async inviteBack(account: TrainerRow, by: Inviter): Promise<NewInvitation> {
    if (account.disabled_at !== null) throw new AppError('account-closed');
    if (account.password_hash === null) throw new AppError('account-without-password');
    await this.#invitations.removeBoundTo(account.id);
    const invitation = await this.#make({ role: account.role, createdBy: idOf(by), account });
    await this.#record(by, 'trainer.password-link', account.login);
    return invitation;
  }

  /** What it gives. @throws AppError `invitation-invalid` */
  async find(token: string, now = Date.now()): Promise<InvitationView> {
    const row = await this.#invitations.find(tokenHash(token), now);
    const account = row && row.trainer_id !== null ? await this.#trainers.byId(row.trainer_id) : null;
    if (!row || account === undefined) throw new AppError('invitation-invalid');
    return { role: row.role, expiresAt: row.expires_at, login: account?.login ?? null };
  }

  /**
   * Makes the account that the invitation gives, by a password or by an identity of OpenID Connect.
   * @throws AppError `invitation-invalid`, `login-taken`
   */
  async accept(
    token: string,
    account: { login: string } & ({ passwordHash: string } | { openIdSubject: string }),
    now = Date.now(),
  ): Promise<TrainerRow> {
    const made = await this.#invitations.accept(tokenHash(token), now, {
      id: randomUUID(),
      login: account.login,
      password_hash: 'passwordHash' in account ? account.passwordHash : null,
      totp_secret: null,
      totp_last_step: null,
      openid_subject: 'openIdSubject' in account ? account.openIdSubject : null,
      created_at: now,
      disabled_at: null,
    });
    if (typeof made === 'string') throw new AppError(made);
    await this.#audit.record(trainerActor(made), 'trainer.accept', made.role);
    return made;
  }

  /**
   * Gives the account of the invitation another password; its second factor is removed. Its sessions are the caller's to
   * close.
   * @throws AppError `invitation-invalid`
   */
  async renew(token: string, passwordHash: string, now = Date.now()): Promise<TrainerRow> {
    const before = await this.#invitations.renew(tokenHash(token), now, passwordHash);
    if (!before) throw new AppError('invitation-invalid');
    const actor = trainerActor(before);
    await this.#audit.record(actor, 'trainer.password-renewed', before.login);
    if (before.totp_secret !== null) await this.#audit.record(actor, 'trainer.second-factor.remove', before.login);
    return { ...before, password_hash: passwordHash, totp_secret: null, totp_last_step: null };
  }

  /** Voids the links that would give this account another password. */
  async voidLinksOf(account: TrainerRow): Promise<void> {
    await this.#invitations.removeBoundTo(account.id);
  }

  async #make(
    { role, createdBy, account = null }: { role: Role; createdBy: string | null; account?: TrainerRow | null },
    now = Date.now(),
  ): Promise<NewInvitation> {
    const token = newToken();
    const expiresAt = now + LIFETIME;
    await this.#invitations.insert({
      token_hash: tokenHash(token),
      role,
      created_by: createdBy,
      trainer_id: account?.id ?? null,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    });
    return { role, expiresAt, login: account?.login ?? null, token };
  }

  #record(by: Inviter, action: string, subject: string): Promise<void> {
    return by === 'command'
      ? this.#audit.record('server', action, subject, 'npm run inviter')
      : this.#audit.record(trainerActor(by), action, subject);
  }
}

const idOf = (by: Inviter): string => (by === 'command' ? by : by.id);
