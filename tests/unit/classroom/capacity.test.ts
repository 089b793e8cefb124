import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capacityFor } from '../../../server/classroom/capacity.ts';
import type { CapacityView } from '../../../server/contract/classes.ts';
import { affordable } from '../../../server/fleet/admission.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { trainer } from './class-people.ts';

const twoCores = { maximum: 30, affordable: 30, processors: 2, creationSeconds: null, atOnce: 2 };

describe('what a machine can hold', () => {
  it.each([
    [10, twoCores, 'yes'],
    [24, twoCores, 'yes'],
    // Two processors serve about two dozen people at work.
    [25, twoCores, 'slow'],
    [30, twoCores, 'slow'],
    [31, twoCores, 'no'],
    [30, { ...twoCores, affordable: 29 }, 'no'],
    [30, { ...twoCores, processors: 8 }, 'yes'],
    [30, { ...twoCores, maximum: 20, processors: 8 }, 'no'],
  ] as const)('%d people on %j: %s', (people, facts, verdict) => {
    expect(capacityFor(people, facts).verdict).toBe(verdict);
  });

  it('counts the wait by what was measured, or by the work of the processor when that is longer', () => {
    expect(capacityFor(30, twoCores).secondsWithoutPool).toBe(34.5);
    expect(capacityFor(30, { ...twoCores, creationSeconds: 4 }).secondsWithoutPool).toBe(60);
    expect(capacityFor(30, { ...twoCores, processors: 64 }).secondsWithoutPool).toBe(9);
    expect(capacityFor(30, twoCores).secondsWithPool).toBe(7.5);
  });

  it('never promises less wait for more people, nor for a slower or a smaller machine', () => {
    const facts = fc.record({
      maximum: fc.integer({ min: 1, max: 500 }),
      affordable: fc.integer({ min: 0, max: 500 }),
      processors: fc.integer({ min: 1, max: 64 }),
      creationSeconds: fc.option(fc.double({ min: 0.1, max: 60, noNaN: true })),
      atOnce: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 499 }), (machine, people) => {
        const view = capacityFor(people, machine);
        const more = capacityFor(people + 1, machine);
        const slower = capacityFor(people, { ...machine, creationSeconds: (machine.creationSeconds ?? 0.6) * 2 });
        const rank = { yes: 0, slow: 1, no: 2 };
        for (const worse of [more, slower]) {
          expect(worse.secondsWithoutPool).toBeGreaterThanOrEqual(view.secondsWithoutPool);
          expect(worse.secondsWithPool).toBeGreaterThanOrEqual(view.secondsWithPool);
          expect(rank[worse.verdict]).toBeGreaterThanOrEqual(rank[view.verdict]);
        }
        expect(view.verdict === 'no').toBe(people > Math.min(machine.maximum, machine.affordable));
      }),
    );
  });

  it('counts as affordable what is alive and what the memory left can still take', () => {
    const policy = { warm: 0, maximum: 30, sandboxMemory: 2 ** 30 };
    const counts = { creating: 1, ready: 2, claimed: 3, ending: 0 };
    const machine = { memoryAvailable: 4.5 * 2 ** 30, load: 0, processors: 2 };
    // 4 GiB are left besides the reserve: one is for the sandbox being made, three for more.
    expect(affordable(counts, policy, machine)).toBe(9);
    expect(affordable(counts, policy, { ...machine, memoryAvailable: 0 })).toBe(6);
  });
});

describe('the answer to « can it hold so many? »', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await testApp({ ETANCHE_SANDBOXES: '12', ETANCHE_WARM: '0' });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('comes from this machine and its settings, once a sandbox has been made', async () => {
    const formatrice = await trainer(test);
    const view = await formatrice.json<CapacityView>('GET', '/api/capacity/13');
    expect(view).toMatchObject({ people: 13, maximum: 12, verdict: 'no' });
    // Somebody who asks is served whatever the load of the machine.
    await (await new Client(test.url).signIn('apprenante-1')).open('qui-partage-quoi');
    expect((await test.app.fleet.capacity()).creationSeconds).toBeGreaterThan(0);
    for (const wrong of ['0', '501', 'x', '1.5'])
      expect((await formatrice.send('GET', `/api/capacity/${wrong}`)).status).toBe(400);
  });
});
