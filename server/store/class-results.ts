import type { Database } from './database.ts';
import { keptRecordings } from './recordings.ts';
import type { AttemptRow, ClassRow, LearnerRow, RecordingRow } from './schema.ts';

export type ResultLearner = Pick<LearnerRow, 'id' | 'pseudonym' | 'created_at'>;
export type ResultAttempt = Omit<AttemptRow, 'answers' | 'baseline' | 'sandbox_id'>;

/** What a class has done, read a whole class at a time. */
export class ClassResultStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async class(classId: string): Promise<Pick<ClassRow, 'id' | 'name'> | undefined> {
    return this.#db.selectFrom('class').select(['id', 'name']).where('id', '=', classId).executeTakeFirst();
  }

  async learners(classId: string): Promise<ResultLearner[]> {
    return this.#db
      .selectFrom('learner')
      .select(['id', 'pseudonym', 'created_at'])
      .where('class_id', '=', classId)
      .execute();
  }

  /** Oldest first. */
  async attempts(classId: string): Promise<ResultAttempt[]> {
    return this.#db
      .selectFrom('attempt')
      .innerJoin('learner', 'learner.id', 'attempt.learner_id')
      .select([
        'attempt.id',
        'attempt.learner_id',
        'attempt.lab',
        'attempt.state',
        'attempt.started_at',
        'attempt.expires_at',
        'attempt.last_viewed_at',
        'attempt.ended_at',
        'attempt.end_reason',
        'attempt.succeeded_at',
        'attempt.extensions_used',
        'attempt.hints_revealed',
        'attempt.solution_revealed_at',
        'attempt.tries',
        'attempt.checks',
      ])
      .where('learner.class_id', '=', classId)
      .orderBy('attempt.started_at')
      .execute();
  }

  async chaptersFinished(classId: string): Promise<{ learner_id: string; chapter: string }[]> {
    return this.#db
      .selectFrom('chapter_mark')
      .innerJoin('learner', 'learner.id', 'chapter_mark.learner_id')
      .select(['learner_id', 'chapter'])
      .where('learner.class_id', '=', classId)
      .where('finished', '=', 1)
      .execute();
  }

  async rightAnswers(classId: string): Promise<{ learner_id: string; quiz: string; count: number }[]> {
    return this.#db
      .selectFrom('quiz_mark')
      .innerJoin('learner', 'learner.id', 'quiz_mark.learner_id')
      .select(({ fn }) => ['learner_id', 'quiz', fn.countAll<number>().as('count')])
      .where('learner.class_id', '=', classId)
      .groupBy(['learner_id', 'quiz'])
      .execute();
  }

  /** Those in force: neither revoked, nor without a learner. */
  async certificates(classId: string): Promise<{ learner_id: string | null; id: string }[]> {
    return this.#db
      .selectFrom('certificate')
      .innerJoin('learner', 'learner.id', 'certificate.learner_id')
      .select(['learner_id', 'certificate.id'])
      .where('learner.class_id', '=', classId)
      .where('revoked_at', 'is', null)
      .execute();
  }

  /** @param now recordings past their time are left out: their file is gone, or about to be. */
  async recordings(classId: string, now: number): Promise<RecordingRow[]> {
    const rows = await keptRecordings(this.#db).where('class.id', '=', classId).execute();
    return rows.filter(({ expires_at }) => expires_at > now);
  }
}
