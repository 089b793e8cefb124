import type { Database } from './database.ts';
import type { LearnerRow, MessageRow } from './schema.ts';

export type NewMessage = Pick<MessageRow, 'sender' | 'kind' | 'text' | 'target' | 'at'>;

/** Learners as members of a class: who they are, what they ask, what they were told. */
export class SeatStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(learnerId: string): Promise<LearnerRow | undefined> {
    return this.#db.selectFrom('learner').selectAll().where('id', '=', learnerId).executeTakeFirst();
  }

  /** In the order of their arrival. */
  async ofClass(classId: string): Promise<LearnerRow[]> {
    return this.#db
      .selectFrom('learner')
      .selectAll()
      .where('class_id', '=', classId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  }

  /** @param askedAt `null`: asks no more. */
  async setHelp(learnerId: string, askedAt: number | null, note: string): Promise<void> {
    await this.#db
      .updateTable('learner')
      .set({ help_asked_at: askedAt, help_note: note })
      .where('id', '=', learnerId)
      .execute();
  }

  async send(learnerIds: readonly string[], message: NewMessage): Promise<void> {
    if (learnerIds.length === 0) return;
    await this.#db
      .insertInto('message')
      .values(learnerIds.map((learner_id) => ({ ...message, learner_id, read_at: null })))
      .execute();
  }

  async unread(learnerId: string): Promise<MessageRow[]> {
    return this.#db
      .selectFrom('message')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .where('read_at', 'is', null)
      .orderBy('id')
      .execute();
  }

  /** Latest first. */
  async messages(learnerId: string, limit: number): Promise<MessageRow[]> {
    return this.#db
      .selectFrom('message')
      .selectAll()
      .where('learner_id', '=', learnerId)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** Somebody else's message is left as it is. */
  async markRead(learnerId: string, messageId: number, at: number): Promise<void> {
    await this.#db
      .updateTable('message')
      .set({ read_at: at })
      .where('id', '=', messageId)
      .where('learner_id', '=', learnerId)
      .where('read_at', 'is', null)
      .execute();
  }

  /** Slugs, by learner. */
  async chaptersFinished(learnerIds: readonly string[]): Promise<Map<string, string[]>> {
    const marks =
      learnerIds.length === 0
        ? []
        : await this.#db
            .selectFrom('chapter_mark')
            .select(['learner_id', 'chapter'])
            .where('learner_id', 'in', [...learnerIds])
            .where('finished', '=', 1)
            .execute();
    const found = new Map<string, string[]>();
    for (const { learner_id, chapter } of marks) found.set(learner_id, [...(found.get(learner_id) ?? []), chapter]);
    return found;
  }
}
