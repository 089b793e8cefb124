import { computed, effect, signal } from '@preact/signals';
import { byNeed } from '../../../lib/attention.ts';
import { passes } from './filters.ts';
import { isHeld, moves, nextOrder, type Presence } from './held-order.ts';
import { now } from './clock.ts';
import { everybody } from './room.ts';

/** The order that the needs of now ask for, filters applied. As text: it then changes only when it differs. */
const wantedKey = computed(() =>
  byNeed(everybody.value, now.value)
    .filter(passes)
    .map(({ id }) => id)
    .join(' '),
);
const wanted = computed(() => wantedKey.value.split(' ').filter((id) => id !== ''));

const presence = signal<Presence>({ pointerAt: null, focusAt: null });
/** Looked at again as long as somebody holds the rows. */
const instant = signal(0);

/** Identifiers, in the order in which rows are shown. */
export const order = signal<readonly string[]>([]);
/** How many people change place when the rows are let go. */
export const waitingMoves = signal(0);

const HOLD_CHECK_MS = 1_000;

/** Keeps the order shown up to date, without moving rows under a pointer or a focus. @returns a function that stops. */
export function followOrder(): () => void {
  order.value = wanted.peek();
  const stop = effect(() => {
    const next = nextOrder(order.peek(), wanted.value, isHeld(presence.value, instant.value));
    if (next.join(' ') !== order.peek().join(' ')) order.value = next;
    waitingMoves.value = moves(next, wanted.value);
  });
  const timer = setInterval(() => (instant.value = Date.now()), HOLD_CHECK_MS);
  return () => {
    clearInterval(timer);
    stop();
    presence.value = { pointerAt: null, focusAt: null };
  };
}

/** Somebody does something on the rows, or no longer. */
export function touchRows(change: Partial<Presence>): void {
  instant.value = Date.now();
  presence.value = { ...presence.peek(), ...change };
}

/** Puts everybody in their place now. */
export function reorder(): void {
  touchRows({ pointerAt: null, focusAt: null });
}
