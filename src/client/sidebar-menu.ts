/** The course’s contents are a menu on narrow pages: choosing a page closes it, and the page behind cannot be reached. */
export function watchSidebar(): void {
  const pane = document.getElementById('starlight__sidebar');
  if (!pane) return;
  pane.addEventListener('toggle', (event) => {
    const open = event.newState === 'open';
    for (const part of document.querySelectorAll('.main-frame, .skips')) part.toggleAttribute('inert', open);
  });
  pane.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
}
