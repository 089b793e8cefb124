import type { Database } from './database.ts';
import type { RecordingRow } from './schema.ts';

/** What is recorded of terminals. The files are elsewhere: see `server/recording/`. */
export class RecordingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What a sandbox's terminals are to be recorded for: nothing, unless its learner is in a class that records. */
  async wanted(sandboxId: string): Promise<{ attemptId: string; days: number } | undefined> {
    return this.#db
      .selectFrom('attempt')
      .innerJoin('learner', 'learner.id', 'attempt.learner_id')
      .innerJoin('class', 'class.id', 'learner.class_id')
      .select(['attempt.id as attemptId', 'class.recording_days as days'])
      .where('attempt.sandbox_id', '=', sandboxId)
      .where('attempt.state', '!=', 'ended')
      .where('class.recording', '!=', 0)
      .executeTakeFirst();
  }

  async insert(row: RecordingRow): Promise<void> {
    await this.#db.insertInto('recording').values(row).execute();
  }

  async end(id: string, at: number): Promise<void> {
    await this.#db.updateTable('recording').set({ ended_at: at }).where('id', '=', id).execute();
  }

  /** The recording, if it is of that learner, who is in that class. */
  async find(id: string, learnerId: string, classId: string): Promise<RecordingRow | undefined> {
    return this.#db
      .selectFrom('recording')
      .innerJoin('attempt', 'attempt.id', 'recording.attempt_id')
      .innerJoin('learner', 'learner.id', 'attempt.learner_id')
      .selectAll('recording')
      .where('recording.id', '=', id)
      .where('learner.id', '=', learnerId)
      .where('learner.class_id', '=', classId)
      .executeTakeFirst();
  }

  /** Oldest first. */
  async ofAttempts(attemptIds: readonly string[]): Promise<RecordingRow[]> {
    if (attemptIds.length === 0) return [];
    return this.#db
      .selectFrom('recording')
      .selectAll()
      .where('attempt_id', 'in', attemptIds)
      .orderBy('started_at')
      .execute();
  }

  async idsOfLearners(learnerIds: readonly string[]): Promise<string[]> {
    if (learnerIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('recording')
      .innerJoin('attempt', 'attempt.id', 'recording.attempt_id')
      .select('recording.id')
      .where('attempt.learner_id', 'in', learnerIds)
      .execute();
    return rows.map(({ id }) => id);
  }

  async all(): Promise<RecordingRow[]> {
    return this.#db.selectFrom('recording').selectAll().execute();
  }

  async delete(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#db.deleteFrom('recording').where('id', 'in', ids).execute();
  }
}
