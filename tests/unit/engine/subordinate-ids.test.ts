import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeRange, ID_COUNT, rangeOf } from '../../../server/engine/subordinate-ids.ts';

describe('the sandboxes’ ids', () => {
  it('start above what useradd hands to people', () => {
    expect(freeRange('', '')).toEqual({ start: 1_000_000, count: ID_COUNT });
    expect(freeRange('apprenante-1:100000:65536\n', 'apprenante-1:100000:65536\n')?.start).toBe(1_000_000);
  });

  it('avoid ranges that only the groups’ file knows', () => {
    expect(freeRange('', 'other:1000000:65536\n')?.start).toBe(1_065_536);
  });

  it('are refused when nothing is left', () => {
    expect(freeRange('other:0:4000000\n', '')).toBeNull();
  });

  it('are those already given, when they are enough', () => {
    expect(rangeOf('etanche', 'other:1:2\netanche:70000:65536\n')).toEqual({ start: 70_000, count: 65_536 });
    expect(rangeOf('etanche', 'etanche:70000:1000\n')).toBeNull();
    expect(rangeOf('etanche', 'etanche2:70000:65536\n')).toBeNull();
  });

  it('never overlap anybody’s', () => {
    const range = fc.record({
      start: fc.integer({ min: 900_000, max: 1_400_000 }),
      count: fc.integer({ min: 1, max: 200_000 }),
    });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (taken) => {
        const text = taken.map(({ start, count }, index) => `user-${index}:${start}:${count}`).join('\n');
        const free = freeRange(text, '');
        if (!free) return;
        for (const { start, count } of taken) {
          expect(start + count <= free.start || free.start + free.count <= start).toBe(true);
        }
      }),
    );
  });

  it('are not confused by a damaged file', () => {
    expect(freeRange('\n# comment\nbroken\na:b:c\n:::\n', '')).toEqual({ start: 1_000_000, count: ID_COUNT });
  });
});
