import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { openLink } from './open-link.ts';
import { accelerate } from './renderer.ts';
import { lookOf } from './theme.ts';

export interface ScreenPreferences {
  screenReader: boolean;
  /** In CSS pixels. */
  fontSize: number;
}

const SCROLLBACK_LINES = 5_000;
const RESIZE_DELAY_MS = 60;

Terminal.strings.promptLabel = 'Saisie du terminal';
Terminal.strings.tooMuchOutput = 'Trop de texte à annoncer ; parcourez les lignes pour le lire.';

/**
 * An xterm in a frame that can change place. It is built out of sight, laid out and drawn all the same: building one
 * takes the main thread longer than connecting it, and can be done before a shell is there to show.
 */
export class TerminalScreen {
  readonly frame = document.createElement('div');
  readonly terminal: Terminal;
  readonly #fitting = new FitAddon();
  readonly #searching = new SearchAddon();
  readonly #observer: ResizeObserver;
  readonly #fontFamily: string;
  /** Where the frame waits for a place; taken away with the first one. */
  readonly #wings = document.createElement('div');
  #resizing: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(preferences: ScreenPreferences) {
    this.frame.className = 'terminal-frame';
    this.#wings.className = 'terminal-wings';
    this.#wings.inert = true;
    this.#wings.append(this.frame);
    document.body.append(this.#wings);
    const { theme, fontFamily } = lookOf(this.#wings);
    this.#fontFamily = fontFamily;
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily,
      fontSize: preferences.fontSize,
      linkHandler: { activate: (_event, address) => openLink(address) },
      minimumContrastRatio: 4.5,
      screenReaderMode: preferences.screenReader,
      scrollback: SCROLLBACK_LINES,
      theme,
    });
    this.terminal.loadAddon(this.#fitting);
    this.terminal.loadAddon(this.#searching);
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
    this.terminal.unicode.activeVersion = '11';
    this.terminal.open(this.frame);
    this.#observer = new ResizeObserver(() => {
      clearTimeout(this.#resizing);
      this.#resizing = setTimeout(() => this.fit(), RESIZE_DELAY_MS);
    });
    this.#observer.observe(this.frame);
    this.fit();
    void accelerate(this.terminal);
    const measureAgain = (): void => this.#measureAgain();
    document.fonts.load(`${preferences.fontSize}px ${fontFamily}`).then(measureAgain, measureAgain);
  }

  /** Shows the screen in an element, which it fills and whose size it follows. */
  place(element: HTMLElement): void {
    element.append(this.frame);
    this.#wings.remove();
    this.fit();
  }

  /** Takes the size of its place now, as when it becomes visible. */
  fit(): void {
    if (this.frame.clientWidth > 0 && this.frame.clientHeight > 0) this.#fitting.fit();
  }

  /** @returns whether the text is in what the terminal keeps; it is then selected and shown. */
  search(text: string, way: 'next' | 'previous'): boolean {
    return way === 'next' ? this.#searching.findNext(text) : this.#searching.findPrevious(text);
  }

  clearSearch(): void {
    this.#searching.clearDecorations();
    this.terminal.clearSelection();
  }

  setScreenReader(on: boolean): void {
    this.terminal.options.screenReaderMode = on;
  }

  setFontSize(pixels: number): void {
    this.terminal.options.fontSize = pixels;
    this.fit();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#resizing);
    this.#observer.disconnect();
    this.terminal.dispose();
    this.frame.remove();
    this.#wings.remove();
  }

  /** Only a change of the option makes xterm measure the font that has just come. */
  #measureAgain(): void {
    if (this.#disposed) return;
    this.terminal.options.fontFamily = 'monospace';
    this.terminal.options.fontFamily = this.#fontFamily;
    this.fit();
  }
}
