/** A time during which the terminals of a whole class are held. Milliseconds since the epoch; `to` is `null` while it lasts. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/** Milliseconds from one instant to another, pauses left out. Pure. @param pauses no two at once. */
export function worked(from: number, to: number, pauses: readonly Pause[]): number {
  const held = pauses.reduce(
    (sum, pause) => sum + between(Math.max(from, pause.from), Math.min(to, pause.to ?? to)),
    0,
  );
  return between(from, to) - held;
}

const between = (from: number, to: number): number => Math.max(0, to - from);

/** Those that take something from what began and ended then. Pure. @param to `null`: it goes on. */
export const pausesWithin = (pauses: readonly Pause[], from: number, to: number | null): Pause[] =>
  pauses.filter((pause) => (pause.to === null || pause.to > from) && (to === null || pause.from < to));
