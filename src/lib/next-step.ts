import type { ProgressView } from '../../server/contract/api.ts';
import { labState } from './progress.ts';

/** A published chapter and its labs, in order. */
export interface Step {
  slug: string;
  title: string;
  labs: { id: string; title: string }[];
}

export interface Suggestion {
  before: string;
  href: string;
  label: string;
}

/** What a class changes: what is not open yet, and the page that the trainer points to. */
export interface ClassPace {
  isClosed: (...items: string[]) => boolean;
  /** A path of this site. */
  pushed: string | null;
}

const ALONE: ClassPace = { isClosed: () => false, pushed: null };

/**
 * What a learner does next: the chapter where their class is, else the lab left unfinished, else the chapter being
 * read, else the next lab not yet done, else nothing. What the class has not opened is never suggested.
 */
export function nextStep(steps: readonly Step[], view: ProgressView, pace = ALONE): Suggestion | null {
  const pushed = steps.find(({ slug }) => pace.pushed?.split('/')[1] === slug);
  if (pace.pushed !== null && pushed)
    return { before: 'Votre classe en est à\u00a0: ', href: pace.pushed, label: pushed.title };
  const open = steps.filter(({ slug }) => !pace.isClosed(slug));
  const labs = open.flatMap((step) => step.labs).filter(({ id }) => !pace.isClosed(id));
  const unfinished = labs.find(({ id }) => labState(view, id) === 'started');
  if (unfinished)
    return { before: 'Un exercice vous attend\u00a0: ', href: `/exercices/${unfinished.id}/`, label: unfinished.title };
  const reading = open
    .filter(({ slug }) => view.chapters[slug] && !view.chapters[slug].finished)
    .sort((a, b) => (view.chapters[b.slug]?.at ?? 0) - (view.chapters[a.slug]?.at ?? 0))[0];
  if (reading) {
    return {
      before: 'Vous lisiez\u00a0: ',
      href: `/${reading.slug}/#${view.chapters[reading.slug]?.section ?? ''}`,
      label: reading.title,
    };
  }
  const next = labs.find(({ id }) => labState(view, id) === 'todo');
  return next ? { before: 'Exercice suivant\u00a0: ', href: `/exercices/${next.id}/`, label: next.title } : null;
}

/** Whether anything is still closed, so that « nothing left » is not « all done ». */
export const someClosed = (steps: readonly Step[], { isClosed }: ClassPace): boolean =>
  steps.some(({ slug, labs }) => isClosed(slug) || labs.some(({ id }) => isClosed(id)));
