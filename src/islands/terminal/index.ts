import type { Terminal } from '@xterm/xterm';
import type { Keyboard } from '../../../server/contract/terminal-frames.ts';
import { CLEAR } from './clear.ts';
import { HeldCommands } from './held-commands.ts';
import { leave } from './leave.ts';
import { TerminalLink } from './link.ts';
import { pastedText, typedCommand } from './pasted-text.ts';
import type { TerminalScreen } from './screen.ts';
import { shortcutOf } from './shortcuts.ts';
import { StatusLine } from './status-line.ts';

export { TerminalScreen } from './screen.ts';
export { TERMINAL_SHORTCUTS } from './shortcuts.ts';

export interface TerminalOptions {
  /** Belongs to this terminal from now on. */
  screen: TerminalScreen;
  /** 1 to 4: which of the sandbox's terminals. */
  terminal: number;
  /** Asked before each connection. May reject with an `ApiError`. */
  getTicket: () => string | Promise<string>;
  /** Ctrl+Maj+F. */
  onSearch?: () => void;
  /** Whether what is typed reaches the shell: `held` while the class is paused, which the terminal itself says too. */
  onKeyboard?: (keyboard: Keyboard) => void;
}

export interface TerminalHandle {
  /** Shows the terminal in an element of the page, which it fills and whose size it follows. */
  place(element: HTMLElement): void;
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

/** Connects a screen to a shell, at once: it may be placed later. */
export function connectTerminal({ screen, ...options }: TerminalOptions): TerminalHandle {
  const { frame, terminal } = screen;
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
    onKeyboard: (keyboard) => {
      terminal.options.disableStdin = keyboard !== 'open';
      status.setKeyboard(keyboard);
      options.onKeyboard?.(keyboard);
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

  return {
    place: (element) => screen.place(element),
    focus: () => terminal.focus(),
    fit: () => screen.fit(),
    type: (text) => commands.type(typedCommand(text)),
    search: (text, way) => screen.search(text, way),
    clearSearch: () => screen.clearSearch(),
    setScreenReader: (on) => screen.setScreenReader(on),
    setFontSize: (pixels) => screen.setFontSize(pixels),
    restart: () => link.restart(),
    dispose() {
      commands.closed();
      link.dispose();
      status.dispose();
      screen.dispose();
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
