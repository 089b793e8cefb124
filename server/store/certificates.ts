import type { Database } from './database.ts';
import type { AttemptRow, CertificateRow } from './schema.ts';

export class CertificateStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns false when the learner has one in force already. */
  async insert(row: CertificateRow): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('certificate')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async find(id: string): Promise<CertificateRow | undefined> {
    return this.#db.selectFrom('certificate').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The learner's latest, revoked or not. */
  async latestOf(learnerId: string): Promise<CertificateRow | undefined> {
    return this.#db
      .selectFrom('certificate')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .orderBy('issued_at', 'desc')
      .executeTakeFirst();
  }

  /** @returns false when there is none in force under that number. */
  async revoke(id: string, reason: string, at: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('certificate')
      .set({ revoked_at: at, revoked_reason: reason })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async revoked(): Promise<{ id: string; at: number }[]> {
    const rows = await this.#db
      .selectFrom('certificate')
      .select(['id', 'revoked_at'])
      .where('revoked_at', 'is not', null)
      .orderBy('revoked_at')
      .execute();
    return rows.map(({ id, revoked_at }) => ({ id, at: revoked_at ?? 0 }));
  }

  /** Every success of the learner, whatever the lab. */
  async successes(learnerId: string): Promise<(Pick<AttemptRow, 'lab'> & { succeeded_at: number })[]> {
    const rows = await this.#db
      .selectFrom('attempt')
      .select(['lab', 'succeeded_at'])
      .where('learner_id', '=', learnerId)
      .where('succeeded_at', 'is not', null)
      .execute();
    return rows.map(({ lab, succeeded_at }) => ({ lab, succeeded_at: succeeded_at ?? 0 }));
  }

  async className(classId: string): Promise<string | null> {
    const found = await this.#db.selectFrom('class').select('name').where('id', '=', classId).executeTakeFirst();
    return found?.name ?? null;
  }
}
