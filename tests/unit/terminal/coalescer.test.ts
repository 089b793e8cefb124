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
  it('emits the first piece after an idle moment at once', () => {
    coalescer.push(text('a'));
    expect(frames).toEqual(['a']);
    vi.advanceTimersByTime(4);
    coalescer.push(text('b'));
    expect(frames).toEqual(['a', 'b']);
  });

  it('groups what comes within 4 ms of the last frame', () => {
    coalescer.push(text('a'));
    coalescer.push(text('b'));
    vi.advanceTimersByTime(2);
    coalescer.push(text('c'));
    expect(frames).toEqual(['a']);
    vi.advanceTimersByTime(2);
    expect(frames).toEqual(['a', 'bc']);
  });

  it('does not wait when there are 32 KiB', () => {
    coalescer.push(text('a'));
    coalescer.push(text('b'.repeat(32 * 1024 - 1)));
    expect(frames).toHaveLength(1);
    coalescer.push(text('c'));
    expect(frames[1]).toHaveLength(32 * 1024);
    vi.advanceTimersByTime(100);
    expect(frames).toHaveLength(2);
  });

  it('emits no empty frame, and nothing once disposed of', () => {
    coalescer.push(text(''));
    coalescer.flush();
    coalescer.push(text('a'));
    coalescer.push(text('lost'));
    coalescer.dispose();
    vi.advanceTimersByTime(100);
    expect(frames).toEqual(['a']);
  });
});
