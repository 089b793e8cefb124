import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Coalesced } from '../../../server/classroom/coalesced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('acts once for a burst, for each key, and again for what comes after', () => {
  const acted: string[] = [];
  const changes = new Coalesced(80, (key) => acted.push(key));
  for (const key of ['a', 'a', 'b', 'a']) changes.push(key);
  expect(acted).toEqual([]);
  vi.advanceTimersByTime(80);
  expect(acted).toEqual(['a', 'b']);
  changes.push('a');
  vi.advanceTimersByTime(80);
  expect(acted).toEqual(['a', 'b', 'a']);
});

it('is silent once stopped, whatever waited or comes', () => {
  const acted: string[] = [];
  const changes = new Coalesced(80, (key) => acted.push(key));
  changes.push('a');
  changes.stop();
  changes.push('b');
  vi.advanceTimersByTime(200);
  expect(acted).toEqual([]);
});
