import type { Database } from './database.ts';
import type { RecordingRow } from './schema.ts';

const DAY = 24 * 3_600_000;

/** A recording, and the instant past which its class, as it is set now, does not keep it. */
export type KeptRecording = RecordingRow & { expires_at: number };

/** Those of learners who are in a class, with all that tells whose they are. */
export const keptRecordings = (db: Database) =>
  db
    .selectFrom('recording')
    .innerJoin('attempt', 'attempt.id', 'recording.attempt_id')
    .innerJoin('learner', 'learner.id', 'attempt.learner_id')
    .innerJoin('class', 'class.id', 'learner.class_id')
    .selectAll('recording')
    .select((eb) => eb('recording.started_at', '+', eb('class.recording_days', '*', DAY)).as('expires_at'));

/** What is recorded of terminals. The files are elsewhere: see `server/recording/`. */
export class RecordingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What a sandbox's terminals are to be recorded for: nothing, unless its learner is in a class that records. */
  async wanted(sandboxId: string): Promise<{ attemptId: string } | undefined> {
    return this.#db
      .selectFrom('attempt')
      .innerJoin('learner', 'learner.id', 'attempt.learner_id')
      .innerJoin('class', 'class.id', 'learner.class_id')
      .select('attempt.id as attemptId')
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
  async find(id: string, learnerId: string, classId: string): Promise<KeptRecording | undefined> {
    return keptRecordings(this.#db)
      .where('recording.id', '=', id)
      .where('learner.id', '=', learnerId)
      .where('learner.class_id', '=', classId)
      .executeTakeFirst();
  }

  /** Oldest first. */
  async ofAttempts(attemptIds: readonly string[]): Promise<KeptRecording[]> {
    if (attemptIds.length === 0) return [];
    return keptRecordings(this.#db).where('attempt_id', 'in', attemptIds).orderBy('recording.started_at').execute();
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

  async all(): Promise<KeptRecording[]> {
    return keptRecordings(this.#db).execute();
  }

  async delete(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#db.deleteFrom('recording').where('id', 'in', ids).execute();
  }
}
