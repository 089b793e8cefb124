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

  /** What a room shows of each attempt, of all these learners. */
  async ofLearners(learnerIds: readonly string[]) {
    if (learnerIds.length === 0) return [];
    return this.#db
      .selectFrom('attempt')
      .select(['id', 'learner_id', 'lab', 'state', 'started_at', 'ended_at', 'succeeded_at', 'tries', 'checks'])
      .where('learner_id', 'in', [...learnerIds])
      .orderBy('started_at')
      .execute();
  }

  /** Latest first. */
  async historyOf(learnerId: string): Promise<AttemptRow[]> {
    return this.#db
      .selectFrom('attempt')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .orderBy('started_at', 'desc')
      .execute();
  }
}
