import { describe, expect, it } from 'vitest';
import {
  baselineContainer,
  capabilitiesOf,
  cgroupOf,
  container,
  exceedsOrdinary,
  formatBytes,
  hasCapability,
  image,
  interruptionOf,
  mainProcess,
  neverRestarted,
  processesOf,
  lastWords,
  runningContainer,
  sameNamespace,
  sharedNamespace,
} from '../../../labs/facts.ts';
import { HOST_NAMESPACES, NOW, aContainer, aProcess, mainProcessOf, observation } from '../../support/observation.ts';

const appli = aContainer({ name: 'appli' });
const main = mainProcessOf(appli);
const child = aProcess({ containerId: appli.id, sandboxPid: appli.state.pid - 10, innerPid: 7 });

describe('finding', () => {
  it('finds containers by exact name, and images by tag', () => {
    const o = observation({ containers: [aContainer({ name: 'appli-2' }), appli] });
    expect(container(o, 'appli')).toBe(appli);
    expect(container(o, 'app')).toBeUndefined();
    expect(image(o, 'labo/base:1')?.tags).toContain('labo/base:1');
    expect(image(o, 'labo/base')).toBeUndefined();
  });

  it('lists the processes that the kernel places in a container, in order of pid', () => {
    const o = observation({ containers: [appli], processes: [main, aProcess({ sandboxPid: 3 }), child] });
    expect(processesOf(o, appli)).toEqual([child, main]);
  });

  it('reads limits by full id only', () => {
    const o = observation({ containers: [appli] });
    expect(cgroupOf(o, appli)).toBeDefined();
    expect(cgroupOf(o, { ...appli, id: appli.id.slice(0, 12) })).toBeUndefined();
  });
});

describe('mainProcess', () => {
  it('is the process that engine and kernel agree on', () => {
    expect(mainProcess(observation({ containers: [appli], processes: [child, main] }), appli)).toBe(main);
  });

  it.each([
    ['of the host', aProcess({ sandboxPid: 1 })],
    ['of another container', mainProcessOf(aContainer({ name: 'autre' }))],
    ['that does not exist', undefined],
  ])('does not believe a pid %s', (_what, process) => {
    const forged = { ...appli, state: { ...appli.state, pid: process?.sandboxPid ?? 4_194_304 } };
    const o = observation({ containers: [forged], processes: [main, ...(process ? [process] : [])] });
    expect(mainProcess(o, forged)).toBeUndefined();
  });
});

describe('runningContainer', () => {
  it('gives the container and its process', () => {
    expect(runningContainer(observation({ containers: [appli] }), 'appli')).toMatchObject({ container: appli });
  });

  it('waits without engine, without container, and without process', () => {
    const unreachable = observation({ containers: [appli], engine: { reachable: false } });
    expect(runningContainer(unreachable, 'appli')).toMatchObject({ status: 'waiting' });
    expect(runningContainer(observation(), 'appli')).toEqual({
      status: 'waiting',
      message: 'Aucun conteneur nommé « appli » pour l’instant.',
    });
    const hidden = observation({ containers: [appli], processes: [] });
    expect(runningContainer(hidden, 'appli')).toMatchObject({
      status: 'waiting',
      message: expect.stringContaining('noyau'),
    });
  });

  it('names the newest container of the learner’s own, never a prepared one', () => {
    const prepared = aContainer({ name: 'stock', createdAt: NOW });
    const older = aContainer({ name: 'premier_essai', createdAt: NOW - 9 });
    const newer = aContainer({ name: 'brave_lovelace', createdAt: NOW - 5 });
    const o = observation({ containers: [older, newer, prepared], baseline: [prepared] });
    expect(runningContainer(o, 'appli')).toMatchObject({ message: expect.stringContaining('« brave_lovelace »') });
    const untouched = observation({ containers: [prepared], baseline: [prepared] });
    expect(runningContainer(untouched, 'appli')).toMatchObject({ message: expect.not.stringContaining('stock') });
  });

  it('tells in its own words what the engine could not start', () => {
    const error =
      'driver failed programming external connectivity on endpoint appli (8e781e431f4a): Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use';
    const created = aContainer({ name: 'appli', state: { running: false, status: 'created', exitCode: 128, error } });
    expect(runningContainer(observation({ containers: [created] }), 'appli')).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('listen tcp4 127.0.0.1:80: bind: address already in use'),
    });
  });
  it('refuses a stopped one, with its state and code', () => {
    const stopped = aContainer({ name: 'appli', state: { running: false, exitCode: 127 } });
    expect(runningContainer(observation({ containers: [stopped] }), 'appli')).toMatchObject({
      status: 'failed',
      observed: expect.stringMatching(/« exited ».*127/),
      see: 'docker ps -a',
    });
  });
});

