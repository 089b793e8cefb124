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

  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('class').where('id', '=', id).execute();
  }
}
