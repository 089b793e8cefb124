import type { Database } from './database.ts';
import type { TrainerRow } from './schema.ts';

/** Accounts of those who teach, and their sessions. */
export class TrainerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async openSession(tokenHash: string, trainerId: string, now: number): Promise<void> {
    await this.#db
      .insertInto('trainer_session')
      .values({ token_hash: tokenHash, trainer_id: trainerId, created_at: now, last_seen_at: now })
      .execute();
  }

  /** The account of a session that is neither idle nor too old, unless it was closed. */
  async findBySession(tokenHash: string, idleSince: number, openedSince: number): Promise<TrainerRow | undefined> {
    return this.#db
      .selectFrom('trainer_session')
      .innerJoin('trainer', 'trainer.id', 'trainer_session.trainer_id')
      .selectAll('trainer')
      .where('token_hash', '=', tokenHash)
      .where('last_seen_at', '>=', idleSince)
      .where('trainer_session.created_at', '>=', openedSince)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
  }

  async touchSession(tokenHash: string, now: number): Promise<void> {
    await this.#db
      .updateTable('trainer_session')
      .set({ last_seen_at: now })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  async closeSession(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('trainer_session').where('token_hash', '=', tokenHash).execute();
  }

  /** @returns the hashes of the sessions closed. */
  async closeSessionsOf(trainerId: string, except = ''): Promise<string[]> {
    const closed = await this.#db
      .deleteFrom('trainer_session')
      .where('trainer_id', '=', trainerId)
      .where('token_hash', '!=', except)
      .returning('token_hash')
      .execute();
    return closed.map(({ token_hash }) => token_hash);
  }

  async closeSessionsBefore(idleSince: number, openedSince: number): Promise<void> {
    await this.#db
      .deleteFrom('trainer_session')
      .where((eb) => eb.or([eb('last_seen_at', '<', idleSince), eb('created_at', '<', openedSince)]))
      .execute();
  }
}
