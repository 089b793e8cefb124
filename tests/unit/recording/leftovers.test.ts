import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, leftovers } from '../../../server/recording/leftovers.ts';

const NOW = 1_000_000;
const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
const nobody = new Set<string>();

describe('recordings to delete', () => {
  it('are those whose time is over, rows without file, files without row', () => {
    const rows = [
      { id: a, expires_at: NOW },
      { id: b, expires_at: NOW + 1 },
    ];
    expect(leftovers(rows, [a, b].map(fileName), nobody, NOW)).toEqual([a]);
    expect(leftovers(rows.slice(1), [], nobody, NOW)).toEqual([b]);
    expect(leftovers([], [fileName(c)], nobody, NOW)).toEqual([c]);
  });

  it('are never those being recorded', () => {
    expect(leftovers([{ id: a, expires_at: 0 }], [fileName(c)], new Set([a, c]), NOW)).toEqual([]);
  });

  it('are never files that are none of ours', () => {
    const names = ['notes.txt', `${a}.cast.bak`, `../${a}.cast`, `x${a}.cast`, 'a.cast', '.cast'];
    expect(leftovers([], names, nobody, NOW)).toEqual([]);
  });

  it('leave each recording that has its row, its file and its time', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uuid(), fc.boolean(), fc.boolean(), fc.boolean())), (all) => {
        const rows = all.flatMap(([id, row, , over]) => (row ? [{ id, expires_at: over ? NOW - 1 : NOW + 1 }] : []));
        const files = all.flatMap(([id, , file]) => (file ? [fileName(id)] : []));
        const doomed = leftovers(rows, files, nobody, NOW);
        for (const [id, row, file, over] of all) {
          expect(doomed.includes(id)).toBe((row || file) && !(row && file && !over));
        }
      }),
    );
  });
});
