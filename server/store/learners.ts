import type { Database } from './database.ts';
import type { ClassRow, LearnerRow } from './schema.ts';

/** A learner who is in a class. */
export type Classmate = LearnerRow & { class_id: string; pseudonym_key: string };

/** Learners, their sessions, and what they have read and answered. */
export class LearnerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async insert(row: LearnerRow): Promise<void> {
    await this.#db.insertInto('learner').values(row).execute();
  }

  /**
   * Puts somebody new, or somebody who learnt alone, into a class; all at once, so that a capacity holds whatever comes
   * at the same moment.
   * @param refuse what forbids it, knowing the class as it is and who is in it already; `null` when nothing does.
   * @returns what `refuse` said.
   */
  async join<T>(
    row: Classmate,
    refuse: (found: ClassRow | undefined, present: { learners: number; nameTaken: boolean }) => T | null,
  ): Promise<T | null> {
    return this.#db.transaction().execute(async (transaction) => {
      // Writing the row, though nothing of it changes, makes those who join the same class come one after the other.
      const found = await transaction
        .updateTable('class')
        .set((eb) => ({ capacity: eb.ref('capacity') }))
        .where('id', '=', row.class_id)
        .returningAll()
        .executeTakeFirst();
      const keys = await transaction
        .selectFrom('learner')
        .select('pseudonym_key')
        .where('class_id', '=', row.class_id)
        .execute();
      const nameTaken = keys.some(({ pseudonym_key }) => pseudonym_key === row.pseudonym_key);
      const refusal = refuse(found, { learners: keys.length, nameTaken });
      if (refusal !== null) return refusal;
      const { class_id, pseudonym, pseudonym_key } = row;
      await transaction
        .insertInto('learner')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ class_id, pseudonym, pseudonym_key }))
        .execute();
      return null;
    });
  }

  async find(id: string): Promise<LearnerRow | undefined> {
    return this.#db.selectFrom('learner').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async findByResume(resumeHash: string): Promise<LearnerRow | undefined> {
    return this.#db.selectFrom('learner').selectAll().where('resume_hash', '=', resumeHash).executeTakeFirst();
  }

  async setResume(id: string, resumeHash: string): Promise<void> {
    await this.#db.updateTable('learner').set({ resume_hash: resumeHash }).where('id', '=', id).execute();
  }

  /**
   * With all that hangs on it: sessions, marks, attempts, messages. Of a certificate, which names its holder, only the
   * number stays, so that what was printed can still be taken back.
   */
  async delete(id: string): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('certificate')
        .set({ document: '', signature: '' })
        .where('learner_id', '=', id)
        .execute();
      await transaction.deleteFrom('learner').where('id', '=', id).execute();
    });
  }

  async sessionsOf(learnerId: string): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('session')
      .select('token_hash')
      .where('learner_id', '=', learnerId)
      .execute();
    return rows.map(({ token_hash }) => token_hash);
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
