import { describe, expect, it } from 'vitest';
import type { ProgressView } from '../../../server/contract/api.ts';
import { labState, mergeProgress } from '../../../src/lib/progress.ts';

const view = (change: Partial<ProgressView>): ProgressView => ({ labs: {}, chapters: {}, quizzes: {}, ...change });
const lab = (bestPassed: number, succeededAt: number | null, attempts = 1) => ({
  bestPassed,
  total: 3,
  succeededAt,
  attempts,
});

describe('merging what this browser and the server know', () => {
  it('keeps the later reading position, and never forgets that a chapter was finished', () => {
    const local = view({ chapters: { namespaces: { section: 'debut', finished: true, at: 10 } } });
    const remote = view({ chapters: { namespaces: { section: 'milieu', finished: false, at: 20 } } });
    expect(mergeProgress(local, remote).chapters.namespaces).toEqual({ section: 'milieu', finished: true, at: 20 });
    expect(mergeProgress(remote, local).chapters.namespaces).toEqual({ section: 'milieu', finished: true, at: 20 });
  });

  it('adds up right answers, sorted and once each', () => {
    const merged = mergeProgress(view({ quizzes: { cgroups: [3, 1] } }), view({ quizzes: { cgroups: [1, 2] } }));
    expect(merged.quizzes.cgroups).toEqual([1, 2, 3]);
  });

  it('believes the server on labs', () => {
    const merged = mergeProgress(view({ labs: { un: lab(1, null) } }), view({ labs: { un: lab(3, 42) } }));
    expect(merged.labs.un).toEqual(lab(3, 42));
  });
});

describe('the state of a lab', () => {
  it.each([
    ['todo', view({})],
    ['todo', view({ labs: { un: lab(0, null, 0) } })],
    ['started', view({ labs: { un: lab(2, null) } })],
    ['sealed', view({ labs: { un: lab(3, 42) } })],
  ])('%s', (expected, progress) => {
    expect(labState(progress, 'un')).toBe(expected);
  });
});
