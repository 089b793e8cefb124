import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { HeldCommands } from './held-commands.ts';
import { leave } from './leave.ts';
import { TerminalLink } from './link.ts';
import { openLink } from './open-link.ts';
import { pastedText, typedCommand } from './pasted-text.ts';
import { accelerate } from './renderer.ts';
import { shortcutOf } from './shortcuts.ts';
import { StatusLine } from './status-line.ts';
import type { TerminalState } from './terminal-state.ts';
import { lookOf } from './theme.ts';

export { TERMINAL_SHORTCUTS } from './shortcuts.ts';
export type { TerminalState };

export interface TerminalOptions {
  /** In the page already; the terminal fills it, and follows its size. */
  element: HTMLElement;
  /** 1 to 4: which of the sandbox's terminals. */
  terminal: number;
  /** Asked before each connection. May throw an `ApiError`. */
  getTicket: () => Promise<string>;
  onState?: (state: TerminalState) => void;
  /** Ctrl+Maj+F. */
  onSearch?: () => void;
  screenReader: boolean;
  /** In CSS pixels. */
  fontSize: number;
}

export interface TerminalHandle {
  focus(): void;
  /** Takes the size of the element now, as when it becomes visible. */
  fit(): void;
  /**
   * Types a command as if pasted, without its last line end: the learner reads it, then presses Enter. Before the shell
   * is there, it waits for it. It is never typed again by a reconnection.
   */
  type(text: string): void;
  /** @returns whether the text is in what the terminal keeps; it is then selected and shown. */
  search(text: string, way: 'next' | 'previous'): boolean;
  clearSearch(): void;
  setScreenReader(on: boolean): void;
  setFontSize(pixels: number): void;
  /** Opens a new shell after the end of one, or connects again without waiting. */
  restart(): void;
  /** Takes the terminal away; the shell lives on. */
  dispose(): void;
}

const SCROLLBACK_LINES = 5_000;
const RESIZE_DELAY_MS = 60;
/** CAN leaves any sequence cut in its middle, RIS clears everything: in the stream, so after what was written before. */
const CLEAR = '\x18\x1bc';

Terminal.strings.promptLabel = 'Saisie du terminal';
Terminal.strings.tooMuchOutput = 'Trop de texte à annoncer ; parcourez les lignes pour le lire.';

/** Puts a terminal in an element and connects it. */
export function createTerminal(options: TerminalOptions): TerminalHandle {
  const { element } = options;
  const frame = document.createElement('div');
  frame.className = 'terminal-frame';
  element.append(frame);
  const { theme, fontFamily } = lookOf(element);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily,
    fontSize: options.fontSize,
    linkHandler: { activate: (_event, address) => openLink(address) },
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    scrollback: SCROLLBACK_LINES,
    theme,
  });
  const fitting = new FitAddon();
  const searching = new SearchAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(searching);
  terminal.loadAddon(new Unicode11Addon());
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
  terminal.unicode.activeVersion = '11';
  terminal.open(frame);

  const commands = new HeldCommands((text) => terminal.paste(text));
  const status = new StatusLine(() => {
    link.restart();
    terminal.focus();
  });
  frame.append(status.element);
  const link = new TerminalLink({
    getTicket: options.getTicket,
    onState: (state) => {
      if (state.kind !== 'open') commands.closed();
      status.show(state);
      options.onState?.(state);
    },
    onReset: (done) => terminal.write(CLEAR, done),
    onOutput: (bytes, parsed) => {
      terminal.write(bytes, parsed);
      commands.output();
    },
    onOpen: () => {
      link.resize(terminal.cols, terminal.rows);
      commands.opened();
    },
  });
  status.show(link.state);

  terminal.onData((text) => link.input.type(text));
  terminal.onBinary((text) => link.input.bytes(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => link.resize(cols, rows));
  terminal.attachCustomKeyEventHandler((event) => {
    if (
      event.type === 'keydown' &&
      event.key === 'Enter' &&
      link.state.kind === 'ended' &&
      link.state.reason === 'exit'
    ) {
      link.restart();
      return false;
    }
    const action = shortcutOf(event);
    if (action === null) return true;
    if (action === 'paste' || (action === 'copy' && event.key === 'Insert')) return false;
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (action === 'copy') copySelection(terminal);
    else if (action === 'search') options.onSearch?.();
    else leave(terminal.element ?? frame, action === 'leave-forward' ? 'forward' : 'backward');
    return false;
  });
  frame.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      terminal.paste(pastedText(event.clipboardData?.getData('text/plain') ?? ''));
    },
    { capture: true },
  );

  const fit = (): void => {
    if (frame.clientWidth > 0 && frame.clientHeight > 0) fitting.fit();
  };
  let resizing: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    clearTimeout(resizing);
    resizing = setTimeout(fit, RESIZE_DELAY_MS);
  });
  observer.observe(frame);
  fit();
  let disposed = false;
  void accelerate(terminal);
  const measureAgain = (): void => {
    if (disposed) return;
    // Only a change of the option makes xterm measure the font that has just come.
    terminal.options.fontFamily = 'monospace';
    terminal.options.fontFamily = fontFamily;
    fit();
  };
  document.fonts.load(`${options.fontSize}px ${fontFamily}`).then(measureAgain, measureAgain);

  return {
    focus: () => terminal.focus(),
    fit,
    type: (text) => commands.type(typedCommand(text)),
    search: (text, way) => (way === 'next' ? searching.findNext(text) : searching.findPrevious(text)),
    clearSearch() {
      searching.clearDecorations();
      terminal.clearSelection();
    },
    setScreenReader(on) {
      terminal.options.screenReaderMode = on;
    },
    setFontSize(pixels) {
      terminal.options.fontSize = pixels;
      fit();
    },
    restart: () => link.restart(),
    dispose() {
      disposed = true;
      commands.closed();
      clearTimeout(resizing);
      observer.disconnect();
      link.dispose();
      status.dispose();
      terminal.dispose();
      frame.remove();
    },
  };
}

function copySelection(terminal: Terminal): void {
  if (!terminal.hasSelection()) return;
  const text = terminal.getSelection();
  // Without HTTPS there is no clipboard API; the command asks xterm for its selection.
  if ('clipboard' in navigator) navigator.clipboard.writeText(text).catch(() => document.execCommand('copy'));
  else document.execCommand('copy');
}
