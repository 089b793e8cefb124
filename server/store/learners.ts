import type { Database } from './database.ts';
import type { LearnerRow } from './schema.ts';

/** Learners, their sessions, and what they have read and answered. */
export class LearnerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: LearnerRow): Promise<void> {
    await this.#db.insertInto('learner').values(row).execute();
  }

  async openSession(tokenHash: string, learnerId: string, now: number): Promise<void> {
    await this.#db
      .insertInto('session')
      .values({ token_hash: tokenHash, learner_id: learnerId, created_at: now, last_seen_at: now })
      .execute();
  }

  /** The learner of a session that is neither idle nor too old, both in instants before which it is over. */
  async findBySession(tokenHash: string, idleSince: number, openedSince: number): Promise<LearnerRow | undefined> {
    return this.#db
      .selectFrom('session')
      .innerJoin('learner', 'learner.id', 'session.learner_id')
      .selectAll('learner')
      .where('token_hash', '=', tokenHash)
      .where('last_seen_at', '>=', idleSince)
      .where('session.created_at', '>=', openedSince)
      .executeTakeFirst();
  }

  async touchSession(tokenHash: string, now: number): Promise<void> {
    await this.#db.updateTable('session').set({ last_seen_at: now }).where('token_hash', '=', tokenHash).execute();
  }

  async closeSession(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
  }

  async closeSessionsBefore(idleSince: number, openedSince: number): Promise<void> {
    await this.#db
      .deleteFrom('session')
      .where((eb) => eb.or([eb('last_seen_at', '<', idleSince), eb('created_at', '<', openedSince)]))
      .execute();
  }

  async markChapter(learnerId: string, chapter: string, section: string, finished: boolean, at: number): Promise<void> {
    await this.#db
      .insertInto('chapter_mark')
      .values({ learner_id: learnerId, chapter, section, finished: Number(finished), at })
      .onConflict((conflict) =>
        conflict.columns(['learner_id', 'chapter']).doUpdateSet((eb) => ({
          section,
          at,
          // Once read to the end, a chapter stays so.
          finished: finished ? 1 : eb.ref('chapter_mark.finished'),
        })),
      )
      .execute();
  }

  async chapters(learnerId: string) {
    return this.#db.selectFrom('chapter_mark').selectAll().where('learner_id', '=', learnerId).execute();
  }

  async markQuestion(learnerId: string, quiz: string, question: number, at: number): Promise<void> {
    await this.#db
      .insertInto('quiz_mark')
      .values({ learner_id: learnerId, quiz, question, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async questions(learnerId: string) {
    return this.#db
      .selectFrom('quiz_mark')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .orderBy('question')
      .execute();
  }
}
