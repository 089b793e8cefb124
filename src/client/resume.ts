import { nextStep, someClosed, type Step } from '../lib/next-step.ts';
import { progress } from '../lib/progress.ts';
import { isClosed, seat, sitePath } from '../lib/seat.ts';
import { session } from '../lib/session.ts';

/** For who comes back, and for who has just joined a class: where they are, and what to do next. */
class Resume extends HTMLElement {
  #stops: (() => void)[] = [];

  connectedCallback(): void {
    const steps = JSON.parse(this.dataset.steps ?? '[]') as Step[];
    const show = (): void => this.#show(steps);
    this.#stops = [progress.subscribe(show), seat.subscribe(show), session.subscribe(show)];
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops) stop();
  }

  #show(steps: readonly Step[]): void {
    const view = progress.value;
    const begun =
      Object.keys(view.labs).length + Object.keys(view.chapters).length + Object.keys(view.quizzes).length > 0;
    const inClass = session.value.state === 'known' ? (session.value.learner.class?.name ?? '') : '';
    this.hidden = !begun && inClass === '';
    if (this.hidden) return;
    this.querySelector('h2')!.textContent = begun ? 'Reprendre' : 'Commencer';
    this.querySelector('[data-class]')!.textContent = inClass === '' ? '' : `Classe\u00a0: ${inClass}`;
    this.querySelector('[data-next]')!.replaceChildren(...next(steps));
  }
}

function next(steps: readonly Step[]): (string | Node)[] {
  const pace = { isClosed: (...items: string[]) => isClosed(seat.value, ...items), pushed: pushedChapter() };
  const suggestion = nextStep(steps, progress.value, pace);
  if (suggestion) {
    const link = document.createElement('a');
    link.href = suggestion.href;
    link.textContent = suggestion.label;
    return [suggestion.before, link];
  }
  return [
    someClosed(steps, pace)
      ? 'Tout ce que votre classe a ouvert est fait. La suite s’ouvrira pendant la formation.'
      : 'Tous les exercices parus sont réussis. Rien ne vous empêche de les refaire.',
  ];
}

/** The last page that the trainer has pointed to, until its message is dismissed. */
function pushedChapter(): string | null {
  const message = seat.value?.messages.findLast(({ kind }) => kind === 'chapter');
  return message ? sitePath(message.target) : null;
}

customElements.define('etanche-resume', Resume);
