import type { ITerminalOptions, Terminal } from '@xterm/xterm';
import { FONT_SIZE, fontSizeFor } from './font-size.ts';
import { makeTerminal, openTerminal } from './make-terminal.ts';

/** An xterm whose columns and rows are somebody else's: it fills its place by the size of its type. */
export class FixedScreen {
  readonly frame = document.createElement('div');
  readonly terminal: Terminal;
  readonly #observer = new ResizeObserver(() => this.#fit());

  /** @param label of what takes the focus, for screen readers. */
  constructor(host: HTMLElement, label: string, options: ITerminalOptions = {}) {
    this.frame.className = 'terminal-frame terminal-fixed';
    host.append(this.frame);
    this.terminal = makeTerminal(host, { screenReader: false, fontSize: FONT_SIZE.usual }, options);
    openTerminal(this.terminal, this.frame, () => this.#fit());
    this.terminal.textarea?.setAttribute('aria-label', label);
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
