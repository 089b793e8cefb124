import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, MAX_CONCURRENT_CREATIONS, readyWanted } from '../../../server/fleet/admission.ts';

const GIB = 2 ** 30;
const policy = { warm: 2, maximum: 6, sandboxMemory: GIB };
const idle = { memoryAvailable: 100 * GIB, load: 0, processors: 2 };
const none = { creating: 0, ready: 0, claimed: 0, ending: 0 };

describe('admission', () => {
  it.each([
    ['fills an empty pool, two at a time', none, 0, idle, { start: 2, refuse: 0 }],
    ['leaves a full pool alone', { ...none, ready: 2 }, 0, idle, { start: 0, refuse: 0 }],
    ['counts what is being made', { ...none, creating: 1 }, 0, idle, { start: 1, refuse: 0 }],
    ['serves people before the pool', { ...none, claimed: 5 }, 1, idle, { start: 1, refuse: 0 }],
    ['refuses whom it has no place for', { ...none, claimed: 6 }, 2, idle, { start: 0, refuse: 2 }],
    ['counts what is not yet removed', { ...none, claimed: 4, ending: 2 }, 1, idle, { start: 0, refuse: 1 }],
    ['lets people wait for what is being made', { ...none, claimed: 4, creating: 2 }, 2, idle, { start: 0, refuse: 0 }],
    ['does not grow the pool on a loaded machine', none, 0, { ...idle, load: 13 }, { start: 0, refuse: 0 }],
    ['still serves people on a loaded machine', none, 1, { ...idle, load: 13 }, { start: 1, refuse: 0 }],
    ['keeps memory for the machine', none, 1, { ...idle, memoryAvailable: GIB }, { start: 0, refuse: 1 }],
  ])('%s', (_title, counts, waiting, machine, expected) => {
    expect(admit(counts, waiting, policy, machine)).toEqual(expected);
  });

  it('never exceeds the maximum nor the concurrency, and leaves nobody waiting for nothing', () => {
    const small = fc.nat(8);
    fc.assert(
      fc.property(small, small, small, small, fc.nat(12), (creating, ready, claimed, ending, waiting) => {
        const counts = { creating, ready, claimed, ending };
        const { start, refuse } = admit(counts, waiting, policy, idle);
        const total = creating + ready + claimed + ending;
        expect(start).toBeLessThanOrEqual(Math.max(0, policy.maximum - total));
        expect(creating + start).toBeLessThanOrEqual(Math.max(creating, MAX_CONCURRENT_CREATIONS));
        if (waiting - refuse > 0) expect(ready + creating + start).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ['nobody is expected', 2, 0, 5, 2],
    ['a class is expected', 2, 30, 0, 30],
    ['half of it has come', 2, 30, 15, 15],
    ['all of it has come', 2, 30, 30, 2],
  ])('wants so many ready when %s', (_when, usual, expected, claimed, wanted) => {
    expect(readyWanted(usual, expected, claimed)).toBe(wanted);
  });
});
