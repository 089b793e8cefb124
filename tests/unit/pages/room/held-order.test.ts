import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOCUS_HOLD, isHeld, moves, nextOrder, POINTER_HOLD } from '../../../../src/islands/room/state/held-order.ts';

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 12 });
/** The same people in two orders. */
const twoOrders = ids.chain((people) =>
  fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
);

describe('rows under a pointer or a focus', () => {
  it('are held while it works, and let go when it has stopped for a while or left', () => {
    expect(isHeld({ pointerAt: null, focusAt: null }, 1_000_000)).toBe(false);
    expect(isHeld({ pointerAt: 0, focusAt: null }, POINTER_HOLD - 1)).toBe(true);
    expect(isHeld({ pointerAt: 0, focusAt: null }, POINTER_HOLD)).toBe(false);
    expect(isHeld({ pointerAt: null, focusAt: 0 }, FOCUS_HOLD - 1)).toBe(true);
    expect(isHeld({ pointerAt: null, focusAt: 0 }, FOCUS_HOLD)).toBe(false);
  });

  it('do not move: who has left goes, who has come is last', () => {
    expect(nextOrder(['a', 'b', 'c'], ['c', 'd', 'a'], true)).toEqual(['a', 'c', 'd']);
    expect(nextOrder(['a', 'b', 'c'], ['c', 'd', 'a'], false)).toEqual(['c', 'd', 'a']);
  });

  it('keep everybody who is wanted, and the order of those who were there', () => {
    fc.assert(
      fc.property(ids, ids, (shown, wanted) => {
        const next = nextOrder(shown, wanted, true);
        expect([...next].sort()).toEqual([...wanted].sort());
        const kept = shown.filter((id) => wanted.includes(id));
        expect(next.slice(0, kept.length)).toEqual(kept);
      }),
    );
  });
});

describe('how many people change place', () => {
  it.each([
    ['abc', 'abc', 0],
    ['abc', 'cab', 1],
    ['abcd', 'dcba', 3],
    ['abcd', 'badc', 2],
  ])('from %s to %s: %i', (shown, wanted, count) => {
    expect(moves([...shown], [...wanted])).toBe(count);
  });

  it('is none only when nobody moves, and never everybody', () => {
    fc.assert(
      fc.property(twoOrders, ([shown, wanted]) => {
        const count = moves(shown, wanted);
        expect(count === 0).toBe(shown.join() === wanted.join());
        expect(count).toBeLessThanOrEqual(Math.max(0, shown.length - 1));
      }),
    );
  });
});
