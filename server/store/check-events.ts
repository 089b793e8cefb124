import type { Database } from './database.ts';
import type { CheckEventRow } from './schema.ts';

/** How checks changed, attempt by attempt. Rows go with their attempt. */
export class CheckEventStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(rows: readonly Omit<CheckEventRow, 'id'>[]): Promise<void> {
    if (rows.length > 0) await this.#db.insertInto('check_event').values(rows).execute();
  }

  /** In the order in which they came. */
  async ofClass(classId: string): Promise<CheckEventRow[]> {
    return this.#db
      .selectFrom('check_event')
      .innerJoin('attempt', 'attempt.id', 'check_event.attempt_id')
      .innerJoin('learner', 'learner.id', 'attempt.learner_id')
      .selectAll('check_event')
      .where('learner.class_id', '=', classId)
      .orderBy('check_event.id')
      .execute();
  }
}
