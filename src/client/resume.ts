import { labState, progress } from '../lib/progress.ts';
import type { ProgressView } from '../../server/contract/api.ts';

interface Step {
  slug: string;
  title: string;
  labs: { id: string; title: string }[];
}

interface Suggestion {
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

class Resume extends HTMLElement {
  #stop: (() => void) | undefined;

  connectedCallback(): void {
    const steps = JSON.parse(this.dataset.steps ?? '[]') as Step[];
    this.#stop = progress.subscribe((view) => {
      const begun =
        Object.keys(view.labs).length + Object.keys(view.chapters).length + Object.keys(view.quizzes).length > 0;
      this.hidden = !begun;
      if (!begun) return;
      const suggestion = nextStep(steps, view);
      const line = this.querySelector('[data-next]')!;
      if (!suggestion) {
        line.textContent = 'Tous les exercices parus sont réussis. Rien ne vous empêche de les refaire.';
        return;
      }
      const link = document.createElement('a');
      link.href = suggestion.href;
      link.textContent = suggestion.label;
      line.replaceChildren(suggestion.before, link);
    });
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }
}
customElements.define('etanche-resume', Resume);
