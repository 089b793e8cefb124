/** Attributes of `<html>` that belong to the visit and not to the page: the router must carry them over. */
const CARRIED = ['data-theme', 'data-dock', 'data-dock-height', 'style'];

export function keepRootState(): void {
  document.addEventListener('astro:before-swap', (event) => {
    const next = event.newDocument.documentElement;
    for (const name of CARRIED) {
      const value = document.documentElement.getAttribute(name);
      if (value !== null) next.setAttribute(name, value);
    }
  });
}
