import { render, type ComponentType } from 'preact';

/**
 * Makes an element of the page show a component: `<etanche-room></etanche-room>`. The router swaps pages without
 * reloading scripts, so the component lives and dies with its element.
 * @param Page is given the `data-` attributes of the element
 */
export function definePage(name: string, Page: ComponentType<{ data: DOMStringMap }>): void {
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        this.replaceChildren();
        render(<Page data={this.dataset} />, this);
      }

      disconnectedCallback(): void {
        render(null, this);
      }
    },
  );
}
