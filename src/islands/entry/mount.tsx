import { render, type ComponentType } from 'preact';
import './entry.css';

/** An element of a page that a form fills, with the code of the link’s fragment, which no server has seen. */
export function defineEntry(name: string, Page: ComponentType<{ code: string }>): void {
  customElements.define(
    name,
    class extends HTMLElement {
      // A link followed while its page is already there changes only the fragment.
      readonly #show = (): void => {
        const code = location.hash.slice(1);
        // A code must not stay in the address bar, where a neighbour or a projector would read it.
        if (code !== '') history.replaceState(history.state, '', location.pathname);
        render(<Page key={code} code={code} />, this);
      };

      connectedCallback(): void {
        this.replaceChildren();
        addEventListener('hashchange', this.#show);
        this.#show();
      }

      disconnectedCallback(): void {
        removeEventListener('hashchange', this.#show);
        render(null, this);
      }
    },
  );
}
