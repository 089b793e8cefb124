import type { Database } from './database.ts';
import type { TrainerRow } from './schema.ts';

/** Accounts of those who teach, and their sessions. */
export class TrainerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byId(id: string): Promise<TrainerRow | undefined> {
    return this.#db.selectFrom('trainer').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async byLogin(login: string): Promise<TrainerRow | undefined> {
    return this.#db.selectFrom('trainer').selectAll().where('login', '=', login).executeTakeFirst();
  }

  async byOpenIdSubject(subject: string): Promise<TrainerRow | undefined> {
    return this.#db.selectFrom('trainer').selectAll().where('openid_subject', '=', subject).executeTakeFirst();
  }

  async list(): Promise<TrainerRow[]> {
    return this.#db.selectFrom('trainer').selectAll().orderBy('login').execute();
  }

  async hasAdministrator(): Promise<boolean> {
    return (await administrators(this.#db)) > 0;
  }

  async setPassword(id: string, hash: string): Promise<void> {
    await this.#db.updateTable('trainer').set({ password_hash: hash }).where('id', '=', id).execute();
  }

  /** @param secret `null` removes it. @param lastStep the step of the code that proved it. */
  async setSecondFactor(id: string, secret: string | null, lastStep: number | null): Promise<void> {
    await this.#db
      .updateTable('trainer')
      .set({ totp_secret: secret, totp_last_step: lastStep })
      .where('id', '=', id)
      .execute();
  }

  /** @returns false when that step, or a later one, has served: of two sign-ins at once with one code, one wins. */
  async useStep(id: string, step: number): Promise<boolean> {
    const used = await this.#db
      .updateTable('trainer')
      .set({ totp_last_step: step })
      .where('id', '=', id)
      .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
      .returning('id')
      .executeTakeFirst();
    return used !== undefined;
  }

  /** @returns false, and does nothing, when no administrator would be left. */
  async disable(id: string, now: number): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const disabled = (at: number | null) =>
        transaction.updateTable('trainer').set({ disabled_at: at }).where('id', '=', id).execute();
      await disabled(now);
      const left = (await administrators(transaction)) > 0;
      if (!left) await disabled(null);
      return left;
    });
  }

  async reopen(id: string): Promise<void> {
    await this.#db.updateTable('trainer').set({ disabled_at: null }).where('id', '=', id).execute();
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

  /** @returns the hashes of the sessions closed. */
  async closeSessionsBefore(idleSince: number, openedSince: number): Promise<string[]> {
    const closed = await this.#db
      .deleteFrom('trainer_session')
      .where((eb) => eb.or([eb('last_seen_at', '<', idleSince), eb('created_at', '<', openedSince)]))
      .returning('token_hash')
      .execute();
    return closed.map(({ token_hash }) => token_hash);
  }
}

async function administrators(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('trainer')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
