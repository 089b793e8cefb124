import { sql } from 'kysely';
import { auditDigest } from './audit-chain.ts';
import { namesIn, type Named } from './audit-names.ts';
import type { Database } from './database.ts';
import type { AuditRow, TrainerRow } from './schema.ts';

/** Rows read at once to check the chain: between two readings, the program does other things. */
const BATCH = 1000;

/** A trainer, as the journal names them. */
export const trainerActor = ({ login }: Pick<TrainerRow, 'login'>): string => `trainer:${login}`;

/** Append-only journal of who did what to what. Triggers of the database refuse to change or to remove its rows. */
export class AuditLog {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * @param actor a learner's id, `trainer:<login>`, `server`, or `unknown` for somebody who was not let in.
   * @param subject what it was done to: an attempt's or a sandbox's id, a trainer's login…
   */
  async record(actor: string, action: string, subject: string, detail = ''): Promise<void> {
    // In a transaction, one at a time whatever the process: two rows never follow the same one.
    await this.#db.transaction().execute(async (transaction) => {
      const last = await transaction.selectFrom('audit').select('digest').orderBy('id', 'desc').executeTakeFirst();
      const row = { at: Date.now(), actor, action, subject, detail };
      await transaction
        .insertInto('audit')
        .values({ ...row, digest: auditDigest(last?.digest ?? '', row) })
        .execute();
    });
  }

  /** Latest first. */
  async latest(limit: number): Promise<AuditRow[]> {
    return this.#db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit).execute();
  }

  /** What the identifiers in these rows name today. */
  async names(rows: readonly AuditRow[]): Promise<Record<string, Named>> {
    return namesIn(this.#db, rows);
  }

  /** Whether every row follows from the one before, up to the last one ever written. */
  async isIntact(): Promise<boolean> {
    let digest = '';
    let id = 0;
    const written = await this.#lastIdWritten();
    for (;;) {
      const rows = await this.#db
        .selectFrom('audit')
        .selectAll()
        .where('id', '>', id)
        .orderBy('id')
        .limit(BATCH)
        .execute();
      for (const row of rows) {
        if (auditDigest(digest, row) !== row.digest) return false;
        ({ digest, id } = row);
      }
      if (rows.length < BATCH) return id >= written;
    }
  }

  /** SQLite keeps it beside the table (AUTOINCREMENT): the last rows do not vanish unseen either. */
  async #lastIdWritten(): Promise<number> {
    const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = 'audit'`.execute(this.#db);
    return rows[0]?.seq ?? 0;
  }
}
