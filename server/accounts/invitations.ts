import { randomUUID } from 'node:crypto';
import type { NewInvitation, Role } from '../contract/trainers.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { InvitationStore } from '../store/invitations.ts';
import type { InvitationRow, TrainerRow } from '../store/schema.ts';
import type { TrainerStore } from '../store/trainers.ts';
import { newToken, tokenHash } from './tokens.ts';

const LIFETIME = 7 * 24 * 3_600_000;

/** The only way to an account: a link that serves once. The token lives in the link; the database holds its hash. */
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
    await this.#invitations.removePrinted();
    if (await this.#trainers.hasAdministrator()) return null;
    const { token } = await this.#make('administrator', null);
    await this.#audit.record('server', 'trainer.invite', 'administrator');
    return token;
  }

  async invite(role: Role, by: TrainerRow): Promise<NewInvitation> {
    const invitation = await this.#make(role, by.id);
    await this.#audit.record(trainerActor(by), 'trainer.invite', role);
    return invitation;
  }

  /** @throws AppError `invitation-invalid` */
  async find(token: string, now = Date.now()): Promise<InvitationRow> {
    const row = await this.#invitations.find(tokenHash(token), now);
    if (!row) throw new AppError('invitation-invalid');
    return row;
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

  async #make(role: Role, createdBy: string | null, now = Date.now()): Promise<NewInvitation> {
    const token = newToken();
    const expiresAt = now + LIFETIME;
    await this.#invitations.insert({
      token_hash: tokenHash(token),
      role,
      created_by: createdBy,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    });
    return { role, expiresAt, token };
  }
}
