type Theme = 'light' | 'dark' | 'auto';

/** Shared with the inline script of `ThemeProvider.astro`. */
const KEY = 'starlight-theme';
const systemIsLight = matchMedia('(prefers-color-scheme: light)');

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme === 'auto' ? (systemIsLight.matches ? 'light' : 'dark') : theme;
}

systemIsLight.addEventListener('change', () => apply(stored()));

class DisplayMenu extends HTMLElement {
  connectedCallback(): void {
    const chosen = stored();
    for (const input of this.querySelectorAll<HTMLInputElement>('input[name="theme"]')) {
      input.checked = input.value === chosen;
      input.addEventListener('change', () => {
        const theme = input.value as Theme;
        try {
          localStorage.setItem(KEY, theme === 'auto' ? '' : theme);
        } catch {
          // Not kept: the choice lasts as long as the page.
        }
        apply(theme);
      });
    }
  }
}
customElements.define('etanche-display', DisplayMenu);
