import type { Database } from './database.ts';
import type { ClassRow } from './schema.ts';

/** Classes and who teaches them. */
export class ClassStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** With its first trainer. */
  async insert(row: ClassRow, trainerId: string): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.insertInto('class').values(row).execute();
      await transaction.insertInto('class_trainer').values({ class_id: row.id, trainer_id: trainerId }).execute();
    });
  }

  async find(id: string): Promise<ClassRow | undefined> {
    return this.#db.selectFrom('class').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async findByCode(code: string): Promise<ClassRow | undefined> {
    return this.#db.selectFrom('class').selectAll().where('code', '=', code).executeTakeFirst();
  }

  /** Latest first. */
  async all(): Promise<ClassRow[]> {
    return this.#db.selectFrom('class').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
  }

  /** Latest first. */
  async ofTrainer(trainerId: string): Promise<ClassRow[]> {
    return this.#db
      .selectFrom('class')
      .innerJoin('class_trainer', 'class_id', 'class.id')
      .selectAll('class')
      .where('trainer_id', '=', trainerId)
      .orderBy('created_at', 'desc')
      .orderBy('class.id')
      .execute();
  }

  async teaches(trainerId: string, classId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('class_trainer')
      .select('class_id')
      .where('class_id', '=', classId)
      .where('trainer_id', '=', trainerId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async trainersOf(classId: string): Promise<{ id: string; login: string }[]> {
    return this.#db
      .selectFrom('class_trainer')
      .innerJoin('trainer', 'trainer.id', 'trainer_id')
      .select(['trainer.id', 'login'])
      .where('class_id', '=', classId)
      .orderBy('login')
      .execute();
  }

  /** Doing it twice changes nothing more. @returns the account's id; `undefined` when no open account has that login. */
  async addTrainer(classId: string, login: string): Promise<string | undefined> {
    const trainer = await this.#db
      .selectFrom('trainer')
      .select('id')
      .where('login', '=', login)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!trainer) return undefined;
    await this.#db
      .insertInto('class_trainer')
      .values({ class_id: classId, trainer_id: trainer.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return trainer.id;
  }

  async countLearners(classId: string): Promise<number> {
    const { n } = await this.#db
      .selectFrom('learner')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('class_id', '=', classId)
      .executeTakeFirstOrThrow();
    return Number(n);
  }

  async learnersOf(classId: string): Promise<string[]> {
    const rows = await this.#db.selectFrom('learner').select('id').where('class_id', '=', classId).execute();
    return rows.map(({ id }) => id);
  }

  async update(id: string, change: Partial<ClassRow>): Promise<void> {
    await this.#db.updateTable('class').set(change).where('id', '=', id).execute();
  }

  /** A pause that goes on goes on as it began. */
  async pause(id: string, now: number): Promise<void> {
    await this.#db
      .updateTable('class')
      .set({ paused_at: now })
      .where('id', '=', id)
      .where('paused_at', 'is', null)
      .execute();
  }

  /** Ends the pause, if there is one, and keeps when it was. */
  async resume(id: string, now: number): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const paused = await transaction
        .selectFrom('class')
        .select('paused_at')
        .where('id', '=', id)
        .where('paused_at', 'is not', null)
        .$narrowType<{ paused_at: number }>()
        .executeTakeFirst();
      if (!paused) return;
      await transaction.updateTable('class').set({ paused_at: null }).where('id', '=', id).execute();
      await transaction
        .insertInto('class_pause')
        .values({ class_id: id, started_at: paused.paused_at, ended_at: now })
        .execute();
    });
  }

  /** When the class was paused, oldest first; the last one has no end while it goes on. */
  async pauses(id: string): Promise<{ from: number; to: number | null }[]> {
    const [over, present] = await Promise.all([
      this.#db
        .selectFrom('class_pause')
        .select(['started_at as from', 'ended_at as to'])
        .where('class_id', '=', id)
        .orderBy('started_at')
        .execute(),
      this.find(id),
    ]);
    const from = present?.paused_at ?? null;
    return from === null ? over : [...over, { from, to: null }];
  }

  /** The same for the class of a learner; none for somebody who learns alone. */
  async pausesOfLearner(learnerId: string): Promise<{ from: number; to: number | null }[]> {
    const learner = await this.#db
      .selectFrom('learner')
      .select('class_id')
      .where('id', '=', learnerId)
      .executeTakeFirst();
    return learner?.class_id ? this.pauses(learner.class_id) : [];
  }

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('class').where('id', '=', id).execute();
  }
}
