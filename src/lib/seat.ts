import type { Consent, SeatView } from '../../server/contract/seat.ts';
import { api } from './api.ts';
import { ApiError } from './http.ts';
import { followLive } from './live.ts';
import { createStore } from './store.ts';

/** The learner’s place in their class, as it is now; `null` for somebody who learns alone. */
export const seat = createStore<SeatView | null>(null);

/**
 * Keeps `seat` true until stopped.
 * @param onGone the seat is no more: removed from the class, class deleted, signed out elsewhere.
 * @returns a function that stops, and leaves no seat.
 */
export function followSeat(onGone: () => void): () => void {
  const stop = followLive<SeatView>({
    url: api.seatEventsUrl,
    event: 'seat',
    ask: seatOrNothing,
    onView: (view) => seat.set(view),
    onGone: () => {
      seat.set(null);
      onGone();
    },
  });
  return () => {
    stop();
    seat.set(null);
  };
}

async function seatOrNothing(): Promise<SeatView> {
  const view = await api.seat();
  if (!view) throw new ApiError('not-in-a-class');
  return view;
}

/** Whether the class does not open one of these yet: a lab, or the chapter it belongs to. */
export const isClosed = (view: SeatView | null, ...items: (string | undefined)[]): boolean =>
  view !== null && items.some((item) => item !== undefined && view.closedItems.includes(item));

/** The address of a page of this site, or `null`: a message must not lead elsewhere, `//elsewhere` included. */
export function sitePath(target: string | null, origin = location.origin): string | null {
  if (target === null || !target.startsWith('/')) return null;
  const address = URL.parse(target, origin);
  return address?.origin === origin ? address.pathname + address.hash : null;
}

/** What the server will say too, told at once. */
function change(part: Partial<SeatView>): void {
  if (seat.value) seat.set({ ...seat.value, ...part });
}

/** @throws ApiError */
export async function readMessage(id: number): Promise<void> {
  await api.readMessage(id);
  change({ messages: seat.value?.messages.filter((message) => message.id !== id) ?? [] });
}

/** @param note at most 280 characters. @throws ApiError */
export async function askForHelp(note: string): Promise<void> {
  await api.help(true, note);
  change({ help: seat.value?.help ?? { askedAt: Date.now(), note } });
}

/** @throws ApiError */
export async function cancelHelp(): Promise<void> {
  await api.help(false, '');
  change({ help: null });
}

/** Answers what a trainer asks; `false` also takes back what was granted. @throws ApiError */
export async function consent(kind: Consent, granted: boolean): Promise<void> {
  const from = seat.value?.request?.from ?? null;
  await api.consent(kind, granted);
  change({ request: null, ...(kind === 'keyboard' ? { keyboard: granted ? from : null } : {}) });
}
