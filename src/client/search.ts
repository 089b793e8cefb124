interface PagefindResult {
  data(): Promise<{
    url: string;
    meta: { title?: string };
    sub_results: { title: string; url: string; excerpt: string }[];
  }>;
}
interface Pagefind {
  options(options: Record<string, unknown>): Promise<void>;
  init(): Promise<void>;
  debouncedSearch(query: string, options: object, delay: number): Promise<{ results: PagefindResult[] } | null>;
}

/** Sections shown at most, over all pages. */
const MAXIMUM = 12;

let engine: Promise<Pagefind> | undefined;

function loadEngine(): Promise<Pagefind> {
  // Made by the build beside the pages, so the bundler must not look for it.
  const address = '/pagefind/pagefind.js';
  engine ??= import(/* @vite-ignore */ address).then(async (pagefind: Pagefind) => {
    await pagefind.options({ baseUrl: '/', excerptLength: 22 });
    await pagefind.init();
    return pagefind;
  });
  engine.catch(() => (engine = undefined));
  return engine;
}

class Search extends HTMLElement {
  #shortcut = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !inTerminal(event.target)) {
      event.preventDefault();
      this.#open();
    }
  };

  connectedCallback(): void {
    const dialog = this.#dialog;
    this.querySelector('.open')!.addEventListener('click', () => this.#open());
    this.querySelector('.close')!.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || (event.target as Element).closest('a')) dialog.close();
    });
    dialog.addEventListener('keydown', (event) => this.#move(event));
    this.#input.addEventListener('input', () => void this.#search());
    document.addEventListener('keydown', this.#shortcut);
  }

  disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#shortcut);
  }

  get #dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }
  get #input(): HTMLInputElement {
    return this.querySelector('input')!;
  }
  get #list(): HTMLElement {
    return this.querySelector('.results')!;
  }

  #open(): void {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.select();
    loadEngine().catch(() => this.#say('La recherche n’est pas disponible : l’index du cours manque sur ce serveur.'));
  }

  #say(text: string): void {
    this.querySelector('.state')!.textContent = text;
  }

  async #search(): Promise<void> {
    const query = this.#input.value.trim();
    if (query.length < 2) {
      this.#list.replaceChildren();
      this.#say('');
      return;
    }
    try {
      const found = await (await loadEngine()).debouncedSearch(query, {}, 120);
      // `null`: a later key press has replaced this search.
      if (!found) return;
      const pages = await Promise.all(found.results.slice(0, MAXIMUM).map((result) => result.data()));
      const sections = pages
        .flatMap((page) => page.sub_results.map((section) => ({ ...section, page: page.meta.title ?? '' })))
        .slice(0, MAXIMUM);
      this.#list.replaceChildren(...sections.map(item));
      this.#say(
        sections.length === 0
          ? `Rien pour « ${query} ». Essayez un mot plus court ou plus général.`
          : `${sections.length}\u00a0${sections.length > 1 ? 'passages' : 'passage'}`,
      );
    } catch {
      this.#say('La recherche n’est pas disponible : l’index du cours manque sur ce serveur.');
    }
  }

  /** Arrow keys go through the results, and back to the field. */
  #move(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [this.#input, ...this.#list.querySelectorAll('a')];
    const index = stops.indexOf(document.activeElement as HTMLInputElement);
    const next = stops[index + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function item(section: { title: string; url: string; excerpt: string; page: string }): HTMLLIElement {
  const line = document.createElement('li');
  const link = document.createElement('a');
  link.href = section.url;
  const title = document.createElement('strong');
  title.textContent = section.title;
  link.append(title);
  if (section.page !== section.title) {
    const page = document.createElement('span');
    page.className = 'page-name';
    page.textContent = section.page;
    link.append(page);
  }
  const excerpt = document.createElement('span');
  excerpt.className = 'excerpt';
  // Pagefind escapes the text and adds only <mark>.
  excerpt.innerHTML = section.excerpt;
  link.append(excerpt);
  line.append(link);
  return line;
}

const inTerminal = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.terminal-screen') !== null;

customElements.define('etanche-search', Search);
