import { describe, expect, it } from 'vitest';
import lab from '../../../labs/bombe-a-fork-desamorcee/lab.ts';
import type { CgroupFacts } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, mainProcessOf, observation, type ContainerOverrides } from '../../support/observation.ts';

const BOMB = ['sonde', 'forks', '300', '3600'];
const prepared = aContainer({
  name: 'compilateur',
  state: { running: false, status: 'created' },
  config: { command: BOMB },
});
const compiler = (overrides: ContainerOverrides = {}) =>
  aContainer({ name: 'compilateur', config: { command: BOMB }, ...overrides });
const seen = (overrides: ContainerOverrides, group: Partial<CgroupFacts>) =>
  observation({ containers: [compiler(overrides)], cgroups: { compilateur: group }, baseline: [prepared] });
const contained = seen({ host: { pidsLimit: 64 } }, { pidsCurrent: 64 });

describe('bombe-a-fork-desamorcee', () => {
  it('waits while the prepared container has not started', () => {
    const o = observation({ containers: [prepared], baseline: [prepared] });
    for (const check of lab.checks)
      expect(check.evaluate(o)).toMatchObject({ status: 'waiting', message: expect.stringContaining('prêt') });
  });

  it('passes when the group is full and the command whole', () => {
    for (const check of lab.checks) expect(check.evaluate(contained).status).toBe('passed');
  });

  it('allows a process more, come by docker exec', () => {
    expect(judge(lab, 'bombe-contenue', seen({ host: { pidsLimit: 64 } }, { pidsCurrent: 65 })).status).toBe('passed');
  });

  it('refuses a limit that keeps the container from starting', () => {
    const stillborn = aContainer({
      name: 'compilateur',
      state: { running: false, status: 'created', exitCode: 128 },
      host: { pidsLimit: 1 },
    });
    const o = observation({ containers: [stillborn], baseline: [prepared] });
    expect(judge(lab, 'processus-plafonnes', o)).toMatchObject({
      status: 'failed',
      mechanism: expect.stringContaining('Un plafond trop bas'),
    });
  });

  it('refuses another command, and another account', () => {
    const softened = seen(
      { host: { pidsLimit: 64 }, config: { command: ['sonde', 'forks', '3', '3600'] } },
      { pidsCurrent: 4 },
    );
    expect(judge(lab, 'commande-inchangee', softened)).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('forks 3 3600'),
    });
    expect(judge(lab, 'bombe-contenue', softened).status).toBe('waiting');
    const c = compiler({ host: { pidsLimit: 64 } });
    const plain = observation({
      containers: [c],
      processes: [mainProcessOf(c, { uids: [10_001, 10_001, 10_001, 10_001] })],
    });
    expect(judge(lab, 'commande-inchangee', plain)).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('10001'),
    });
  });

  describe('bombe-contenue', () => {
    it.each([
      ['waits until the bomb reaches the limit', { pidsLimit: 64 }, { pidsCurrent: 12 }, 'waiting'],
      ['waits while a bomb without limit is small', {}, { pidsCurrent: 12 }, 'waiting'],
      ['fails once it is large', {}, { pidsCurrent: 301 }, 'failed'],
      ['fails when nothing can live', { pidsLimit: 1 }, { pidsCurrent: 1 }, 'failed'],
    ] as const)('%s', (_what, host, group, status) => {
      expect(judge(lab, 'bombe-contenue', seen({ host }, group)).status).toBe(status);
    });

    it('does not pass on the engine’s word', () => {
      expect(
        judge(lab, 'bombe-contenue', seen({ host: { pidsLimit: 64 } }, { pidsMax: null, pidsCurrent: 40 })).status,
      ).toBe('waiting');
    });
  });
});
