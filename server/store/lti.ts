import type { Database } from './database.ts';
import type { ClassRow, LearnerRow, LtiCourseRow, LtiPlatformRow, LtiScoreRow } from './schema.ts';

/** Where a launch comes from, as the platform names it. */
export type CoursePlace = Pick<LtiCourseRow, 'platform_id' | 'deployment' | 'context'>;

/** Learning platforms, the courses of theirs that are linked, the people they send, the scores they are told. */
export class LtiStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns false when that issuer and that client are declared already. */
  async insertPlatform(row: LtiPlatformRow): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('lti_platform')
      .values(row)
      .onConflict((conflict) => conflict.columns(['issuer', 'client_id']).doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async updatePlatform(id: string, change: Partial<LtiPlatformRow>): Promise<void> {
    await this.#db.updateTable('lti_platform').set(change).where('id', '=', id).execute();
  }

  async deletePlatform(id: string): Promise<void> {
    await this.#db.deleteFrom('lti_platform').where('id', '=', id).execute();
  }

  async platform(id: string): Promise<LtiPlatformRow | undefined> {
    return this.#db.selectFrom('lti_platform').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Those of an issuer: several when it knows this tool under several clients. */
  async platformsOf(issuer: string): Promise<LtiPlatformRow[]> {
    return this.#db.selectFrom('lti_platform').selectAll().where('issuer', '=', issuer).execute();
  }

  /** With how many courses are linked, and how many scores wait. */
  async platforms() {
    return this.#db
      .selectFrom('lti_platform')
      .selectAll()
      .select((eb) => [
        eb
          .selectFrom('lti_course')
          .whereRef('platform_id', '=', 'lti_platform.id')
          .select((of) => of.fn.countAll<number>().as('n'))
          .as('courses'),
        eb
          .selectFrom('lti_score')
          .whereRef('platform_id', '=', 'lti_platform.id')
          .where('due_at', 'is not', null)
          .select((of) => of.fn.countAll<number>().as('n'))
          .as('waiting_scores'),
      ])
      .orderBy('name')
      .execute();
  }

  /** One class for a course: a new link takes the place of the one before. */
  async linkCourse(row: LtiCourseRow): Promise<void> {
    const { class_id, title, linked_at } = row;
    await this.#db
      .insertInto('lti_course')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['platform_id', 'deployment', 'context']).doUpdateSet({ class_id, title, linked_at }),
      )
      .execute();
  }

  async coursesOf(classId: string) {
    return this.#db
      .selectFrom('lti_course')
      .innerJoin('lti_platform', 'lti_platform.id', 'platform_id')
      .select(['lti_course.id', 'title', 'linked_at', 'name as platform'])
      .where('class_id', '=', classId)
      .orderBy('linked_at')
      .execute();
  }

  /** @returns false when the class has no such course. */
  async unlinkCourse(classId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('lti_course')
      .where('class_id', '=', classId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }

  async classOf({ platform_id, deployment, context }: CoursePlace): Promise<ClassRow | undefined> {
    return this.#db
      .selectFrom('lti_course')
      .innerJoin('class', 'class.id', 'class_id')
      .selectAll('class')
      .where('platform_id', '=', platform_id)
      .where('deployment', '=', deployment)
      .where('context', '=', context)
      .executeTakeFirst();
  }

  /** Who somebody of a platform is in a class. */
  async learner(platformId: string, subject: string, classId: string): Promise<LearnerRow | undefined> {
    return this.#db
      .selectFrom('lti_person')
      .innerJoin('learner', 'learner.id', 'learner_id')
      .selectAll('learner')
      .where('platform_id', '=', platformId)
      .where('subject', '=', subject)
      .where('class_id', '=', classId)
      .executeTakeFirst();
  }

  /** Whether a learner is somebody of that platform already. */
  async isPerson(platformId: string, learnerId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('lti_person')
      .select('subject')
      .where('platform_id', '=', platformId)
      .where('learner_id', '=', learnerId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async addPerson(platformId: string, subject: string, learnerId: string): Promise<void> {
    await this.#db
      .insertInto('lti_person')
      .values({ platform_id: platformId, subject, learner_id: learnerId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** A cell to be told, now and at each progress. */
  async addScore(row: Omit<LtiScoreRow, 'sent'>): Promise<void> {
    const { subject, page, due_at } = row;
    await this.#db
      .insertInto('lti_score')
      .values({ ...row, sent: null })
      .onConflict((conflict) =>
        conflict.columns(['platform_id', 'learner_id', 'line_item']).doUpdateSet({ subject, page, due_at }),
      )
      .execute();
  }

  /** @returns the platforms that have a cell for that learner. */
  async scoresDue(learnerId: string, at: number): Promise<string[]> {
    const rows = await this.#db
      .updateTable('lti_score')
      .set({ due_at: at })
      .where('learner_id', '=', learnerId)
      .returning('platform_id')
      .execute();
    return [...new Set(rows.map(({ platform_id }) => platform_id))];
  }

  /** Oldest first. */
  async dueScores(platformId: string, limit: number): Promise<LtiScoreRow[]> {
    return this.#db
      .selectFrom('lti_score')
      .selectAll()
      .where('platform_id', '=', platformId)
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(limit)
      .execute();
  }

  /** Nothing more to tell, unless something came since that row was read. @param sent what the platform holds now. */
  async scoreTold({ platform_id, learner_id, line_item, due_at }: LtiScoreRow, sent: number | null): Promise<void> {
    await this.#db
      .updateTable('lti_score')
      .set((eb) => ({
        sent,
        due_at: eb.case().when('due_at', '=', due_at).then(null).else(eb.ref('due_at')).end(),
      }))
      .where('platform_id', '=', platform_id)
      .where('learner_id', '=', learner_id)
      .where('line_item', '=', line_item)
      .execute();
  }
}
