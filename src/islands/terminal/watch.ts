import type { Keyboard } from '../../../server/contract/terminal-frames.ts';
import { CLEAR } from './clear.ts';
import { FixedScreen } from './fixed-screen.ts';
import { leave } from './leave.ts';
import { TerminalLink } from './link.ts';
import { pastedText } from './pasted-text.ts';
import { shortcutOf } from './shortcuts.ts';
import { StatusLine, watchingSayingOf } from './status-line.ts';
import type { TerminalState } from './terminal-state.ts';

export type { Keyboard, TerminalState };

export interface WatchCallbacks {
  /** The link; what it means is said over the terminal too. */
  onState?: (state: TerminalState) => void;
  /** Whether the server lets this trainer type now: `open` or `read-only`. */
  onKeyboard?: (keyboard: Keyboard) => void;
}

export interface WatchHandle {
  /** Whether keys go to the learner's shell, as long as the server lets them. False at first. */
  setTyping(allowed: boolean): void;
  focus(): void;
  /** Connects again without waiting; after a refusal (`nothing-live`: no sandbox then), begins again. */
  restart(): void;
  dispose(): void;
}

/** An attempt that ended may go on in a fresh sandbox. */
const LOOK_AGAIN_MS = 2_000;

/**
 * Shows a learner's terminal, live, with the learner's columns and rows; fills `host`, which must have a size. Until the
 * learner opens that terminal, waits for it.
 * @param ticketProvider a fresh ticket of `room.watch`, asked before each connection; may reject with an `ApiError`.
 */
export function watchTerminal(
  host: HTMLElement,
  ticketProvider: () => string | Promise<string>,
  callbacks: WatchCallbacks = {},
): WatchHandle {
  const screen = new FixedScreen(host, 'Terminal de la personne', {
    cursorBlink: false,
    disableStdin: true,
    scrollback: 2_000,
  });
  const { frame, terminal } = screen;
  let wanted = false;
  let keyboard: Keyboard = 'read-only';
  let again: ReturnType<typeof setTimeout> | undefined;
  const status = new StatusLine(() => link.restart(), watchingSayingOf);
  frame.append(status.element);

  const obey = (): void => {
    terminal.options.disableStdin = !(wanted && keyboard === 'open');
  };
  const link = new TerminalLink({
    getTicket: ticketProvider,
    onState: (state) => {
      clearTimeout(again);
      // A shell that ended is opened again by its learner; this link then waits for it.
      if (state.kind === 'ended' && state.reason !== 'replaced')
        again = setTimeout(() => link.restart(), LOOK_AGAIN_MS);
      status.show(state);
      callbacks.onState?.(state);
    },
    onReset: (done) => terminal.write(CLEAR, done),
    onOutput: (bytes, parsed) => terminal.write(bytes, parsed),
    onOpen: () => undefined,
    // After what was written for the previous size.
    onSize: (columns, rows) => terminal.write('', () => screen.setSize(columns, rows)),
    onKeyboard: (now) => {
      keyboard = now;
      obey();
      callbacks.onKeyboard?.(now);
    },
  });
  status.show(link.state);

  terminal.onData((text) => link.input.type(text));
  terminal.attachCustomKeyEventHandler((event) => {
    // A screen where nothing is typed is not to hold the keyboard.
    if (event.key === 'Tab' && terminal.options.disableStdin) return false;
    const action = shortcutOf(event);
    if (action !== 'leave-forward' && action !== 'leave-backward') return true;
    event.preventDefault();
    if (event.type === 'keydown') leave(terminal.element ?? frame, action === 'leave-forward' ? 'forward' : 'backward');
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
    setTyping(allowed) {
      wanted = allowed;
      obey();
    },
    focus: () => terminal.focus(),
    restart: () => link.restart(),
    dispose() {
      clearTimeout(again);
      link.dispose();
      status.dispose();
      screen.dispose();
    },
  };
}
