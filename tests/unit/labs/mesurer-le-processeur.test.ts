import { describe, expect, it } from 'vitest';
import lab from '../../../labs/mesurer-le-processeur/lab.ts';
import type { CgroupFacts } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { NOW, aContainer, observation, type ContainerOverrides } from '../../support/observation.ts';

const SECOND = 1_000_000;
const MINUTES_SINCE_START = 5;
/** Microseconds of CPU that make this share over the five minutes since the preparation. */
const usedFor = (percent: number): number => 20_000 + (percent / 100) * MINUTES_SINCE_START * 60 * SECOND;

const indexer = aContainer({ name: 'indexeur', host: { nanoCpus: 5e8 } });
const share = (answer: string, percent = 23, now = indexer) =>
  judge(
    lab,
    'part-mesuree',
    observation({
      containers: [now],
      cgroups: { indexeur: { cpuUsage: usedFor(percent) } },
      baseline: [indexer],
      answers: { 'part-consommee': answer },
    }),
  );
const worker = (host: ContainerOverrides['host'], group: Partial<CgroupFacts>, startedAt = NOW - 60_000) =>
  observation({
    containers: [aContainer({ name: 'calcul', host, state: { startedAt: new Date(startedAt).toISOString() } })],
    cgroups: { calcul: group },
  });

describe('mesurer-le-processeur', () => {
  it('waits on an untouched sandbox', () => {
    const o = observation({ containers: [indexer], baseline: [indexer] });
    for (const check of lab.checks) expect(check.evaluate(o).status).toBe('waiting');
  });

  describe('calcul-freine', () => {
    const judged = (...parts: Parameters<typeof worker>) => judge(lab, 'calcul-freine', worker(...parts));

    it('passes once the kernel has stopped the group', () => {
      expect(judged({ nanoCpus: 5e8 }, { throttledPeriods: 12 }).status).toBe('passed');
    });

    it('waits while the container is young', () => {
      expect(judged({ nanoCpus: 5e8 }, {}, NOW - 1000).status).toBe('waiting');
    });

    it.each([
      ['a weight', { cpuShares: 512 }, 'n’a jamais arrêté'],
      ['an idle command', { nanoCpus: 5e8 }, 'n’a jamais eu à arrêter'],
    ])('refuses %s', (_what, host, says) => {
      expect(judged(host, {})).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('does not pass without quota, whatever the counter says', () => {
      expect(judged({}, { throttledPeriods: 900 }).status).toBe('failed');
    });

    it('does not throw on a start time that is none', () => {
      const c = aContainer({ name: 'calcul', state: { startedAt: 'hier' }, host: { nanoCpus: 5e8 } });
      expect(judge(lab, 'calcul-freine', observation({ containers: [c] })).status).toBe('waiting');
    });
  });

  describe('part-mesuree', () => {
    it.each(['23', '23 %', '22.87%', '24,9', '26,5', '0,23 processeur', '0.23 CPU', '0,23 cœur'])(
      'accepts %s',
      (answer) => {
        expect(share(answer).status).toBe('passed');
      },
    );

    it.each([
      ['50', 'est la limite'],
      ['50,0 %', 'est la limite'],
      ['0,23', 'part sur un'],
      ['69000000', 'dépasse 100'],
      ['31', 's’écarte'],
      ['12', 's’écarte'],
      ['beaucoup', 'n’est pas un nombre'],
    ])('refuses %s', (answer, says) => {
      expect(share(answer)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('follows the kernel, not a fixed value', () => {
      expect(share('23', 40).status).toBe('failed');
      expect(share('40', 40).status).toBe('passed');
    });

    it('never gives the measure away', () => {
      expect(JSON.stringify(share('12'))).not.toMatch(/\b23\b/);
    });

    it('counts from the start again when the container was restarted', () => {
      const restarted = {
        ...indexer,
        state: { ...indexer.state, pid: 4242, startedAt: new Date(NOW - 10_000).toISOString() },
      };
      const o = observation({
        containers: [restarted],
        cgroups: { indexeur: { cpuUsage: 2.3 * SECOND } },
        baseline: [indexer],
        answers: { 'part-consommee': '23' },
      });
      expect(judge(lab, 'part-mesuree', o).status).toBe('passed');
    });
  });
});
