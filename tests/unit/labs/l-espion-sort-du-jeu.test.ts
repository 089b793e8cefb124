import { describe, expect, it } from 'vitest';
import lab from '../../../labs/l-espion-sort-du-jeu/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
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

const KEY = '0575887ff308596c';
const PROGRAM = ['sh', '-c', 'while sleep 5; do pidof httpd || echo introuvable; done'];

const appli = aContainer({ name: 'appli', image: 'labo/web:1' });
const original = aContainer({
  name: 'espion',
  id: 'e'.repeat(64),
  config: { command: PROGRAM, env: ['JETON_AGENT=00112233aabbccdd'] },
  host: { pidMode: 'host', ipcMode: 'host' },
});
const agent = (overrides: ContainerOverrides = {}) =>
  aContainer({ name: 'espion', ...overrides, config: { command: PROGRAM, ...overrides.config } });
const backup = aProcess({
  sandboxPid: 40,
  name: 'sauvegarde',
  commandLine: `/bin/sh /usr/local/sbin/sauvegarde --depot=interne --cle=${KEY}`,
});
const inHost = (c: typeof appli) => mainProcessOf(c, { namespaces: HOST_NAMESPACES });

const untouched = (parts: ObservationParts = {}) =>
  observation({
    containers: [appli, original],
    baseline: [appli, original],
    processes: [mainProcessOf(appli), inHost(original), backup],
    probes: { agent: { exitCode: 0, output: `9\n--cle=${KEY}\n` } },
    ...parts,
  });

/** The sandbox after the defence: the agent in appli's pid namespace, with what differs. */
function defended(kernel: Partial<KernelProcess> = {}, engine: ContainerOverrides = {}, parts: ObservationParts = {}) {
  const spy = agent({ host: { pidMode: `container:${appli.id}`, ...engine.host }, ...engine });
  const namespaces = {
    ...mainProcessOf(spy).namespaces,
    pid: mainProcessOf(appli).namespaces.pid,
    ...kernel.namespaces,
  };
  return untouched({
    containers: [appli, spy],
    processes: [mainProcessOf(appli), mainProcessOf(spy, { ...kernel, namespaces }), backup],
    probes: { agent: { exitCode: 0, output: '9\n' } },
    answers: { cle: KEY },
    ...parts,
  });
}

describe('l-espion-sort-du-jeu', () => {
  it('waits on an untouched sandbox', () => {
    for (const check of lab.checks) expect(check.evaluate(untouched()).status).toBe('waiting');
  });

  it('passes after attack and defence', () => {
    for (const check of lab.checks) expect(check.evaluate(defended())).toMatchObject({ status: 'passed' });
  });

  describe('cle-volee', () => {
    const stolen = (cle: string) => judge(lab, 'cle-volee', untouched({ answers: { cle } }));

    it.each([KEY, KEY.toUpperCase(), `--cle=${KEY}`])('accepts %s', (answer) =>
      expect(stolen(answer).status).toBe('passed'),
    );
    it('knows the agent’s own token', () => {
      expect(stolen('00112233aabbccdd')).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('l’agent lui-même'),
      });
    });
    it('refuses anything else', () => expect(stolen('sauvegarde.interne').status).toBe('failed'));
    it('never says the key to who did not find it', () => {
      expect(JSON.stringify(stolen('sauvegarde.interne'))).not.toContain(KEY);
    });
    it('takes the truth from the host’s processes, not from a container’s', () => {
      const forged = aProcess({
        sandboxPid: 3,
        containerId: appli.id,
        commandLine: '/usr/local/sbin/sauvegarde --cle=ffffffffffffffff',
      });
      const o = untouched({ processes: [forged, backup], answers: { cle: 'ffffffffffffffff' } });
      expect(judge(lab, 'cle-volee', o).status).toBe('failed');
    });
  });

  describe('attaque-sans-effet', () => {
    it('refuses a new agent in the host’s pid namespace', () => {
      const o = defended({ namespaces: { pid: HOST_NAMESPACES.pid } }, { host: { pidMode: 'host' } });
      expect(judge(lab, 'attaque-sans-effet', o)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« espion »'),
      });
    });

    it('shows the contradiction when the engine denies it', () => {
      const o = defended({ namespaces: { pid: HOST_NAMESPACES.pid } });
      expect(judge(lab, 'attaque-sans-effet', o)).toMatchObject({ contradiction: expect.any(String) });
    });

    it('finds the old agent under another name', () => {
      const spy = agent();
      const old = { ...original, name: 'ancien' };
      const o = defended(
        {},
        {},
        { containers: [appli, spy, old], processes: [mainProcessOf(appli), mainProcessOf(spy), inHost(old), backup] },
      );
      expect(judge(lab, 'attaque-sans-effet', o)).toMatchObject({ observed: expect.stringContaining('« ancien »') });
    });

    it('replays the attack', () => {
      const works = { agent: { exitCode: 0, output: `9\n--cle=${KEY}` } };
      expect(judge(lab, 'attaque-sans-effet', defended({}, {}, { probes: works })).status).toBe('failed');
      expect(judge(lab, 'attaque-sans-effet', defended({}, {}, { probes: {} })).status).toBe('waiting');
    });
  });

  describe('agent-au-travail', () => {
    it('refuses a blind agent', () => {
      const o = defended({ namespaces: { pid: '4026539999' } });
      expect(judge(lab, 'agent-au-travail', o)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('ses propres processus'),
      });
    });

    it('refuses another program', () => {
      const o = defended({ commandLine: 'sleep 3600' });
      expect(judge(lab, 'agent-au-travail', o)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« sleep 3600 »'),
      });
    });

    it.each([
      [1, 'failed'],
      [-1, 'waiting'],
      [126, 'waiting'],
    ])('with the probe’s exit code %i: %s', (exitCode, status) => {
      const probes = { agent: { exitCode, output: '' } };
      expect(judge(lab, 'agent-au-travail', defended({}, {}, { probes })).status).toBe(status);
    });
  });

  describe('rien-de-trop', () => {
    it.each([
      ['ipc of the host', { namespaces: { ipc: HOST_NAMESPACES.ipc } }, {}, 'l’espace ipc de l’hôte'],
      ['net of appli', { namespaces: { net: mainProcessOf(appli).namespaces.net } }, {}, 'l’espace net de « appli »'],
      ['a capability', { capEffective: '00000000a80c25fb' }, {}, 'CapEff'],
      ['/proc', {}, { mounts: [{ type: 'bind', source: '/proc', destination: '/h', writable: false }] }, '« /proc »'],
    ])('refuses %s', (_, kernel, engine, says) => {
      expect(judge(lab, 'rien-de-trop', defended(kernel, engine))).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining(says),
      });
    });
  });

  describe('services-intacts', () => {
    it('refuses a service that was recreated', () => {
      const o = defended({}, {}, { baseline: [{ ...appli, id: 'a'.repeat(64) }, original] });
      expect(judge(lab, 'services-intacts', o)).toMatchObject({ observed: expect.stringContaining('recréé') });
    });

    it('refuses a backup that was killed', () => {
      const spy = agent();
      const o = defended({}, {}, { processes: [mainProcessOf(appli), mainProcessOf(spy)] });
      expect(judge(lab, 'services-intacts', o)).toMatchObject({ observed: expect.stringContaining('ne montre plus') });
    });
  });
});
