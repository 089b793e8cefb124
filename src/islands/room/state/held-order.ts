/** Whether rows may change place now: never under a pointer that moves nor around a focus that works. */

/** Milliseconds during which a pointer that has stopped over the rows still holds them. */
export const POINTER_HOLD = 15_000;
/** The same, since the last key, while the focus is on a row: somebody may have gone and left it there. */
export const FOCUS_HOLD = 60_000;

export interface Presence {
  /** Last movement over the rows; `null` once the pointer has left them. */
  readonly pointerAt: number | null;
  /** Last key or focus on a row; `null` once the focus is elsewhere. */
  readonly focusAt: number | null;
}

export const isHeld = ({ pointerAt, focusAt }: Presence, now: number): boolean =>
  (pointerAt !== null && now - pointerAt < POINTER_HOLD) || (focusAt !== null && now - focusAt < FOCUS_HOLD);

/** The order to show: the wanted one, or, while held, the one shown, without who has left and with who has come at the end. */
export function nextOrder(shown: readonly string[], wanted: readonly string[], held: boolean): readonly string[] {
  if (!held) return wanted;
  const present = new Set(wanted);
  const known = new Set(shown);
  return [...shown.filter((id) => present.has(id)), ...wanted.filter((id) => !known.has(id))];
}

/** How many rows must move for one order to become the other, at least. Both hold the same identifiers. */
export function moves(shown: readonly string[], wanted: readonly string[]): number {
  const place = new Map(wanted.map((id, index) => [id, index]));
  // Those of a longest increasing subsequence may stay: `ends[n]` is the least end of one of length n + 1.
  const ends: number[] = [];
  for (const id of shown) {
    const index = place.get(id) ?? 0;
    const length = ends.findIndex((end) => end >= index);
    if (length === -1) ends.push(index);
    else ends[length] = index;
  }
  return shown.length - ends.length;
}
