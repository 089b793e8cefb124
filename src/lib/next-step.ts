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

/**
 * What a returning learner does next: the lab left unfinished, else the chapter being read, else the next lab not
 * yet done, else nothing.
 */
export function nextStep(steps: readonly Step[], view: ProgressView): Suggestion | null {
  const labs = steps.flatMap((step) => step.labs);
  const unfinished = labs.find(({ id }) => labState(view, id) === 'started');
  if (unfinished)
    return { before: 'Un exercice vous attend\u00a0: ', href: `/exercices/${unfinished.id}/`, label: unfinished.title };
  const reading = steps
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
