import { describe, expect, it } from 'vitest';
import lab from '../../../labs/un-seul-noyau-pour-tous/lab.ts';
import { judge } from '../../support/judge.ts';
import {
  NOW,
  aContainer,
  observation,
  type ContainerOverrides,
  type ObservationParts,
} from '../../support/observation.ts';

const RELEASE = '6.1.0';
const FILES = { '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\n' };

const finished = (name: string, command: string[], overrides: ContainerOverrides = {}) =>
  aContainer({
    name,
    ...overrides,
    config: { command, ...overrides.config },
    state: { running: false, ...overrides.state },
  });

const kernelProof = (
  log: string | null,
  overrides: ContainerOverrides = {},
  command = ['uname', '-r'],
  parts: ObservationParts = {},
) =>
  judge(
    lab,
    'noyau-journalise',
    observation({
      containers: [finished('preuve-noyau', command, overrides)],
      logs: { 'preuve-noyau': log },
      ...parts,
    }),
  );

const distributionProof = (
  log: string | null,
  overrides: ContainerOverrides = {},
  command = ['cat', '/etc/os-release'],
) =>
  judge(
    lab,
    'distribution-journalisee',
    observation({
      containers: [finished('preuve-distrib', command, overrides)],
      logs: { 'preuve-distrib': log },
      files: FILES,
    }),
  );

const release = (answer: string) =>
  judge(lab, 'version-du-noyau-de-l-hote', observation({ answers: { 'noyau-de-l-hote': answer } }));

describe('un-seul-noyau-pour-tous', () => {
  it('waits on an untouched sandbox, and mentions --rm', () => {
    for (const check of lab.checks) expect(check.evaluate(observation({ files: FILES })).status).toBe('waiting');
    expect(judge(lab, 'noyau-journalise', observation())).toMatchObject({ message: expect.stringContaining('--rm') });
  });

  describe('version-du-noyau-de-l-hote', () => {
    it('accepts the release of the running kernel', () => expect(release(RELEASE).status).toBe('passed'));

    it.each([
      ['Linux hote 6.1.0 #1 SMP x86_64 GNU/Linux', 'parmi d’autres mots'],
      ['6.1', 'le début de la version'],
      ['Debian GNU/Linux 12', 'n’est pas la version'],
    ])('refuses %s', (answer, says) => {
      expect(release(answer)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });
  });

  describe('noyau-journalise', () => {
    it.each([`${RELEASE}\n`, `Linux version ${RELEASE} (gcc) #1 SMP\r\n`])('accepts the log %j', (log) => {
      expect(kernelProof(log).status).toBe('passed');
    });

    it('accepts a container that still runs', () => {
      expect(kernelProof(`${RELEASE}\n`, { state: { running: true } }).status).toBe('passed');
    });

    it.each([
      ['a literal', ['echo', RELEASE], {}],
      ['a variable', ['sh', '-c', 'echo $V'], { config: { env: [`V=${RELEASE}`] } }],
    ])('refuses %s', (_, command, overrides) => {
      expect(kernelProof(`${RELEASE}\n`, overrides, command)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('contient déjà la valeur'),
      });
    });

    it('refuses a file brought from the host', () => {
      const mounts = [{ type: 'bind', source: '/tmp/version', destination: '/v', writable: false }];
      expect(kernelProof(RELEASE, { mounts }, ['cat', '/v'])).toMatchObject({
        observed: expect.stringContaining('montage'),
      });
    });

    it('refuses a log that says something else', () => {
      expect(kernelProof('Linux\n')).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« Linux »'),
      });
    });

    it('refuses the driver that keeps nothing', () => {
      expect(kernelProof(null, { host: { logDriver: 'none' } })).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« none »'),
      });
    });

    it('refuses a container that was created and not started', () => {
      expect(kernelProof('', { state: { status: 'created' } })).toMatchObject({
        observed: expect.stringContaining('« created »'),
      });
    });

    it('refuses an empty log, but not in the first instant', () => {
      expect(kernelProof('', { state: { running: true } }).status).toBe('failed');
      expect(kernelProof('', { state: { running: true, startedAt: new Date(NOW - 100).toISOString() } }).status).toBe(
        'waiting',
      );
    });

    it('waits for the kernel: an unknown release proves nothing', () => {
      expect(kernelProof('anything', {}, ['uname'], { kernel: { available: false, release: '' } }).status).toBe(
        'waiting',
      );
    });
  });

  describe('distribution-journalisee', () => {
    it.each(['ID=labo\n', 'NAME=Labo\r\nID="labo"\r\n'])('accepts the log %j', (log) => {
      expect(distributionProof(log).status).toBe('passed');
    });

    it('does not take VERSION_ID for ID', () => {
      expect(distributionProof('VERSION_ID=12\n')).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('sans ligne ID='),
      });
    });

    it('refuses the host’s distribution, and names the mount that brought it', () => {
      const mounts = [{ type: 'bind', source: '/etc/os-release', destination: '/etc/os-release', writable: false }];
      expect(distributionProof('ID=debian\n', { mounts })).toMatchObject({
        observed: expect.stringContaining('montage'),
      });
      expect(distributionProof('ID=debian\n')).toMatchObject({
        observed: expect.stringContaining('distribution de l’hôte'),
      });
    });

    it('refuses a literal, but not a search in os-release', () => {
      expect(distributionProof('ID=labo\n', {}, ['echo', 'ID=labo']).status).toBe('failed');
      expect(distributionProof('ID=labo\n', {}, ['grep', 'ID=labo', '/etc/os-release']).status).toBe('passed');
    });

    it('refuses a command that failed', () => {
      expect(distributionProof('', { state: { exitCode: 127 } })).toMatchObject({
        observed: expect.stringContaining('code de sortie 127'),
      });
    });
  });
});
