import { effect, signal } from '@preact/signals';
import { createTerminal, type TerminalHandle } from '../../terminal/index.ts';
import { api } from '../../../lib/api.ts';
import { attempt, failure } from './attempt.ts';
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

/** Puts a terminal of the current attempt in an element. @returns a function that takes it away; the shell lives on. */
export function mountTerminal(number: number, element: HTMLElement): () => void {
  const id = attempt.value?.id;
  if (id === undefined) return () => undefined;
  const handle = createTerminal({
    element,
    terminal: number,
    getTicket: async () => (await api.terminalTicket(id, number)).ticket,
    onSearch: () => (searching.value = true),
    screenReader: screenReader.value,
    fontSize: fontSize.value,
  });
  handles.set(number, handle);
  if (waiting !== null && number === active.value) {
    handle.type(waiting);
    waiting = null;
  }
  return () => {
    handles.delete(number);
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

/** A new attempt starts with one terminal. */
export function resetTabs(): void {
  tabs.value = [1];
  active.value = 1;
  searching.value = false;
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
