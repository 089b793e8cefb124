import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { duration, StepDisplay, timeLeft } from '../../../server/cli/progress.ts';

describe('durations', () => {
  it.each([
    [0, '0,0 s'],
    [1234, '1,2 s'],
    [9949, '9,9 s'],
    [9960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 00 s'],
    [125_000, '2 min 05 s'],
  ])('%d ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));
});

describe('the time left', () => {
  it('is what the pace so far gives, less what has passed since', () => {
    expect(timeLeft(30_000, 0.5, 0)).toBe('reste environ 30 s');
    expect(timeLeft(30_000, 0.5, 10_000)).toBe('reste environ 20 s');
  });

  it('is not said when too little is known, or when the estimate has run out', () => {
    expect(timeLeft(1000, 0.5, 0)).toBe('');
    expect(timeLeft(30_000, 0.01, 0)).toBe('');
    expect(timeLeft(30_000, 0.5, 60_000)).toBe('');
  });
});

describe('the display of steps', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  const display = (terminal: boolean) => {
    const output = Object.assign(new PassThrough(), terminal ? { isTTY: true, columns: 40 } : {});
    return { steps: new StepDisplay(output), written: () => String(output.read() ?? '') };
  };

  it('writes plain lines where there is no terminal, and none of them twice', async () => {
    const { steps, written } = display(false);
    await steps.step('Image', async (step) => {
      step.detail('assemblage');
      step.done(0.4);
      vi.advanceTimersByTime(20_000);
    });
    await steps.step('Pages', async () => vi.advanceTimersByTime(500));
    expect(written().split('\n')).toEqual([
      '1. Image · assemblage · 40\u00a0% · 10 s',
      '1. Image · assemblage · 40\u00a0% · 20 s',
      '1. Image\u00a0: 20 s',
      '2. Pages\u00a0: 0,5 s',
      '',
    ]);
  });

  it('rewrites one line on a terminal, never wider than it', async () => {
    const { steps, written } = display(true);
    await steps.step('Un titre', async (step) => {
      step.detail('un détail bien plus long que la largeur de ce terminal');
      vi.advanceTimersByTime(300);
    });
    const frames = written().split('\r\u001b[2K').filter(Boolean);
    expect(frames).toHaveLength(4);
    expect(frames.every((frame) => frame.length <= 40)).toBe(true);
    expect(frames.at(-1)).toBe('1. Un titre\u00a0: 0,3 s\n');
  });

  it('says that a step failed, lets the error through, and stops counting', async () => {
    const { steps, written } = display(false);
    await expect(steps.step('Moteur', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    vi.advanceTimersByTime(60_000);
    expect(written()).toBe('1. Moteur\u00a0: échec après 0,0 s\n');
  });
});
