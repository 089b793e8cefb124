import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveEvaluation } from '../../../server/grading/live.ts';

describe('the moment to evaluate', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gathers a burst of rings into one evaluation', async () => {
    const evaluate = vi.fn(async () => {});
    const live = new LiveEvaluation({ evaluate });
    for (let n = 0; n < 50; n++) live.ring();
    await vi.advanceTimersByTimeAsync(100);
    expect(evaluate).toHaveBeenCalledTimes(1);
    await live.stop();
  });

  it('evaluates again when it rings during an evaluation, and never twice at once', async () => {
    let running = 0;
    let most = 0;
    const evaluate = vi.fn(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 100));
      running--;
    });
    const live = new LiveEvaluation({ evaluate });
    live.ring();
    await vi.advanceTimersByTimeAsync(50);
    live.ring();
    live.ring();
    await vi.advanceTimersByTimeAsync(400);
    expect(evaluate).toHaveBeenCalledTimes(2);
    expect(most).toBe(1);
    await live.stop();
  });

  it('has a pulse of its own', async () => {
    const evaluate = vi.fn(async () => {});
    const live = new LiveEvaluation({ evaluate, pulse: 1_000 });
    await vi.advanceTimersByTimeAsync(3_200);
    expect(evaluate).toHaveBeenCalledTimes(3);
    await live.stop();
  });

  it('is silent once stopped', async () => {
    const evaluate = vi.fn(async () => {});
    const live = new LiveEvaluation({ evaluate, pulse: 1_000 });
    await live.stop();
    live.ring();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(evaluate).not.toHaveBeenCalled();
  });
});
