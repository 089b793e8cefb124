import { CHAPTERS } from '../../labs/schema.ts';
import type { CheckView, ProgressView } from '../contract/api.ts';
import { AppError } from '../errors.ts';
import type { AttemptStore } from '../store/attempts.ts';
import type { LearnerStore } from '../store/learners.ts';

/** What a learner has done: labs, chapters, quizzes. */
export class ProgressService {
  readonly #attempts: AttemptStore;
  readonly #learners: LearnerStore;
  readonly #onFinished: (learnerId: string, chapter: string) => Promise<void>;

  /** @param onFinished a chapter has just been read to its end, for the first time. */
  constructor(
    attempts: AttemptStore,
    learners: LearnerStore,
    onFinished: (learnerId: string, chapter: string) => Promise<void>,
  ) {
    this.#attempts = attempts;
    this.#learners = learners;
    this.#onFinished = onFinished;
  }

  async of(learnerId: string): Promise<ProgressView> {
    const [attempts, chapters, questions] = await Promise.all([
      this.#attempts.ofLearner(learnerId),
      this.#learners.chapters(learnerId),
      this.#learners.questions(learnerId),
    ]);
    const view: ProgressView = { labs: {}, chapters: {}, quizzes: {} };
    for (const attempt of attempts) {
      const checks = JSON.parse(attempt.checks) as CheckView[];
      const passed = attempt.succeeded_at ? checks.length : checks.filter((check) => check.everPassed).length;
      const lab = (view.labs[attempt.lab] ??= { bestPassed: 0, total: checks.length, succeededAt: null, attempts: 0 });
      lab.attempts += 1;
      lab.total = checks.length;
      lab.bestPassed = Math.max(lab.bestPassed, passed);
      if (attempt.succeeded_at && (lab.succeededAt === null || attempt.succeeded_at < lab.succeededAt)) {
        lab.succeededAt = attempt.succeeded_at;
      }
    }
    for (const { chapter, section, finished, at } of chapters)
      view.chapters[chapter] = { section, finished: finished === 1, at };
    for (const { quiz, question } of questions) (view.quizzes[quiz] ??= []).push(question);
    return view;
  }

  /** @throws AppError `not-found` when there is no such chapter. */
  async markChapter(learnerId: string, chapter: string, mark: { section: string; finished: boolean }): Promise<void> {
    requireChapter(chapter);
    const news = mark.finished && !(await this.#hasFinished(learnerId, chapter));
    await this.#learners.markChapter(learnerId, chapter, mark.section, mark.finished, Date.now());
    if (news) await this.#onFinished(learnerId, chapter);
  }

  async #hasFinished(learnerId: string, slug: string): Promise<boolean> {
    const marks = await this.#learners.chapters(learnerId);
    return marks.some(({ chapter, finished }) => chapter === slug && finished === 1);
  }

  /** Only right answers are kept. @throws AppError `not-found` */
  async markQuestion(learnerId: string, mark: { quiz: string; question: number; correct: boolean }): Promise<void> {
    requireChapter(mark.quiz);
    if (mark.correct) await this.#learners.markQuestion(learnerId, mark.quiz, mark.question, Date.now());
  }
}

function requireChapter(slug: string): void {
  if (!(CHAPTERS as readonly string[]).includes(slug)) throw new AppError('not-found');
}
