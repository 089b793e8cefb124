import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextState, planRepairs, SANDBOX_EVENTS, statesBefore } from '../../../server/fleet/lifecycle.ts';
import { SANDBOX_STATES, type SandboxRow, type SandboxState } from '../../../server/store/schema.ts';

const row = (id: string, state: SandboxState, extra: Partial<SandboxRow> = {}): SandboxRow => ({
  id,
  state,
  created_at: 0,
  ready_at: 0,
  attempt_id: state === 'claimed' ? `attempt-${id}` : null,
  expires_at: 1_000,
  gone_at: null,
  end_reason: null,
  ...extra,
});

describe('the states of a sandbox', () => {
  it('go one way: no event leads back', () => {
    const rank = (state: SandboxState) => SANDBOX_STATES.indexOf(state);
    for (const event of SANDBOX_EVENTS) {
      for (const state of SANDBOX_STATES) {
        const next = nextState(state, event);
        if (next !== null) expect(rank(next), `${event} in ${state}`).toBeGreaterThan(rank(state));
      }
    }
  });

  it('have no way out of gone, and only one into claimed', () => {
    expect(SANDBOX_EVENTS.map((event) => nextState('gone', event))).toEqual([null, null, null, null, null]);
    expect(statesBefore('claimed')).toEqual(['ready']);
  });
});

const state = fc.constantFrom<SandboxState>(...SANDBOX_STATES);
const anyId = (...ids: string[]) => fc.constantFrom(...ids);
const world = fc.record({
  rows: fc.uniqueArray(
    fc.record({
      id: anyId('a', 'b', 'c', 'd'),
      state,
      expires: fc.integer({ min: 0, max: 100 }),
      ready: fc.integer({ min: 0, max: 100 }),
    }),
    { selector: (entry) => entry.id },
  ),
  hosted: fc.uniqueArray(
    fc.record({ id: anyId('a', 'b', 'c', 'd', 'e'), running: fc.boolean(), expiresAt: fc.nat(100) }),
    {
      selector: (entry) => entry.id,
    },
  ),
  busy: fc.subarray(['a', 'b', 'c']),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

describe('reconciliation', () => {
  const input = ({ rows, hosted, busy }: World) => ({
    rows: rows.map((entry) => row(entry.id, entry.state, { expires_at: entry.expires, ready_at: entry.ready })),
    hosted,
    now: 50,
    busy: new Set(busy),
    maximumReadyAge: 30,
  });

  it('never touches what is busy, and does at most one thing to each sandbox', () => {
    fc.assert(
      fc.property(world, (generated) => {
        const repairs = planRepairs(input(generated));
        const ids = repairs.map((repair) => repair.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => generated.busy.includes(id))).toEqual([]);
      }),
    );
  });

  it('reaps everything that the engine has and nobody knows', () => {
    fc.assert(
      fc.property(world, (generated) => {
        const known = generated.rows.filter((entry) => entry.state !== 'gone').map((entry) => entry.id);
        const strangers = generated.hosted
          .map(({ id }) => id)
          .filter((id) => !known.includes(id) && !generated.busy.includes(id));
        const reaped = planRepairs(input(generated)).filter((repair) => repair.type === 'reap');
        expect(reaped.map(({ id }) => id).sort()).toEqual(strangers.sort());
      }),
    );
  });

  it('settles: once its repairs are done, there is nothing left to repair', () => {
    fc.assert(
      fc.property(world, (generated) => {
        const before = input({ ...generated, busy: [] });
        const rows = new Map(before.rows.map((entry) => [entry.id, entry]));
        const hosted = new Map(before.hosted.map((entry) => [entry.id, entry]));
        for (const repair of planRepairs(before)) {
          const known = rows.get(repair.id);
          if (repair.type === 'resume-creation' && known) {
            rows.set(repair.id, { ...known, state: 'ready', ready_at: 50 });
            hosted.set(repair.id, { id: repair.id, running: true, expiresAt: 100 });
          } else {
            hosted.delete(repair.id);
            if (known) rows.set(repair.id, { ...known, state: 'gone' });
          }
        }
        expect(planRepairs({ ...before, rows: [...rows.values()], hosted: [...hosted.values()] })).toEqual([]);
      }),
    );
  });

  it('ends a claimed sandbox at its hour and keeps it before', () => {
    const hosted = [{ id: 'a', running: true, expiresAt: 0 }];
    const plan = (now: number) =>
      planRepairs({ rows: [row('a', 'claimed')], hosted, now, busy: new Set(), maximumReadyAge: 30 });
    expect(plan(999)).toEqual([]);
    expect(plan(1_000)).toEqual([{ type: 'end', id: 'a', reason: 'expired' }]);
  });

  it('calls lost what stopped or vanished', () => {
    const base = { now: 0, busy: new Set<string>(), maximumReadyAge: 30 };
    expect(planRepairs({ ...base, rows: [row('a', 'claimed')], hosted: [] })).toEqual([{ type: 'mark-lost', id: 'a' }]);
    expect(
      planRepairs({ ...base, rows: [row('a', 'ready')], hosted: [{ id: 'a', running: false, expiresAt: 0 }] }),
    ).toEqual([{ type: 'end', id: 'a', reason: 'lost' }]);
  });
});
