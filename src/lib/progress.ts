import type { ProgressView } from '../../server/contract/api.ts';
import { api } from './api.ts';
import { session } from './session.ts';
import { kept } from './storage.ts';
import { createStore } from './store.ts';

const EMPTY: ProgressView = { labs: {}, chapters: {}, quizzes: {} };

const storage = kept<ProgressView>('local', 'progress', EMPTY, (stored) => {
  const view = stored as Partial<ProgressView> | null;
  return view && typeof view === 'object' ? { ...EMPTY, ...view } : null;
});

/** Whose progress this browser keeps, once known. */
const owner = kept<string>('local', 'progress-of', '', (stored) => (typeof stored === 'string' ? stored : null));

/** What has been done, from this browser and, once a pseudonym is known, from the server. Kept here between visits. */
export const progress = createStore<ProgressView>(storage.read());

const isKnown = (): boolean => session.value.state === 'known';

function update(next: ProgressView): void {
  progress.set(next);
  storage.write(next);
}

/** The later reading position of each chapter, the union of quiz answers, the server’s word on labs. */
export function mergeProgress(local: ProgressView, remote: ProgressView): ProgressView {
  const chapters = { ...remote.chapters };
  for (const [slug, mark] of Object.entries(local.chapters)) {
    const other = chapters[slug];
    const latest = other && other.at > mark.at ? other : mark;
    chapters[slug] = { ...latest, finished: mark.finished || (other?.finished ?? false) };
  }
  const quizzes = { ...remote.quizzes };
  for (const [quiz, right] of Object.entries(local.quizzes)) {
    quizzes[quiz] = [...new Set([...(quizzes[quiz] ?? []), ...right])].sort((a, b) => a - b);
  }
  return { labs: { ...local.labs, ...remote.labs }, chapters, quizzes };
}

/** What somebody else has left in this browser is neither shown to this learner nor sent under their name. */
function claim(learner: string): void {
  if (owner.read() !== '' && owner.read() !== learner) update(EMPTY);
  owner.write(learner);
}

/** Fetches the server’s view and tells it what only this browser knew. A silent server changes nothing. */
export async function syncProgress(): Promise<void> {
  const now = session.value;
  if (now.state !== 'known') return;
  claim(now.learner.id);
  const local = progress.value;
  const remote = await api.progress().catch(() => null);
  if (!remote) return;
  update(mergeProgress(local, remote));
  const unsent = [
    ...Object.entries(local.chapters)
      .filter(([slug, { at }]) => at > (remote.chapters[slug]?.at ?? 0))
      .map(([slug, { section, finished }]) => api.markChapter(slug, section, finished)),
    ...Object.entries(local.quizzes).flatMap(([quiz, right]) =>
      right
        .filter((question) => !remote.quizzes[quiz]?.includes(question))
        .map((question) => api.markQuiz(quiz, question, true)),
    ),
  ];
  await Promise.allSettled(unsent);
}

/** Records where reading stopped. @param finished true once the end of the chapter has been seen. */
export function markChapter(slug: string, section: string, finished: boolean): void {
  const before = progress.value.chapters[slug];
  const done = finished || (before?.finished ?? false);
  if (before?.section === section && before.finished === done) return;
  update({
    ...progress.value,
    chapters: { ...progress.value.chapters, [slug]: { section, finished: done, at: Date.now() } },
  });
  if (isKnown()) void api.markChapter(slug, section, done).catch(() => undefined);
}

/** @param question from 1 */
export function markQuiz(quiz: string, question: number, correct: boolean): void {
  const right = progress.value.quizzes[quiz] ?? [];
  if (correct && !right.includes(question)) {
    update({
      ...progress.value,
      quizzes: { ...progress.value.quizzes, [quiz]: [...right, question].sort((a, b) => a - b) },
    });
  }
  if (isKnown()) void api.markQuiz(quiz, question, correct).catch(() => undefined);
}

/** What the dock sees live, without waiting for the next `syncProgress`. The last words of a session that ended are not kept. */
export function markLab(id: string, passed: number, total: number, succeededAt: number | null): void {
  if (!isKnown()) return;
  const before = progress.value.labs[id];
  const next = {
    bestPassed: Math.max(passed, before?.bestPassed ?? 0),
    total,
    succeededAt: before?.succeededAt ?? succeededAt,
    attempts: Math.max(1, before?.attempts ?? 0),
  };
  if (before && before.bestPassed === next.bestPassed && before.succeededAt === next.succeededAt) return;
  update({ ...progress.value, labs: { ...progress.value.labs, [id]: next } });
}

/** After signing out: what this browser showed belonged to that pseudonym. */
export function forgetProgress(): void {
  update(EMPTY);
  owner.write('');
}

/** `sealed`: succeeded · `started`: opened, not there yet · `todo`. */
export type LabState = 'todo' | 'started' | 'sealed';

export function labState(view: ProgressView, id: string): LabState {
  const lab = view.labs[id];
  if (!lab || lab.attempts === 0) return 'todo';
  return lab.succeededAt === null ? 'started' : 'sealed';
}
