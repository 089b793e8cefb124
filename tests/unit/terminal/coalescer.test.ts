import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Coalescer } from '../../../server/terminal/coalescer.ts';

let frames: string[];
let coalescer: Coalescer;
const text = (value: string): Uint8Array => Buffer.from(value);

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  coalescer = new Coalescer((bytes) => frames.push(Buffer.from(bytes).toString()));
});
afterEach(() => void vi.useRealTimers());

describe('coalescer', () => {
  it('emits the first pieces after an idle moment at once', () => {
    for (const piece of ['a', 'b', 'c']) coalescer.push(text(piece));
    expect(frames).toEqual(['a', 'b', 'c']);
    vi.advanceTimersByTime(4);
    coalescer.push(text('d'));
    expect(frames).toEqual(['a', 'b', 'c', 'd']);
  });

  it('groups what follows within the same 4 ms', () => {
    for (const piece of ['a', 'b', 'c', 'd']) coalescer.push(text(piece));
    vi.advanceTimersByTime(2);
    coalescer.push(text('e'));
    expect(frames).toEqual(['a', 'b', 'c']);
    vi.advanceTimersByTime(2);
    expect(frames).toEqual(['a', 'b', 'c', 'de']);
  });

  it('sends at most a few frames in each 4 ms, however many pieces come', () => {
    for (let piece = 0; piece < 4_000; piece += 1) {
      coalescer.push(text('x'));
      vi.advanceTimersByTime(0.1);
    }
    vi.advanceTimersByTime(4);
    expect(frames.length).toBeLessThanOrEqual(4 * 101);
    expect(frames.join('')).toHaveLength(4_000);
  });

  it('does not wait when there are 32 KiB', () => {
    for (const piece of ['a', 'b', 'c', 'd']) coalescer.push(text(piece));
    coalescer.push(text('e'.repeat(32 * 1024 - 2)));
    expect(frames).toHaveLength(3);
    coalescer.push(text('f'));
    expect(frames[3]).toHaveLength(32 * 1024);
    vi.advanceTimersByTime(100);
    expect(frames).toHaveLength(4);
  });

  it('emits no empty frame, and nothing once disposed of', () => {
    coalescer.push(text(''));
    coalescer.flush();
    for (const piece of ['a', 'b', 'c', 'lost']) coalescer.push(text(piece));
    coalescer.dispose();
    vi.advanceTimersByTime(100);
    expect(frames).toEqual(['a', 'b', 'c']);
  });
});
