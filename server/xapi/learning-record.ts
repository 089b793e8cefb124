import type { CatalogEntry } from '../../labs/catalog.ts';
import type { AttemptJournal } from '../attempts/attempt-journal.ts';
import type { CheckView } from '../contract/api.ts';
import { worked } from '../contract/working-time.ts';
import type { ClassStore } from '../store/classes.ts';
import type { AttemptRow } from '../store/schema.ts';
import { isoDuration, Vocabulary, type Activity, type Result, type Statement } from './statements.ts';

export interface LearningRecordOptions {
  /** First address of the site, known once it listens. */
  home: () => string;
  catalog: () => ReadonlyMap<string, CatalogEntry>;
  /** Knows when a learner's class was held. */
  classes: Pick<ClassStore, 'pausesOfLearner'>;
  put: (learnerId: string, statements: readonly Statement[]) => Promise<void>;
}

/** Says in xAPI what learners do. Nothing here waits for the network. */
export class LearningRecord implements AttemptJournal {
  readonly #options: LearningRecordOptions;

  constructor(options: LearningRecordOptions) {
    this.#options = options;
  }

  readonly opened = async (row: AttemptRow): Promise<void> => {
    await this.#ofAttempt(row, (words, lab) => [{ verb: 'initialized', object: words.lab(lab), at: row.started_at }]);
  };

  readonly judged = async (
    row: AttemptRow,
    before: readonly CheckView[],
    after: readonly CheckView[],
  ): Promise<void> => {
    const pauses = row.succeeded_at === null ? [] : await this.#options.classes.pausesOfLearner(row.learner_id);
    await this.#ofAttempt(row, (words, lab) => {
      const was = new Map(before.map(({ id, status }) => [id, status]));
      const changed = after.filter(({ id, status }) => was.get(id) !== status);
      const checks = changed.flatMap(({ id, status, changedAt }) => {
        const check = lab.checks.find((one) => one.id === id);
        if (!check || status === 'waiting') return [];
        const success = status === 'passed';
        const verb = success ? ('passed' as const) : ('failed' as const);
        return [{ verb, object: words.check(lab, check), at: changedAt, result: { success }, parent: words.lab(lab) }];
      });
      // The success is of this evaluation when a change bears its date.
      const succeededAt = row.succeeded_at;
      if (succeededAt === null || !changed.some(({ changedAt }) => changedAt === succeededAt)) return checks;
      const total = after.length;
      const result = {
        success: true,
        completion: true,
        score: { scaled: 1, raw: total, min: 0, max: total },
        duration: isoDuration(worked(row.started_at, succeededAt, pauses)),
      };
      return [...checks, { verb: 'passed' as const, object: words.lab(lab), at: succeededAt, result }];
    });
  };

  readonly ended = async (row: AttemptRow): Promise<void> => {
    const at = row.ended_at ?? row.expires_at;
    const pauses = await this.#options.classes.pausesOfLearner(row.learner_id);
    await this.#ofAttempt(row, (words, lab) => [
      {
        verb: 'terminated',
        object: words.lab(lab),
        at,
        result: { completion: row.succeeded_at !== null, duration: isoDuration(worked(row.started_at, at, pauses)) },
      },
    ]);
  };

  async chapterFinished(learner: string, slug: string): Promise<void> {
    const words = new Vocabulary(this.#options.home());
    await this.#completed(words, learner, words.chapter(slug), { completion: true });
  }

  async courseCompleted(learner: string): Promise<void> {
    const words = new Vocabulary(this.#options.home());
    await this.#completed(words, learner, words.course(), { completion: true, success: true });
  }

  async #completed(words: Vocabulary, learner: string, object: Activity, result: Result): Promise<void> {
    await this.#options.put(learner, [words.say({ learner, verb: 'completed', object, at: Date.now(), result })]);
  }

  async #ofAttempt(
    { id, learner_id, lab }: AttemptRow,
    sayings: (
      words: Vocabulary,
      lab: CatalogEntry['meta'],
    ) => Omit<Parameters<Vocabulary['say']>[0], 'learner' | 'attempt'>[],
  ): Promise<void> {
    const entry = this.#options.catalog().get(lab);
    if (!entry) return;
    const words = new Vocabulary(this.#options.home());
    const said = sayings(words, entry.meta);
    if (said.length === 0) return;
    await this.#options.put(
      learner_id,
      said.map((one) => words.say({ ...one, learner: learner_id, attempt: id })),
    );
  }
}
