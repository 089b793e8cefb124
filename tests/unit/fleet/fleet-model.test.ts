import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { Fleet } from '../../../server/fleet/fleet.ts';
import { nextState, SANDBOX_EVENTS } from '../../../server/fleet/lifecycle.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { SandboxStore } from '../../../server/store/sandboxes.ts';
import type { SandboxRow, SandboxState } from '../../../server/store/schema.ts';
import { FakeSandboxHost } from '../../support/fake-sandbox-host.ts';
import { waitUntil } from '../../support/wait-until.ts';

const MAXIMUM = 4;
const idle = { memoryAvailable: 2 ** 40, load: 0, processors: 2 };

interface Real {
  db: Database;
  host: FakeSandboxHost;
  store: SandboxStore;
  fleet: Fleet;
  /** Every state each sandbox was ever seen in. */
  seen: Map<string, SandboxState>;
  ended: string[];
  claims: SandboxRow[];
}

interface Model {
  claimed: number;
}

async function build(db: Database, host: FakeSandboxHost, warm = 2): Promise<Real> {
  const store = new SandboxStore(db);
  const ended: string[] = [];
  const fleet = new Fleet({
    host,
    store,
    policy: { warm, maximum: MAXIMUM, sandboxMemory: 1 },
    log: pino({ level: 'silent' }),
    onEnded: async (sandbox) => void ended.push(sandbox.id),
    machine: () => idle,
  });
  await fleet.start();
  return { db, host, store, fleet, seen: new Map(), ended, claims: [] };
}

/** What must hold after every command, whatever came before. */
async function invariants(real: Real): Promise<void> {
  const rows = await real.db.selectFrom('sandbox').selectAll().execute();
  for (const row of rows) {
    const before = real.seen.get(row.id);
    if (before && before !== row.state) expect(reachable(before).has(row.state), `${before} → ${row.state}`).toBe(true);
    real.seen.set(row.id, row.state);
    expect(row.state === 'claimed' ? row.attempt_id !== null : true).toBe(true);
  }
  expect(rows.filter((row) => row.state !== 'gone').length).toBeLessThanOrEqual(MAXIMUM);
}

function reachable(from: SandboxState): Set<SandboxState> {
  const found = new Set<SandboxState>();
  const visit = (state: SandboxState): void => {
    for (const event of SANDBOX_EVENTS) {
      const next = nextState(state, event);
      if (next && !found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(from);
  return found;
}

let attempts = 0;

const claim: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'claim',
  async run(_model, real) {
    const attempt = `attempt-${attempts++}`;
    try {
      const sandbox = await real.fleet.claim(attempt, Date.now() + 60_000);
      expect(real.claims.map(({ id }) => id)).not.toContain(sandbox.id);
      expect(sandbox.attempt_id).toBe(attempt);
      real.claims.push(sandbox);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
    await invariants(real);
  },
};

const end: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'end the oldest claim',
  async run(_model, real) {
    const sandbox = real.claims.shift();
    if (sandbox) {
      await real.fleet.end(sandbox.id, 'closed');
      expect((await real.store.find(sandbox.id))?.state).toMatch(/ending|gone/);
    }
    await invariants(real);
  },
};

const vanish: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'a sandbox vanishes from the engine, then reconciliation',
  async run(_model, real) {
    const [id] = real.host.sandboxes.keys();
    if (id) real.host.sandboxes.delete(id);
    await real.fleet.reconcile();
    if (id) expect((await real.store.find(id))?.state ?? 'gone').toMatch(/gone|ending|creating/);
    await invariants(real);
  },
};

const stranger: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'an unknown sandbox appears, then reconciliation',
  async run(_model, real) {
    const { beforeCreate } = real.host;
    real.host.beforeCreate = async () => {};
    await real.host.create({ id: 'stranger', expiresAt: 0 });
    real.host.beforeCreate = beforeCreate;
    await real.fleet.reconcile();
    expect(real.host.sandboxes.has('stranger')).toBe(false);
    await invariants(real);
  },
};

const failNext: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'the next creation fails',
  async run(_model, real) {
    real.host.beforeCreate = async () => {
      real.host.beforeCreate = async () => {};
      throw new Error('no room on the engine');
    };
    await invariants(real);
  },
};

const restart: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  toString: () => 'the server restarts',
  async run(_model, real) {
    await real.fleet.stop();
    const next = await build(real.db, real.host);
    Object.assign(real, { fleet: next.fleet, store: next.store });
    for (const sandbox of real.claims) {
      const row = await real.store.find(sandbox.id);
      // What was claimed and is still on the engine is still claimed.
      if (real.host.sandboxes.has(sandbox.id)) expect(row?.state).toBe('claimed');
    }
    await invariants(real);
  },
};

describe('the fleet, against random histories', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0)) await clean();
  });

  it(
    'gives a sandbox once, never exceeds the maximum, and moves only along legal ways',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.commands(
            [claim, claim, end, vanish, stranger, failNext, restart].map((command) => fc.constant(command)),
            { maxCommands: 25 },
          ),
          async (commands) => {
            const db = await openDatabase(':memory:');
            const real = await build(db, new FakeSandboxHost());
            try {
              await fc.asyncModelRun(() => ({ model: { claimed: 0 }, real }), commands);
            } finally {
              await real.fleet.stop();
              await db.destroy();
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('two claims at the same instant never get the same sandbox', async () => {
    const db = await openDatabase(':memory:');
    const real = await build(db, new FakeSandboxHost());
    cleanups.push(
      () => real.fleet.stop(),
      () => db.destroy(),
    );
    const claims = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => real.fleet.claim(`attempt-${n}`, Date.now() + 1_000)),
    );
    const ids = claims.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
    expect(ids).toHaveLength(MAXIMUM);
    expect(new Set(ids).size).toBe(MAXIMUM);
    const refused = claims.filter((result) => result.status === 'rejected');
    expect(refused.map((result) => (result.reason as AppError).code)).toEqual(
      Array(10 - MAXIMUM).fill('capacity-full'),
    );
  });

  it('has sandboxes ready for those who are expected, once, and measures what making one takes', async () => {
    const db = await openDatabase(':memory:');
    const host = new FakeSandboxHost();
    host.beforeCreate = () => sleep(30);
    const real = await build(db, host, 1);
    cleanups.push(
      () => real.fleet.stop(),
      () => db.destroy(),
    );
    const status = () => real.fleet.status();
    await waitUntil(async () => (await status()).ready === 1);
    await real.fleet.expect(3);
    await waitUntil(async () => (await status()).ready === 3);
    expect((await real.fleet.capacity()).creationSeconds).toBeGreaterThan(0.025);

    await real.fleet.claim('attempt-1', Date.now() + 60_000);
    // Past the time left to whoever has just been given one.
    await sleep(1_600);
    await real.fleet.refill();
    expect(await status()).toMatchObject({ ready: 2, creating: 0, claimed: 1 });
    await real.fleet.expect(0);
    await real.fleet.claim('attempt-2', Date.now() + 60_000);
    await real.fleet.claim('attempt-3', Date.now() + 60_000);
    await waitUntil(async () => (await status()).ready === 1);
    expect(await status()).toMatchObject({ ready: 1, creating: 0, claimed: 3 });
  });
});
