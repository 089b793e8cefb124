const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Moves the focus to what follows (or precedes) the terminal in the page, as Tab would if the shell did not need it. */
export function leave(terminal: HTMLElement, direction: 'forward' | 'backward'): void {
  const candidates = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled, [inert] *') &&
      !terminal.contains(element) &&
      element.checkVisibility({ visibilityProperty: true }),
  );
  const side = direction === 'forward' ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beyond = candidates.filter((element) => terminal.compareDocumentPosition(element) & side);
  const target = direction === 'forward' ? (beyond[0] ?? candidates[0]) : (beyond.at(-1) ?? candidates.at(-1));
  if (target) target.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
