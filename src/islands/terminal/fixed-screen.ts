import type { ITerminalOptions, Terminal } from '@xterm/xterm';
import { makeTerminal, openTerminal } from './make-terminal.ts';

const FONT_SIZE = { smallest: 6, usual: 14, largest: 18 };

/**
 * The largest type with which a screen fits its place, in CSS pixels.
 * @param present size of the type with which `screen` was measured.
 */
export function fontSizeFor(
  present: number,
  screen: { width: number; height: number },
  place: { width: number; height: number },
): number {
  const share = Math.min(place.width / screen.width, place.height / screen.height);
  if (!Number.isFinite(share) || share <= 0) return present;
  const exact = Math.floor(present * share * 4) / 4;
  return Math.min(FONT_SIZE.largest, Math.max(FONT_SIZE.smallest, exact));
}

/** An xterm whose columns and rows are somebody else's: it fills its place by the size of its type. */
export class FixedScreen {
  readonly frame = document.createElement('div');
  readonly terminal: Terminal;
  readonly #observer = new ResizeObserver(() => this.#fit());

  constructor(host: HTMLElement, options: ITerminalOptions = {}) {
    this.frame.className = 'terminal-frame terminal-fixed';
    host.append(this.frame);
    this.terminal = makeTerminal(host, { screenReader: false, fontSize: FONT_SIZE.usual }, options);
    openTerminal(this.terminal, this.frame, () => this.#fit());
    this.#observer.observe(this.frame);
    this.#fit();
  }

  /** @param columns from 2 to 1000; @param rows likewise. */
  setSize(columns: number, rows: number): void {
    if (columns === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(columns, rows);
    this.#fit();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.terminal.dispose();
    this.frame.remove();
  }

  #fit(): void {
    const screen = this.terminal.element?.querySelector('.xterm-screen');
    if (!screen || this.frame.clientWidth === 0 || this.frame.clientHeight === 0) return;
    const place = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    const { fontSize = FONT_SIZE.usual } = this.terminal.options;
    const { width, height } = screen.getBoundingClientRect();
    this.terminal.options.fontSize = fontSizeFor(fontSize, { width, height }, place);
  }
}
