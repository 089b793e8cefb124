import type { Database } from './database.ts';
import type { AttemptRow } from './schema.ts';

export class AttemptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: AttemptRow): Promise<void> {
    await this.#db.insertInto('attempt').values(row).execute();
  }

  async find(id: string): Promise<AttemptRow | undefined> {
    return this.#db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The attempt that the learner has not ended, if any: there is at most one. */
  async findLive(learnerId: string): Promise<AttemptRow | undefined> {
    return this.#db
      .selectFrom('attempt')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .where('state', '!=', 'ended')
      .orderBy('started_at', 'desc')
      .executeTakeFirst();
  }

  async live(): Promise<AttemptRow[]> {
    return this.#db.selectFrom('attempt').selectAll().where('state', '!=', 'ended').execute();
  }

  async update(id: string, change: Partial<AttemptRow>): Promise<void> {
    await this.#db.updateTable('attempt').set(change).where('id', '=', id).execute();
  }

  async ofLearner(learnerId: string): Promise<Pick<AttemptRow, 'lab' | 'checks' | 'succeeded_at'>[]> {
    return this.#db
      .selectFrom('attempt')
      .select(['lab', 'checks', 'succeeded_at'])
      .where('learner_id', '=', learnerId)
      .execute();
  }
}
