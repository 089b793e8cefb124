import { signal, type ReadonlySignal } from '@preact/signals';
import { seat } from '../../lib/seat.ts';
import { session } from '../../lib/session.ts';
import type { Store } from '../../lib/store.ts';

function signalOf<T>(store: Store<T>): ReadonlySignal<T> {
  const copy = signal(store.value);
  store.subscribe((value) => (copy.value = value));
  return copy;
}

/** What pages keep in stores, for the islands to be drawn again when it changes. */
export const seatSignal = signalOf(seat);
export const sessionSignal = signalOf(session);
