import { render, type ComponentType } from 'preact';

/**
 * Makes an element of the page show a component: `<etanche-room></etanche-room>`. The router swaps pages without
 * reloading scripts, so the component lives and dies with its element.
 */
export function definePage(name: string, Page: ComponentType): void {
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        this.replaceChildren();
        render(<Page />, this);
      }

      disconnectedCallback(): void {
        render(null, this);
      }
    },
  );
}
