import type { Database } from './database.ts';
import type { InvitationRow, TrainerRow } from './schema.ts';

/** Invitations to teach, each of which makes one account. */
export class InvitationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: InvitationRow): Promise<void> {
    await this.#db.insertInto('invitation').values(row).execute();
  }

  /** Voids those that the server printed. */
  async removePrinted(): Promise<void> {
    await this.#db.deleteFrom('invitation').where('created_by', 'is', null).where('used_at', 'is', null).execute();
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
}
