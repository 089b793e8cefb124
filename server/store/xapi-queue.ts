import type { Database } from './database.ts';

/** Statements that a learning record store has not acknowledged yet. They go with their learner. */
export class XapiQueue {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(learnerId: string, statements: readonly string[], at: number): Promise<void> {
    await this.#db
      .insertInto('xapi_statement')
      .values(statements.map((statement) => ({ learner_id: learnerId, statement, at })))
      .execute();
  }

  async oldest(limit: number): Promise<{ seq: number; statement: string }[]> {
    return this.#db.selectFrom('xapi_statement').select(['seq', 'statement']).orderBy('seq').limit(limit).execute();
  }

  async remove(seqs: readonly number[]): Promise<void> {
    await this.#db.deleteFrom('xapi_statement').where('seq', 'in', seqs).execute();
  }

  /** Removes the oldest past that many. @returns how many. */
  async keepLatest(count: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('xapi_statement')
      .where('seq', '<=', (eb) =>
        eb.selectFrom('xapi_statement').select('seq').orderBy('seq', 'desc').offset(count).limit(1),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
