import { typeInDock } from './dock-launcher.ts';

/** The buttons « Taper dans le terminal » of code blocks, wherever they are, now and on later pages. */
export function watchTypeButtons(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button.type-command') : null;
    if (button?.dataset.command !== undefined) void typeInDock(button.dataset.command, button);
  });
}
