import { describe, expect, it } from 'vitest';
import type { LearnerResult } from '../../../server/contract/results.ts';
import { percentage, proved, timeSpent, worked } from '../../../src/islands/formation/results/proofs.ts';

const learner = (labs: Record<string, { succeededAt: number | null; spent: number }>): LearnerResult =>
  ({ labs }) as unknown as LearnerResult;

describe('what a class has proved', () => {
  const class3 = [
    learner({ un: { succeededAt: 1, spent: 60_000 }, deux: { succeededAt: 2, spent: 30_000 } }),
    learner({ un: { succeededAt: null, spent: 1 } }),
    learner({}),
  ];

  it('counts once whoever has succeeded in one of the labs of a reference, or in several', () => {
    expect(proved(class3, ['un', 'deux'])).toBe(1);
    expect(proved(class3, ['deux'])).toBe(1);
    expect(proved(class3, ['trois'])).toBe(0);
  });

  it('adds the time of all labs', () => {
    expect(timeSpent(class3[0]!)).toBe(90_000);
  });
});

it('durations and shares are written as French wants', () => {
  expect([worked(0), worked(59 * 60_000), worked(3_900_000)]).toEqual([
    '0\u00a0min',
    '59\u00a0min',
    '1\u00a0h\u00a005',
  ]);
  expect([percentage(2, 3), percentage(0, 0)]).toEqual(['67\u00a0%', '0\u00a0%']);
});
