import { describe, expect, it } from 'vitest';
import { extended, isIdle, solutionAvailable } from '../../../server/attempts/attempt-rules.ts';
import { KeyedLock } from '../../../server/attempts/keyed-lock.ts';

const effort = { succeeded: false, tries: 0, hintsRevealed: 0, hintCount: 3, elapsed: 0, minutes: 10 };

describe('the solution', () => {
  it.each([
    ['shows after success', { succeeded: true }, true],
    ['stays closed at first', {}, false],
    ['stays closed without the hints', { tries: 9, elapsed: 600_000 }, false],
    ['stays closed with the hints alone', { hintsRevealed: 3, tries: 1, elapsed: 299_999 }, false],
    ['shows after hints and failures', { hintsRevealed: 3, tries: 2 }, true],
    ['shows after hints and half the planned time', { hintsRevealed: 3, elapsed: 300_000 }, true],
  ])('%s', (_title, change, expected) => {
    expect(solutionAvailable({ ...effort, ...change })).toBe(expected);
  });
});

it('time is added to the end, not to now', () => {
  expect(extended(1_000, 30)).toBe(1_000 + 30 * 60_000);
});

it('idleness counts from the last look', () => {
  expect(isIdle(0, 29 * 60_000, 30)).toBe(false);
  expect(isIdle(0, 30 * 60_000, 30)).toBe(true);
});

describe('a keyed lock', () => {
  it('keeps the order of one key, and lets others pass', async () => {
    const lock = new KeyedLock();
    const done: string[] = [];
    const task = (name: string, delay: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      done.push(name);
    };
    await Promise.all([lock.run('a', task('a1', 40)), lock.run('a', task('a2', 0)), lock.run('b', task('b1', 5))]);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('goes on after a failure', async () => {
    const lock = new KeyedLock();
    await expect(lock.run('a', () => Promise.reject(new Error('non')))).rejects.toThrow('non');
    expect(await lock.run('a', async () => 'oui')).toBe('oui');
  });
});
