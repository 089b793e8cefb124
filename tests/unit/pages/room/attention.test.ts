import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attentionOf,
  ATTENTION_LEVELS,
  byNeed,
  headcount,
  IDLE_AFTER,
  STUCK_AFTER,
} from '../../../../src/lib/attention.ts';
import { aLive, aTile, CLOCK } from './tiles.ts';

const MINUTE = 60_000;
const level = (tile: ReturnType<typeof aTile>, now = CLOCK) => attentionOf(tile, now).level;

describe('how much somebody needs help', () => {
  it('is decided by their own request first, whatever else', () => {
    const help = { askedAt: CLOCK - MINUTE, note: '' };
    for (const tile of [aTile({ help }), aTile({ help, connected: false }), aTile({ help, live: aLive('passed') })])
      expect(attentionOf(tile, CLOCK)).toEqual({ level: 'help', lasted: MINUTE });
  });

  it('says stuck when a check fails and none has passed for eight minutes, not a moment before', () => {
    const tile = aTile({ live: aLive('failed', { progressAt: CLOCK - STUCK_AFTER }) });
    expect(attentionOf(tile, CLOCK)).toEqual({ level: 'stuck', lasted: STUCK_AFTER });
    expect(level(tile, CLOCK - 1)).toBe('working');
    expect(level(aTile({ live: aLive('waiting', { progressAt: CLOCK - 2 * STUCK_AFTER }) }))).toBe('working');
  });

  it('says idle when an open lab has not moved for five minutes, not a moment before', () => {
    const tile = aTile({ activeAt: CLOCK - IDLE_AFTER, live: aLive('waiting') });
    expect(attentionOf(tile, CLOCK)).toEqual({ level: 'idle', lasted: IDLE_AFTER });
    expect(level(tile, CLOCK - 1)).toBe('working');
  });

  it('does not call idle who has just opened a lab after a long silence', () => {
    expect(level(aTile({ activeAt: CLOCK - 60 * MINUTE, live: aLive('waiting', { startedAt: CLOCK - MINUTE }) }))).toBe(
      'working',
    );
  });

  it('does not count a pause against who is held, while it lasts nor once it is over', () => {
    const during = { from: CLOCK - 20 * MINUTE, to: null };
    const over = { from: CLOCK - 20 * MINUTE, to: CLOCK - MINUTE };
    const before = CLOCK - 22 * MINUTE;
    for (const pause of [during, over]) {
      const live = { startedAt: before, progressAt: before, pauses: [pause] };
      expect(level(aTile({ activeAt: before, live: aLive('failed', live) }))).toBe('working');
    }
    const live = aLive('failed', { startedAt: before, progressAt: before, pauses: [over] });
    const later = CLOCK + STUCK_AFTER - 3 * MINUTE;
    expect(level(aTile({ activeAt: later, live }), later - 1)).toBe('working');
    expect(attentionOf(aTile({ activeAt: later, live }), later)).toEqual({ level: 'stuck', lasted: STUCK_AFTER });
  });

  it('prefers stuck to idle: whoever stopped because nothing works needs help most', () => {
    const live = aLive('failed', { progressAt: CLOCK - 20 * MINUTE });
    expect(level(aTile({ activeAt: CLOCK - 20 * MINUTE, live }))).toBe('stuck');
  });

  it('tells who has succeeded, who reads and who is not there', () => {
    expect(level(aTile({ live: aLive('passed', { progressAt: CLOCK - 60 * MINUTE }) }))).toBe('done');
    expect(level(aTile())).toBe('reading');
    expect(level(aTile({ connected: false, live: aLive('failed', { progressAt: 0 }) }))).toBe('away');
  });

  it('only ever rises or stays as time passes, for somebody who does nothing', () => {
    fc.assert(
      fc.property(tiles(), fc.nat(60 * MINUTE), fc.nat(60 * MINUTE), (tile, soon, later) => {
        const [first, second] = [CLOCK + soon, CLOCK + soon + later];
        expect(ATTENTION_LEVELS.indexOf(level(tile, second))).toBeLessThanOrEqual(
          ATTENTION_LEVELS.indexOf(level(tile, first)),
        );
      }),
    );
  });
});

describe('the order of a room', () => {
  it('is help, stuck, idle, working, reading, done, away', () => {
    const room = [
      aTile({ id: 'away', connected: false }),
      aTile({ id: 'done', live: aLive('passed') }),
      aTile({ id: 'reading' }),
      aTile({ id: 'working', live: aLive('failed') }),
      aTile({ id: 'idle', activeAt: CLOCK - 9 * MINUTE, live: aLive('waiting') }),
      aTile({ id: 'stuck', live: aLive('failed', { progressAt: CLOCK - 9 * MINUTE }) }),
      aTile({ id: 'help', help: { askedAt: CLOCK, note: '' } }),
    ];
    expect(byNeed(room, CLOCK).map(({ id }) => id)).toEqual([...ATTENTION_LEVELS]);
    expect(headcount(room, CLOCK)).toEqual(Object.fromEntries(ATTENTION_LEVELS.map((name) => [name, 1])));
  });

  it('puts who has waited longest first, and who needs nothing by name, numbers as numbers', () => {
    const asking = [3, 1, 2].map((minutes) =>
      aTile({ id: `${minutes}`, help: { askedAt: CLOCK - minutes * MINUTE, note: '' } }),
    );
    expect(byNeed(asking, CLOCK).map(({ id }) => id)).toEqual(['3', '2', '1']);
    const working = ['apprenante-10', 'Élodie', 'apprenante-9'].map((pseudonym) =>
      aTile({ id: pseudonym, pseudonym, live: aLive('waiting') }),
    );
    expect(byNeed(working, CLOCK).map(({ pseudonym }) => pseudonym)).toEqual([
      'apprenante-9',
      'apprenante-10',
      'Élodie',
    ]);
  });

  it('does not depend on the order in which people were told', () => {
    const rooms = fc
      .uniqueArray(tiles(), { selector: ({ id }) => id, maxLength: 12 })
      .chain((room) => fc.tuple(fc.constant(room), fc.shuffledSubarray(room, { minLength: room.length })));
    fc.assert(
      fc.property(rooms, ([room, shuffled]) => {
        expect(byNeed(shuffled, CLOCK)).toEqual(byNeed(room, CLOCK));
      }),
    );
  });
});

/** Anybody, within the hour before the clock. */
function tiles() {
  const before = fc.nat(60 * MINUTE).map((ago) => CLOCK - ago);
  const status = fc.constantFrom('waiting' as const, 'passed' as const, 'failed' as const);
  return fc
    .record({
      id: fc.stringMatching(/^[a-z]{1,12}$/),
      pseudonym: fc.constantFrom('apprenante-1', 'apprenante-2', 'Zoé'),
      connected: fc.boolean(),
      activeAt: fc.option(before, { nil: null }),
      asked: fc.option(before, { nil: null }),
      live: fc.option(fc.record({ status, startedAt: before, progressAt: before }), { nil: null }),
    })
    .map(({ asked, live, ...rest }) =>
      aTile({
        ...rest,
        help: asked === null ? null : { askedAt: asked, note: '' },
        live: live && aLive(live.status, live),
      }),
    );
}
