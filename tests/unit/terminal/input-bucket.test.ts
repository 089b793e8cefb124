import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputBucket } from '../../../server/terminal/input-bucket.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('input bucket', () => {
  it('lets a burst through, then says how long to rest', () => {
    const bucket = new InputBucket(1_000, 5_000);
    expect(bucket.take(5_000)).toBe(0);
    expect(bucket.take(500)).toBe(500);
    vi.advanceTimersByTime(200);
    expect(bucket.take(0)).toBe(300);
    vi.advanceTimersByTime(300);
    expect(bucket.take(0)).toBe(0);
  });

  it('never saves more than the burst', () => {
    const bucket = new InputBucket(1_000, 100);
    vi.advanceTimersByTime(60_000);
    expect(bucket.take(100)).toBe(0);
    expect(bucket.take(1)).toBe(1);
  });

  it('holds the sustained rate whatever the pieces', () => {
    const bucket = new InputBucket(64 * 1024, 256 * 1024);
    const start = performance.now();
    let bytes = 0;
    while (performance.now() - start < 20_000) {
      bytes += 10_000;
      vi.advanceTimersByTime(bucket.take(10_000));
    }
    expect(bytes).toBeGreaterThan(64 * 1024 * 20);
    expect(bytes).toBeLessThan(64 * 1024 * 20 + 256 * 1024 + 20_000);
  });
});
