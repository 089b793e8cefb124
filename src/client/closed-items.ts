import { isClosed, seat } from '../lib/seat.ts';

const WORDS = 'Pas encore ouvert dans votre classe';

let stop: (() => void) | undefined;

/**
 * Says what the class has not opened yet, where the page names it: `data-closed-by` lists what closes it. On a button
 * the words take the place of its own, and the button does nothing. Called for each page; follows changes until the next.
 */
export function showClosedItems(): void {
  stop?.();
  stop = seat.subscribe((view) => {
    for (const place of document.querySelectorAll<HTMLElement>('[data-closed-by]')) {
      const closed = isClosed(view, ...(place.dataset.closedBy ?? '').split(' '));
      const button = place.closest('button');
      if (button) {
        place.dataset.openWords ??= place.textContent;
        place.textContent = closed ? WORDS : place.dataset.openWords;
        button.setAttribute('aria-disabled', String(closed));
      } else {
        place.textContent = closed ? WORDS : '';
        place.hidden = !closed;
      }
    }
  });
}
