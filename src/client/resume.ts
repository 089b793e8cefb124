import { nextStep, type Step } from '../lib/next-step.ts';
import { progress } from '../lib/progress.ts';

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
