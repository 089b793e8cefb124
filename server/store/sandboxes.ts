import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { SandboxRow, SandboxState } from './schema.ts';

/** The states of sandboxes, as the database holds them. Which moves are legal is `fleet/lifecycle.ts`'s to say. */
export class SandboxStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: SandboxRow): Promise<void> {
    await this.#db.insertInto('sandbox').values(row).execute();
  }

  async find(id: string): Promise<SandboxRow | undefined> {
    return this.#db.selectFrom('sandbox').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Everything that is not gone. */
  async live(): Promise<SandboxRow[]> {
    return this.#db.selectFrom('sandbox').selectAll().where('state', '!=', 'gone').execute();
  }

  async count(): Promise<Record<SandboxState, number>> {
    const rows = await this.#db
      .selectFrom('sandbox')
      .select(['state', (eb) => eb.fn.countAll<number>().as('n')])
      .where('state', '!=', 'gone')
      .groupBy('state')
      .execute();
    const counts = { creating: 0, ready: 0, claimed: 0, ending: 0, gone: 0 };
    for (const row of rows) counts[row.state] = Number(row.n);
    return counts;
  }

  /**
   * Gives the oldest ready sandbox to an attempt, in one statement: two claims never get the same one.
   * @returns `undefined` when none is ready.
   */
  async claim(attemptId: string, expiresAt: number): Promise<SandboxRow | undefined> {
    return this.#db
      .updateTable('sandbox')
      .set({ state: 'claimed', attempt_id: attemptId, expires_at: expiresAt })
      .where('state', '=', 'ready')
      .where('id', '=', (eb) =>
        eb.selectFrom('sandbox').select('id').where('state', '=', 'ready').orderBy('ready_at').orderBy('id').limit(1),
      )
      .returningAll()
      .executeTakeFirst();
  }

  /**
   * Moves a sandbox only if it is still in one of the states `from`.
   * @returns false when it was not: somebody else moved it first.
   */
  async move(
    id: string,
    from: readonly SandboxState[],
    change: Partial<SandboxRow> & { state: SandboxState },
  ): Promise<boolean> {
    const result = await this.#db
      .updateTable('sandbox')
      .set(change)
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async setExpiry(id: string, expiresAt: number): Promise<void> {
    await this.#db.updateTable('sandbox').set({ expires_at: expiresAt }).where('id', '=', id).execute();
  }

  /** Forgets what has been gone for long. */
  async forgetBefore(instant: number): Promise<void> {
    await this.#db.deleteFrom('sandbox').where('state', '=', 'gone').where('gone_at', '<', instant).execute();
  }

  /** @throws when the database cannot be read: for health checks. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db);
  }
}
