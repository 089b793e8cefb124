import { describe, expect, it } from 'vitest';
import lab from '../../../labs/voir-le-voisin/lab.ts';
import type { KernelProcess } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import {
  HOST_NAMESPACES,
  NOW,
  aContainer,
  aProcess,
  mainProcessOf,
  observation,
  type ContainerOverrides,
  type ObservationParts,
} from '../../support/observation.ts';

const appli = aContainer({ name: 'appli' });
const stock = aContainer({ name: 'stock' });
const diagnosticOf = (overrides: ContainerOverrides = {}) => aContainer({ name: 'diagnostic', ...overrides });
const worker = (c: typeof appli, sandboxPid: number, lot: string) =>
  aProcess({
    sandboxPid,
    innerPid: 7,
    containerId: c.id,
    commandLine: `sh -c while :; do sleep 60; done traitement --lot=${lot}`,
  });

const start = [mainProcessOf(appli), mainProcessOf(stock), worker(appli, 3001, '4821'), worker(stock, 3002, '4958')];

/** The sandbox with a diagnostic container whose main process differs from an isolated one as told. */
function sandbox(
  kernel: Partial<KernelProcess['namespaces']> | Partial<KernelProcess> = {},
  engine: ContainerOverrides = {},
  parts: ObservationParts = {},
) {
  const diagnostic = diagnosticOf(engine);
  const main = mainProcessOf(diagnostic);
  const overrides =
    'pid' in kernel || 'net' in kernel || 'ipc' in kernel ? { namespaces: { ...main.namespaces, ...kernel } } : kernel;
  return observation({
    containers: [appli, stock, diagnostic],
    baseline: [appli, stock],
    processes: [...start, { ...main, ...overrides }],
    ...parts,
  });
}

const pidOf = (c: typeof appli) => ({ pid: mainProcessOf(c).namespaces.pid });

describe('voir-le-voisin', () => {
  it('waits on an untouched sandbox', () => {
    const o = observation({ containers: [appli, stock], baseline: [appli, stock], processes: start });
    for (const check of lab.checks) expect(check.evaluate(o).status).toBe('waiting');
  });

  it('passes when only the pid namespace is shared', () => {
    const o = sandbox(pidOf(appli), { host: { pidMode: `container:${appli.id}` } }, { answers: { lot: '4821' } });
    for (const check of lab.checks) expect(check.evaluate(o).status).toBe('passed');
  });

  describe('diagnostic-voit-appli', () => {
    it.each([
      ['the host', { pid: HOST_NAMESPACES.pid }, 'de l’hôte'],
      ['the other service', pidOf(stock), '« stock »'],
      ['nobody', {}, 'à lui seul'],
    ])('refuses the pid namespace of %s', (_, namespaces, says) => {
      expect(judge(lab, 'diagnostic-voit-appli', sandbox(namespaces))).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining(says),
      });
    });

    it('believes the kernel against the engine', () => {
      const o = sandbox({}, { host: { pidMode: `container:${appli.id}` } });
      expect(judge(lab, 'diagnostic-voit-appli', o)).toMatchObject({
        status: 'failed',
        contradiction: expect.any(String),
      });
    });

    it('refuses a stopped diagnostic', () => {
      const o = observation({ containers: [appli, diagnosticOf({ state: { running: false } })], processes: start });
      expect(judge(lab, 'diagnostic-voit-appli', o).status).toBe('failed');
    });
  });

  describe('rien-de-plus', () => {
    const more = (kernel: Parameters<typeof sandbox>[0], engine: ContainerOverrides = {}) =>
      judge(lab, 'rien-de-plus', sandbox(kernel, engine));

    it.each([
      ['net', mainProcessOf(appli).namespaces.net, '« appli »'],
      ['net', HOST_NAMESPACES.net, 'l’hôte'],
      ['ipc', HOST_NAMESPACES.ipc, 'l’hôte'],
    ])('refuses the shared namespace %s', (type, inode, says) => {
      expect(more({ [type]: inode })).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining(`l’espace ${type} de ${says}`),
      });
    });

    it('refuses a privileged container and an added capability', () => {
      expect(more({ capEffective: '000001ffffffffff' }, { host: { privileged: true } })).toMatchObject({
        observed: expect.stringContaining('privilégié'),
      });
      expect(more({ capEffective: '00000000a80c25fb' })).toMatchObject({
        observed: expect.stringContaining('00000000a80c25fb'),
      });
    });

    it('accepts fewer capabilities', () => expect(more({ capEffective: '0000000000000000' }).status).toBe('passed'));

    it('refuses a mount of the host and a lifted filter', () => {
      const mounts = [{ type: 'bind', source: '/var/run/docker.sock', destination: '/s', writable: true }];
      expect(more({}, { mounts })).toMatchObject({ observed: expect.stringContaining('docker.sock') });
      expect(more({}, { host: { securityOpt: ['seccomp=unconfined'] } })).toMatchObject({
        observed: expect.stringContaining('seccomp=unconfined'),
      });
    });
  });

  describe('appli-intacte', () => {
    const changed = (service: ReturnType<typeof aContainer> | null) =>
      judge(
        lab,
        'appli-intacte',
        observation({ containers: service ? [service, diagnosticOf()] : [diagnosticOf()], baseline: [appli, stock] }),
      );

    it.each([
      [null, 'n’existe plus'],
      [aContainer({ name: 'appli', id: 'f'.repeat(64) }), 'a été recréé'],
      [aContainer({ name: 'appli', state: { startedAt: new Date(NOW).toISOString() } }), 'a été redémarré'],
      [aContainer({ name: 'appli', state: { running: false } }), 'est arrêté'],
      [aContainer({ name: 'appli', state: { paused: true } }), 'est suspendu'],
    ])('case %#', (service, says) => {
      expect(changed(service)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });
  });

  describe('lot-en-cours', () => {
    const batch = (answer: string) =>
      judge(lab, 'lot-en-cours', sandbox(pidOf(appli), {}, { answers: { lot: answer } }));

    it.each(['4821', '--lot=4821'])('accepts %s', (answer) => expect(batch(answer).status).toBe('passed'));
    it.each([
      ['4958', '« stock »'],
      ['12', '« 12 »'],
      ['rien', '« rien »'],
    ])('refuses %s', (answer, says) => {
      expect(batch(answer)).toMatchObject({ status: 'failed', observed: expect.stringContaining(says) });
    });
  });
});
