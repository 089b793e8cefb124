import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pausesWithin, worked, type Pause } from '../../../server/contract/working-time.ts';

const PAUSES: Pause[] = [
  { from: 10, to: 20 },
  { from: 30, to: null },
];

describe('time without the pauses', () => {
  it.each([
    ['before any', 0, 5, 5],
    ['around one', 0, 25, 15],
    ['from the middle of one', 15, 25, 5],
    ['to the middle of one', 0, 15, 10],
    ['inside one', 12, 18, 0],
    ['into the one that goes on', 25, 90, 5],
    ['backwards', 25, 5, 0],
  ])('%s', (_where, from, to, expected) => {
    expect(worked(from, to, PAUSES)).toBe(expected);
  });

  it('is never negative, never more than all of it, and adds up', () => {
    fc.assert(
      fc.property(pauses(), fc.nat(200), fc.nat(200), fc.nat(200), (all, from, first, second) => {
        const whole = worked(from, from + first + second, all);
        expect(whole).toBe(worked(from, from + first, all) + worked(from + first, from + first + second, all));
        expect(whole).toBeGreaterThanOrEqual(0);
        expect(whole).toBeLessThanOrEqual(first + second);
      }),
    );
  });

  it('needs no other pauses than those within it', () => {
    fc.assert(
      fc.property(pauses(), fc.nat(200), fc.nat(200), (all, from, duration) => {
        const to = from + duration;
        expect(worked(from, to, pausesWithin(all, from, to))).toBe(worked(from, to, all));
        expect(worked(from, to, pausesWithin(all, from, null))).toBe(worked(from, to, all));
      }),
    );
    expect(pausesWithin(PAUSES, 20, 30)).toEqual([]);
  });
});

/** One after the other; the last may go on. */
function pauses(): fc.Arbitrary<Pause[]> {
  return fc.tuple(fc.uniqueArray(fc.nat(400), { maxLength: 9 }), fc.boolean()).map(([instants, goesOn]) => {
    const sorted = instants.sort((a, b) => a - b);
    const found: Pause[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2)
      found.push({ from: sorted[index] ?? 0, to: sorted[index + 1] ?? 0 });
    const last = found.at(-1);
    return goesOn && last ? [...found.slice(0, -1), { ...last, to: null }] : found;
  });
}
