import type { Database } from './database.ts';

/** Append-only journal of who did what to what. Nothing updates or deletes its rows. */
export class AuditLog {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param actor a learner's id, or `server`.
   * @param subject what it was done to: an attempt's or a sandbox's id.
   */
  async record(actor: string, action: string, subject: string, detail = ''): Promise<void> {
    await this.#db.insertInto('audit').values({ at: Date.now(), actor, action, subject, detail }).execute();
  }

  /** Latest first. */
  async latest(limit: number) {
    return this.#db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit).execute();
  }
}
