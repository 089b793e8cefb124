import { describe, expect, it } from 'vitest';
import lab from '../../../labs/qui-partage-quoi/lab.ts';
import { judge } from '../../support/judge.ts';
import {
  HOST_NAMESPACES,
  aContainer,
  aProcess,
  mainProcessOf,
  observation,
  type ObservationParts,
} from '../../support/observation.ts';

const ordinary = aContainer({ name: 'ordinaire' });
const main = mainProcessOf(ordinary);

/** cgroup v2: the container has a cgroup namespace of its own. */
const types = (answer: string, parts: ObservationParts = {}) =>
  judge(
    lab,
    'types-partages',
    observation({ containers: [ordinary], answers: { 'types-partages': answer }, ...parts }),
  );

const inode = (answer: string, parts: ObservationParts = {}) =>
  judge(lab, 'inode-reseau', observation({ containers: [ordinary], answers: { 'inode-reseau': answer }, ...parts }));

describe('qui-partage-quoi', () => {
  it('waits on an untouched sandbox', () => {
    for (const check of lab.checks) expect(check.evaluate(observation()).status).toBe('waiting');
  });

  describe('ordinaire-par-defaut', () => {
    const options = (host: Parameters<typeof aContainer>[0] & object, cgroupVersion: 1 | 2 = 2) =>
      judge(
        lab,
        'ordinaire-par-defaut',
        observation({ containers: [aContainer({ name: 'ordinaire', ...host })], kernel: { cgroupVersion } }),
      );

    it('accepts default settings, whatever the cgroup version', () => {
      expect(options({}).status).toBe('passed');
      expect(options({ host: { cgroupnsMode: 'host' } }, 1).status).toBe('passed');
    });

    it.each([
      { pidMode: 'host' },
      { pidMode: `container:${'a'.repeat(64)}` },
      { networkMode: 'host' },
      { ipcMode: 'host' },
      { utsMode: 'host' },
      { usernsMode: 'host' },
      { cgroupnsMode: 'host' },
      { privileged: true },
    ])('refuses %j', (host) => {
      expect(options({ host })).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('a été lancé avec'),
      });
    });

    it('believes the kernel against the engine', () => {
      const o = observation({
        containers: [ordinary],
        processes: [mainProcessOf(ordinary, { namespaces: { ...main.namespaces, uts: HOST_NAMESPACES.uts } })],
      });
      expect(judge(lab, 'ordinaire-par-defaut', o)).toMatchObject({
        status: 'failed',
        contradiction: expect.stringContaining('uts'),
      });
    });
  });

  describe('types-partages', () => {
    it.each([
      'time,user',
      'user time',
      'User ; TIME.',
      `time:[${HOST_NAMESPACES.time}] et user:[${HOST_NAMESPACES.user}]`,
    ])('accepts %s', (answer) => {
      expect(types(answer).status).toBe('passed');
    });

    it('expects cgroup too where the kernel shows it shared', () => {
      const processes = [
        mainProcessOf(ordinary, { namespaces: { ...main.namespaces, cgroup: HOST_NAMESPACES.cgroup } }),
      ];
      expect(types('time,user', { processes })).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('manque un type'),
      });
      expect(types('cgroup,time,user', { processes }).status).toBe('passed');
    });

    it('does not expect a type that the kernel lacks', () => {
      const { time: _, ...old } = HOST_NAMESPACES;
      const parts = {
        processes: [mainProcessOf(ordinary, { namespaces: { ...main.namespaces, time: undefined } })],
        kernel: { host: aProcess({ sandboxPid: 1, namespaces: old }) },
      };
      expect(types('user', parts).status).toBe('passed');
      expect(types('user,time', parts)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('n’a pas d’espaces de type time'),
      });
    });

    it.each([
      ['aucun', 'aucun des types'],
      ['time', 'manque un type'],
      ['pid,user', 'pid n’est pas partagé'],
      ['network,user', 'net n’est pas partagé'],
      ['time_for_children,user', 'n’est pas un type'],
      ['utilisateur', '« utilisateur » n’est pas un type'],
    ])('refuses %s', (answer, says) => {
      expect(types(answer)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('never gives a missing type away', () => {
      const verdict = types('time');
      expect(JSON.stringify(verdict)).not.toMatch(/\buser\b/);
    });
  });

  describe('inode-reseau', () => {
    const { net, mnt } = main.namespaces;

    it('accepts the bare number and the link’s target', () => {
      expect(inode(`${net}`).status).toBe('passed');
      expect(inode(`net:[${net}]`).status).toBe('passed');
    });

    it.each([
      [`${HOST_NAMESPACES.net}`, 'de l’hôte'],
      [`${mnt}`, 'de son espace mnt'],
      ['net', 'n’est pas un numéro'],
      ['4026999999', 'd’aucun espace'],
    ])('says what %s is instead', (answer, says) => {
      expect(inode(answer)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('names the neighbour whose inode it is', () => {
      const other = aContainer({ name: 'autre' });
      const verdict = inode(`${mainProcessOf(other).namespaces.net}`, { containers: [ordinary, other] });
      expect(verdict).toMatchObject({ observed: expect.stringContaining('« autre »') });
    });
  });
});
