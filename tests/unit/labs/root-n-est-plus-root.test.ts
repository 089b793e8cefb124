import { describe, expect, it } from 'vitest';
import type { KernelProcess } from '../../../labs/observation.ts';
import lab from '../../../labs/root-n-est-plus-root/lab.ts';
import { judge } from '../../support/judge.ts';
import {
  HOST_NAMESPACES,
  aContainer,
  aProcess,
  mainProcessOf,
  observation,
  type ContainerOverrides,
  type ObservationParts,
} from '../../support/observation.ts';

const DAEMON = '/etc/docker/daemon.json';
const REMAPPING = ['name=seccomp,profile=default', 'name=userns'];
const OWN_USER_NAMESPACE = '4026533999';

/** A remapped engine with its image, and `remappe` in it, first process as given. */
function remapped(kernel: Partial<KernelProcess> = {}, engine: ContainerOverrides = {}, parts: ObservationParts = {}) {
  const c = aContainer({ name: 'remappe', ...engine });
  const process = mainProcessOf(c, {
    uids: [10_000, 10_000, 10_000, 10_000],
    uidMap: [[0, 510_000, 50_000]],
    ...kernel,
    namespaces: { ...mainProcessOf(c).namespaces, user: OWN_USER_NAMESPACE, ...kernel.namespaces },
  });
  return observation({
    containers: [c],
    processes: [process],
    files: { [DAEMON]: '{"userns-remap":"default"}' },
    engine: { securityOptions: REMAPPING, images: observation().engine.images },
    ...parts,
  });
}

const asHost = { namespaces: { user: HOST_NAMESPACES.user }, uidMap: [[0, 500_000, 65_536]] } as const;

describe('root-n-est-plus-root', () => {
  it('waits on an untouched sandbox', () => {
    for (const check of lab.checks) {
      expect(check.evaluate(observation({ files: { [DAEMON]: '{}\n' } })).status).toBe('waiting');
    }
  });

  it('passes once everything is remapped', () => {
    const o = remapped({}, {}, { answers: { 'uid-hote': '10000' } });
    for (const check of lab.checks) expect(check.evaluate(o).status).toBe('passed');
  });

  describe('moteur-remappe', () => {
    const settings = (text: string | null, securityOptions: string[] = []) =>
      judge(lab, 'moteur-remappe', observation({ files: { [DAEMON]: text }, engine: { securityOptions } }));

    it.each([
      ["{'userns-remap': 'default'}", 'pas du JSON valide'],
      ['["userns-remap"]', 'pas du JSON valide'],
      ['{"userns_remap":"default"}', '« userns_remap »'],
      ['{"userns-remap":"default"}', 'n’annonce pas userns'],
      ['{"userns-remap":true}', 'n’annonce pas userns'],
    ])('refuses %s', (text, says) => {
      expect(settings(text)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('refuses a remapping that will not survive the next start', () => {
      expect(settings('{}', REMAPPING).status).toBe('failed');
    });

    it('does not judge a file that could not be read', () => {
      expect(settings(null, REMAPPING).status).toBe('waiting');
    });
  });

  describe('image-rechargee', () => {
    it('refuses an empty store, only once the engine remaps', () => {
      const empty = (securityOptions: string[]) =>
        judge(lab, 'image-rechargee', observation({ engine: { images: [], securityOptions } }));
      expect(empty(REMAPPING).status).toBe('failed');
      expect(empty([]).status).toBe('waiting');
    });
  });

  describe('root-dedans-personne-dehors', () => {
    const mapping = (kernel: Partial<KernelProcess>, engine: ContainerOverrides = {}, parts: ObservationParts = {}) =>
      judge(lab, 'root-dedans-personne-dehors', remapped(kernel, engine, parts));
    const plain = { engine: { securityOptions: [] } };

    it.each([
      ['--user without remapping', { ...asHost, uids: [1000, 1000, 1000, 1000] }, {}, plain, 'L’option --user'],
      ['an ordinary container', { ...asHost, uids: [0, 0, 0, 0] }, {}, plain, 'Sans remappage'],
      ['--userns=host', { ...asHost, uids: [0, 0, 0, 0] }, { host: { usernsMode: 'host' } }, {}, '--userns=host'],
    ])('explains %s', (_, kernel, engine, parts, says) => {
      expect(mapping(kernel as Partial<KernelProcess>, engine, parts)).toMatchObject({
        status: 'failed',
        mechanism: expect.stringContaining(says),
      });
    });

    it('believes the kernel against an engine that claims to remap', () => {
      expect(mapping({ ...asHost, uids: [0, 0, 0, 0] })).toMatchObject({
        status: 'failed',
        contradiction: expect.any(String),
      });
    });

    it('refuses a process that is not root inside', () => {
      expect(mapping({ uids: [20_001, 20_001, 20_001, 20_001] })).toMatchObject({
        observed: expect.stringContaining('UID 10001'),
      });
    });

    it('refuses a namespace of its own that leaves root where it is', () => {
      expect(mapping({ uids: [0, 0, 0, 0], uidMap: [[0, 500_000, 65_536]] })).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('reste l’UID 0 de l’hôte'),
      });
    });

    it('accepts another range', () => {
      expect(mapping({ uids: [20_000, 20_000, 20_000, 20_000], uidMap: [[0, 520_000, 40_000]] }).status).toBe('passed');
    });
  });

  describe('uid-vu-de-l-hote', () => {
    const answered = (uid: string, parts: ObservationParts = {}) =>
      judge(lab, 'uid-vu-de-l-hote', remapped({}, {}, { answers: { 'uid-hote': uid }, ...parts }));

    it.each([
      ['0', 'vu de l’intérieur'],
      ['50000', 'la longueur de la plage'],
      ['500000', 'le décalage du bac'],
      ['1000', 'n’est pas l’UID'],
      ['root', 'n’est pas l’UID'],
    ])('says what %s is instead', (uid, says) => {
      expect(answered(uid)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });

    it('knows the number of a process', () => {
      const c = aContainer({ name: 'remappe' });
      expect(answered(String(c.state.pid))).toMatchObject({ observed: expect.stringContaining('numéro de processus') });
    });

    it('is not judged on a container that is not remapped', () => {
      const o = observation({
        containers: [aContainer({ name: 'remappe' })],
        processes: [mainProcessOf(aContainer({ name: 'remappe' })), aProcess()],
        answers: { 'uid-hote': '0' },
      });
      expect(judge(lab, 'uid-vu-de-l-hote', o).status).not.toBe('passed');
    });
  });
});
