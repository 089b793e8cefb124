import { ApiError } from '../lib/http.ts';
import { FAILURES } from '../lib/messages.ts';
import { forgetProgress } from '../lib/progress.ts';
import { session, signOut } from '../lib/session.ts';

class LearnerMenu extends HTMLElement {
  #stop: (() => void) | undefined;

  connectedCallback(): void {
    this.#stop = session.subscribe((now) => {
      this.hidden = now.state !== 'known';
      if (now.state !== 'known') return;
      for (const place of this.querySelectorAll('[data-pseudonym]')) place.textContent = now.learner.pseudonym;
    });
    const dialog = this.querySelector('dialog')!;
    const error = this.querySelector<HTMLElement>('[data-error]')!;
    this.querySelector('[data-sign-out]')!.addEventListener('click', () => {
      this.querySelector<HTMLElement>('[popover]')?.hidePopover();
      error.hidden = true;
      dialog.showModal();
    });
    this.querySelector('[data-cancel]')!.addEventListener('click', () => dialog.close());
    this.querySelector('[data-confirm]')!.addEventListener('click', () => {
      signOut().then(
        () => {
          forgetProgress();
          dialog.close();
        },
        (failure: unknown) => {
          const message = FAILURES[failure instanceof ApiError ? failure.code : 'internal'];
          error.textContent = `${message.title} ${message.advice}`;
          error.hidden = false;
        },
      );
    });
  }

  disconnectedCallback(): void {
    this.#stop?.();
  }
}
customElements.define('etanche-learner', LearnerMenu);
