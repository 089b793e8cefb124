import type { CatalogEntry } from '../../labs/catalog.ts';
import type { ClassResults, Obstacle } from '../contract/results.ts';
import type { Pause } from '../contract/working-time.ts';
import { AppError } from '../errors.ts';
import type { CheckEventStore } from '../store/check-events.ts';
import type { ClassResultStore } from '../store/class-results.ts';
import { labOutcomes } from './lab-outcomes.ts';
import { obstacles } from './obstacles.ts';
import { csvFileName, resultsCsv } from './results-csv.ts';

export interface ResultsOptions {
  results: ClassResultStore;
  checkEvents: CheckEventStore;
  /** When a class was paused. */
  pausesOf: (classId: string) => Promise<readonly Pause[]>;
  /** In the order of the course. */
  catalog: () => ReadonlyMap<string, CatalogEntry>;
}

const byName = new Intl.Collator('fr', { numeric: true }).compare;

/** What a class has achieved, and what stops it. */
export class ResultsService {
  readonly #options: ResultsOptions;

  constructor(options: ResultsOptions) {
    this.#options = options;
  }

  /** Learners in the order of their names. @throws AppError `class-not-found` */
  async results(classId: string, now = Date.now()): Promise<ClassResults> {
    const { results, pausesOf } = this.#options;
    const [group, learners, attempts, chapters, answers, certificates, pauses] = await Promise.all([
      results.class(classId),
      results.learners(classId),
      results.attempts(classId),
      results.chaptersFinished(classId),
      results.rightAnswers(classId),
      results.certificates(classId),
      pausesOf(classId),
    ]);
    if (!group) throw new AppError('class-not-found');
    const attemptsOf = Map.groupBy(attempts, ({ learner_id }) => learner_id);
    return {
      class: group,
      at: now,
      learners: learners
        .sort((a, b) => byName(a.pseudonym, b.pseudonym))
        .map(({ id, pseudonym, created_at }) => ({
          id,
          pseudonym,
          joinedAt: created_at,
          labs: labOutcomes(attemptsOf.get(id) ?? [], now, pauses),
          chaptersFinished: chapters.filter(({ learner_id }) => learner_id === id).map(({ chapter }) => chapter),
          quizzes: Object.fromEntries(
            answers.filter(({ learner_id }) => learner_id === id).map(({ quiz, count }) => [quiz, Number(count)]),
          ),
          certificate: certificates.find(({ learner_id }) => learner_id === id)?.id ?? null,
        })),
    };
  }

  /** @throws AppError `class-not-found` */
  async csv(classId: string): Promise<{ name: string; text: string }> {
    const results = await this.results(classId);
    const labs = [...this.#options.catalog().values()].map(({ meta }) => meta);
    return { name: csvFileName(results), text: resultsCsv(results, labs) };
  }

  /** Hardest first. */
  async obstacles(classId: string, now = Date.now()): Promise<{ at: number; obstacles: Obstacle[] }> {
    const { results, checkEvents, pausesOf, catalog } = this.#options;
    const [learners, attempts, events, recordings, pauses] = await Promise.all([
      results.learners(classId),
      results.attempts(classId),
      checkEvents.ofClass(classId),
      results.recordings(classId, now),
      pausesOf(classId),
    ]);
    const labs = [...catalog().values()].map(({ meta }) => meta);
    return { at: now, obstacles: obstacles({ labs, learners, attempts, events, recordings, pauses, now }) };
  }
}
