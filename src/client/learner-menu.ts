import { session } from '../lib/session.ts';
import type { Question } from '../islands/entry/learner-dialogs.tsx';

/** Who is there, and what they may do with what is theirs; or the two ways in. Its dialogs load when they are asked for. */
class LearnerMenu extends HTMLElement {
  #stop: (() => void) | undefined;

  connectedCallback(): void {
    this.#stop = session.subscribe((now) => {
      this.hidden = now.state !== 'known' && now.state !== 'anonymous';
      const learner = now.state === 'known' ? now.learner : null;
      for (const part of this.querySelectorAll<HTMLElement>('[data-for]'))
        part.hidden = (part.dataset.for === 'known') !== (learner !== null);
      for (const place of this.querySelectorAll('[data-pseudonym]')) place.textContent = learner?.pseudonym ?? '';
      const inClass = this.querySelector<HTMLElement>('[data-in-class]')!;
      inClass.hidden = !learner?.class;
      inClass.querySelector('[data-class-name]')!.textContent = learner?.class?.name ?? '';
    });
    for (const button of this.querySelectorAll<HTMLElement>('[data-ask]')) {
      button.addEventListener('click', () => void this.#ask(button.dataset.ask as Question));
    }
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }

  async #ask(question: Question): Promise<void> {
    this.querySelector<HTMLElement>('[popover]')!.hidePopover();
    // Where the focus returns once the dialog is closed.
    this.querySelector<HTMLElement>('[popovertarget]')!.focus();
    (await import('../islands/entry/learner-dialogs.tsx')).ask(question);
  }
}
customElements.define('etanche-learner', LearnerMenu);
