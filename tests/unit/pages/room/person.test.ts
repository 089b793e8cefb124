import { describe, expect, it } from 'vitest';
import type { AttemptView, CheckView } from '../../../../server/contract/api.ts';
import type { LearnerDetail } from '../../../../server/contract/room.ts';
import { answerAfter } from '../../../../src/islands/room/state/consent.ts';
import { aTile, CLOCK } from './tiles.ts';

const attempt = (state: AttemptView['state'], status: CheckView['status'], changedAt: number): AttemptView =>
  ({ id: 'a', state, checks: [{ id: 'un', status, changedAt, everPassed: false }] }) as unknown as AttemptView;
const detail = (change: Partial<LearnerDetail> = {}): LearnerDetail => ({
  tile: aTile(),
  now: CLOCK,
  attempt: attempt('open', 'passed', CLOCK - 1000),
  history: [],
  messages: [],
  request: null,
  keyboard: null,
  ...change,
});

describe('what a learner answers to a request', () => {
  it('is nothing while it is asked', () => {
    expect(answerAfter({ kind: 'keyboard', granted: false }, detail(), detail({ request: 'keyboard' }), false)).toBe(
      null,
    );
  });

  it('is the keyboard granted, refused, or taken back', () => {
    const asked = detail({ request: 'keyboard' });
    const granted = detail({ keyboard: 'formatrice-1' });
    expect(answerAfter(null, asked, granted, false)).toEqual({ kind: 'keyboard', granted: true });
    expect(answerAfter(null, asked, detail(), false)).toEqual({ kind: 'keyboard', granted: false });
    expect(answerAfter({ kind: 'keyboard', granted: true }, granted, detail(), false)).toEqual({
      kind: 'keyboard',
      granted: false,
    });
  });

  it('is not told as a refusal when the trainer asks no more, or gives back', () => {
    expect(answerAfter(null, detail({ request: 'keyboard' }), detail(), true)).toBe(null);
    expect(answerAfter(null, detail({ request: 'reset' }), detail(), true)).toBe(null);
    expect(answerAfter(null, detail({ keyboard: 'formatrice-1' }), detail(), true)).toBe(null);
  });

  it('is a fresh sandbox as soon as one is being prepared, even a moment after the word', () => {
    const asked = detail({ request: 'reset' });
    const fresh = attempt('preparing', 'waiting', CLOCK);
    expect(answerAfter(null, asked, detail({ attempt: fresh }), false)).toEqual({ kind: 'reset', granted: true });
    const word = answerAfter(null, asked, detail(), false);
    expect(word).toEqual({ kind: 'reset', granted: false });
    expect(answerAfter(word, detail(), detail({ attempt: fresh }), false)).toEqual({ kind: 'reset', granted: true });
    expect(answerAfter(word, detail(), detail(), false)).toEqual(word);
  });

  it('is a fresh sandbox too when it was ready before anything was told of it', () => {
    const asked = detail({ request: 'reset' });
    const ready = detail({ attempt: attempt('open', 'waiting', CLOCK) });
    expect(answerAfter(null, asked, ready, false)).toEqual({ kind: 'reset', granted: true });
    const working = detail({ attempt: attempt('open', 'failed', CLOCK) });
    expect(answerAfter(null, asked, working, false)).toEqual({ kind: 'reset', granted: false });
  });
});
