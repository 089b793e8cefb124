import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { makeTerminal, openTerminal, type ScreenPreferences } from './make-terminal.ts';

const SCROLLBACK_LINES = 5_000;
const RESIZE_DELAY_MS = 60;

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
  /** Where the frame waits for a place; taken away with the first one. */
  readonly #wings = document.createElement('div');
  #resizing: ReturnType<typeof setTimeout> | undefined;

  constructor(preferences: ScreenPreferences) {
    this.frame.className = 'terminal-frame';
    this.#wings.className = 'terminal-wings';
    this.#wings.inert = true;
    this.#wings.append(this.frame);
    document.body.append(this.#wings);
    this.terminal = makeTerminal(this.#wings, preferences, { scrollback: SCROLLBACK_LINES });
    this.terminal.loadAddon(this.#fitting);
    this.terminal.loadAddon(this.#searching);
    openTerminal(this.terminal, this.frame, () => this.fit());
    this.#observer = new ResizeObserver(() => {
      clearTimeout(this.#resizing);
      this.#resizing = setTimeout(() => this.fit(), RESIZE_DELAY_MS);
    });
    this.#observer.observe(this.frame);
    this.fit();
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
    clearTimeout(this.#resizing);
    this.#observer.disconnect();
    this.terminal.dispose();
    this.frame.remove();
    this.#wings.remove();
  }
}
