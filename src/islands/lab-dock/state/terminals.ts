import { effect, signal } from '@preact/signals';
import { connectTerminal, TerminalScreen, type TerminalHandle } from '../../terminal/index.ts';
import { api } from '../../../lib/api.ts';
import { attempt, failure, takeFirstTicket } from './attempt.ts';
import { fontSize, screenReader } from './layout.ts';

/** As many as the server accepts for one sandbox. */
export const MAXIMUM_TERMINALS = 4;

/** Numbers of the open tabs, in order. */
export const tabs = signal<readonly number[]>([1]);
export const active = signal(1);
/** Whether the search line of the active terminal is open. */
export const searching = signal(false);

const handles = new Map<number, TerminalHandle>();
/** A command asked for before its terminal was there. */
let waiting: string | null = null;
/** Built while nobody waits for it; the next terminal takes it. */
let spare: TerminalScreen | undefined;

const newScreen = (): TerminalScreen =>
  new TerminalScreen({ screenReader: screenReader.value, fontSize: fontSize.value });

/** Builds the screen of the next attempt’s terminal, unless one is open already. */
export function prepareTerminal(): void {
  if (attempt.value === null) spare ??= newScreen();
}

/**
 * Leaves the terminals of the previous attempt and connects the first one of this one, which needs no place in the page
 * for that.
 *
 * @param id of the attempt; `null` when none is live.
 */
export function startTerminals(id: string | null): void {
  for (const handle of handles.values()) handle.dispose();
  handles.clear();
  tabs.value = [1];
  active.value = 1;
  searching.value = false;
  if (id !== null) connect(id, 1);
}

function connect(id: string, number: number): TerminalHandle {
  const handle = connectTerminal({
    screen: spare ?? newScreen(),
    terminal: number,
    getTicket: () =>
      (number === 1 ? takeFirstTicket() : null) ?? api.terminalTicket(id, number).then(({ ticket }) => ticket),
    onSearch: () => (searching.value = true),
  });
  spare = undefined;
  handles.set(number, handle);
  if (waiting !== null && number === active.value) {
    handle.type(waiting);
    waiting = null;
  }
  return handle;
}

/** Puts a terminal of the current attempt in an element. @returns a function that takes it away; the shell lives on. */
export function mountTerminal(number: number, element: HTMLElement): () => void {
  const id = attempt.value?.id;
  if (id === undefined) return () => undefined;
  const handle = handles.get(number) ?? connect(id, number);
  handle.place(element);
  return () => {
    if (handles.get(number) === handle) handles.delete(number);
    handle.dispose();
  };
}

export const activeHandle = (): TerminalHandle | undefined => handles.get(active.value);

/**
 * Types a command in the active terminal; it runs only when the learner presses Enter.
 * @returns false when no attempt is open.
 */
export function typeCommand(text: string): boolean {
  if (!attempt.value || attempt.value.state === 'ended') return false;
  const handle = activeHandle();
  if (handle) {
    handle.type(text);
    handle.focus();
  } else waiting = text;
  return true;
}

export function addTab(): void {
  const free = [1, 2, 3, 4].find((number) => !tabs.value.includes(number));
  if (free === undefined) {
    failure.value = { code: 'too-many-terminals', reference: undefined };
    return;
  }
  tabs.value = [...tabs.value, free].sort((a, b) => a - b);
  active.value = free;
}

export function closeTab(number: number): void {
  if (tabs.value.length === 1) return;
  const index = tabs.value.indexOf(number);
  tabs.value = tabs.value.filter((one) => one !== number);
  if (active.value === number) active.value = tabs.value[Math.max(0, index - 1)] ?? 1;
}

/** Preferences reach the terminals that are there. Read before the loop: an effect follows only what it has read. */
export function followPreferences(): void {
  effect(() => {
    const on = screenReader.value;
    for (const handle of handles.values()) handle.setScreenReader(on);
  });
  effect(() => {
    const size = fontSize.value;
    for (const handle of handles.values()) handle.setFontSize(size);
  });
}
