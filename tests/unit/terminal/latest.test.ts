import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Latest } from '../../../server/terminal/latest.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('latest value, spaced out', () => {
  it('delivers the first at once, then the most recent of each interval', () => {
    const seen: number[] = [];
    const latest = new Latest<number>(30, (value) => seen.push(value));
    for (let value = 0; value < 100; value += 1) latest.push(value);
    expect(seen).toEqual([0]);
    vi.advanceTimersByTime(30);
    expect(seen).toEqual([0, 99]);
    latest.push(100);
    expect(seen).toEqual([0, 99]);
    vi.advanceTimersByTime(30);
    expect(seen).toEqual([0, 99, 100]);
  });

  it('bounds the rate and never loses the last', () => {
    const seen: number[] = [];
    const latest = new Latest<number>(1000 / 30, (value) => seen.push(value));
    for (let value = 0; value < 10_000; value += 1) {
      latest.push(value);
      vi.advanceTimersByTime(0.1);
    }
    vi.advanceTimersByTime(100);
    expect(seen.length).toBeLessThanOrEqual(32);
    expect(seen.at(-1)).toBe(9_999);
  });

  it('is at rest again after an interval without value', () => {
    const seen: number[] = [];
    const latest = new Latest<number>(30, (value) => seen.push(value));
    latest.push(1);
    vi.advanceTimersByTime(30);
    latest.push(2);
    expect(seen).toEqual([1, 2]);
    latest.push(3);
    latest.dispose();
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1, 2]);
  });
});