describe('sameNamespace', () => {
  it('compares inodes of one type', () => {
    const twin = aProcess({ namespaces: { ...main.namespaces, net: HOST_NAMESPACES.net } });
    expect(sameNamespace(main, twin, 'pid')).toBe(true);
    expect(sameNamespace(main, twin, 'net')).toBe(false);
  });

  it('says nothing when one side is unknown or the kernel lacks the type', () => {
    expect(sameNamespace(main, undefined, 'pid')).toBeUndefined();
    expect(sameNamespace(null, main, 'pid')).toBeUndefined();
    const old = aProcess({ namespaces: { pid: main.namespaces.pid } });
    expect(sameNamespace(old, main, 'time')).toBeUndefined();
    expect(sameNamespace(old, old, 'time')).toBeUndefined();
  });
});

describe('sharedNamespace', () => {
  const other = aContainer({ name: 'autre' });

  it('finds nothing between ordinary containers', () => {
    const o = observation({ containers: [appli, other] });
    expect(sharedNamespace(o, main, ['net', 'ipc', 'uts'])).toBeUndefined();
  });

  it('names the host, or the neighbour', () => {
    const guest = mainProcessOf(appli, {
      namespaces: { ...main.namespaces, uts: HOST_NAMESPACES.uts, net: mainProcessOf(other).namespaces.net },
    });
    const o = observation({ containers: [appli, other], processes: [guest, mainProcessOf(other)] });
    expect(sharedNamespace(o, guest, ['uts'])).toEqual({ type: 'uts', inode: HOST_NAMESPACES.uts, owner: 'l’hôte' });
    expect(sharedNamespace(o, guest, ['net'])).toMatchObject({ type: 'net', owner: '« autre »' });
  });
});

describe('neverRestarted and interruptionOf', () => {
  const after = (now: Partial<typeof appli> | null) =>
    observation({ containers: now ? [{ ...appli, ...now }] : [], baseline: [appli] });

  it('holds for the very container, still running', () => {
    expect(neverRestarted(after({}), 'appli')).toBe(true);
    expect(interruptionOf(after({}), 'appli')).toBeUndefined();
    expect(baselineContainer(after(null), 'appli')).toBe(appli);
  });

  it.each([
    ['n’existe plus', null],
    ['a été recréé', { id: 'f'.repeat(64) }],
    ['est arrêté', { state: { ...appli.state, running: false } }],
    ['est suspendu', { state: { ...appli.state, paused: true } }],
    ['a été redémarré', { state: { ...appli.state, startedAt: '2026-03-02T08:59:59Z' } }],
    ['a été redémarré', { state: { ...appli.state, pid: appli.state.pid + 1 } }],
  ])('says %s', (what, now) => {
    expect(interruptionOf(after(now), 'appli')).toBe(what);
    if (what !== 'est suspendu') expect(neverRestarted(after(now), 'appli')).toBe(false);
  });

  it('does not hold without a start state', () => {
    expect(neverRestarted(observation({ containers: [appli] }), 'appli')).toBe(false);
  });
});

describe('capabilities', () => {
  it('reads single bits of a mask', () => {
    expect(hasCapability('00000000a80425fb', 'NET_RAW')).toBe(true);
    expect(hasCapability('00000000a80425fb', 'SYS_ADMIN')).toBe(false);
    expect(hasCapability('000001ffffffffff', 'SYS_ADMIN')).toBe(true);
  });

  it('names what a mask holds, to the kernel’s last one', () => {
    expect(capabilitiesOf('00000000000000c1')).toEqual(['CHOWN', 'SETGID', 'SETUID']);
    expect(capabilitiesOf('00000000a80425fb')).toHaveLength(14);
    expect(capabilitiesOf('000001ffffffffff').at(-1)).toBe('CHECKPOINT_RESTORE');
  });

  it('compares a mask to an ordinary container’s', () => {
    expect(exceedsOrdinary('00000000a80425fb')).toBe(false);
    expect(exceedsOrdinary('0000000000000000')).toBe(false);
    expect(exceedsOrdinary('00000000a80c25fb')).toBe(true);
  });

  it.each(['', 'zz', '0x1', '-1'])('does not throw on %j', (mask) => {
    expect(hasCapability(mask, 'SYS_ADMIN')).toBe(false);
    expect(capabilitiesOf(mask)).toEqual([]);
    expect(exceedsOrdinary(mask)).toBe(false);
  });
});

describe('formatBytes', () => {
  it.each([
    [67_108_864, '64\u00a0Mio'],
    [64_000_000, '61,04\u00a0Mio'],
    [2 ** 30, '1\u00a0Gio'],
    [4096, '4\u00a0Kio'],
    [64, '64\u00a0octets'],
    [0, '0\u00a0octets'],
    [null, 'illimité'],
  ])('writes %j as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

it.each([
  [
    'runc create failed: unable to start container process: exec: "x": executable file not found in $PATH: unknown',
    'exec: "x": executable file not found in $PATH',
  ],
  ['one cause', 'one cause'],
  ['', ''],
  [`a: ${'b'.repeat(200)}`, 'b'.repeat(200)],
])('keeps the last causes of %j', (error, words) => {
  expect(lastWords(error)).toBe(words);
});
