import type { Database } from './database.ts';
import type { InvitationRow, TrainerRow } from './schema.ts';

/** Invitations to teach, each of which makes one account, or gives a new password to one. */
export class InvitationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: InvitationRow): Promise<void> {
    await this.#db.insertInto('invitation').values(row).execute();
  }

  /** Voids those to a new account that this has made: `null` for the server as it starts. */
  async removeMadeBy(createdBy: string | null): Promise<void> {
    await this.#db
      .deleteFrom('invitation')
      .where('created_by', 'is', createdBy)
      .where('trainer_id', 'is', null)
      .where('used_at', 'is', null)
      .execute();
  }

  /** Voids those that would give this account a new password. */
  async removeBoundTo(trainerId: string): Promise<void> {
    await this.#db.deleteFrom('invitation').where('trainer_id', '=', trainerId).where('used_at', 'is', null).execute();
  }

  /** The invitation, unless it has served or is too old. */
  async find(tokenHash: string, now: number): Promise<InvitationRow | undefined> {
    return this.#db
      .selectFrom('invitation')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
  }

  /**
   * Uses the invitation up and makes the account, or does neither: of two at once, one wins.
   * @param account its role is the invitation's.
   */
  async accept(
    tokenHash: string,
    now: number,
    account: Omit<TrainerRow, 'role'>,
  ): Promise<TrainerRow | 'invitation-invalid' | 'login-taken'> {
    return this.#db.transaction().execute(async (transaction) => {
      const invitation = await transaction
        .updateTable('invitation')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash)
        .where('trainer_id', 'is', null)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('role')
        .executeTakeFirst();
      if (!invitation) return 'invitation-invalid';
      const row = { ...account, role: invitation.role };
      const made = await transaction
        .insertInto('trainer')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made) return row;
      await transaction.updateTable('invitation').set({ used_at: null }).where('token_hash', '=', tokenHash).execute();
      return 'login-taken';
    });
  }

  /**
   * Uses the invitation up and gives its account that password, without a second factor.
   * @returns the account as it was before; `undefined`, and does nothing, when the invitation is void or the account closed.
   */
  async renew(tokenHash: string, now: number, passwordHash: string): Promise<TrainerRow | undefined> {
    return this.#db.transaction().execute(async (transaction) => {
      const account = await transaction
        .selectFrom('invitation')
        .innerJoin('trainer', 'trainer.id', 'invitation.trainer_id')
        .selectAll('trainer')
        .where('token_hash', '=', tokenHash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      if (!account) return undefined;
      await transaction.updateTable('invitation').set({ used_at: now }).where('token_hash', '=', tokenHash).execute();
      await transaction
        .updateTable('trainer')
        .set({ password_hash: passwordHash, totp_secret: null, totp_last_step: null })
        .where('id', '=', account.id)
        .execute();
      return account;
    });
  }
}
