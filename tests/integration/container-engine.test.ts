import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Config } from '../../server/config.ts';
import { EngineApi } from '../../server/engine/engine-api.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { ensureEngine, purgeEngine, stopEngine } from '../../server/engine/ensure-engine.ts';
import { endProcesses, processesWith } from '../../server/engine/own-processes.ts';
import { SILENT } from '../../server/engine/progress.ts';
import { bridgeSocket } from '../../server/engine/socket-bridge.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { testConfig } from '../support/test-config.ts';
import { realHost, temporaryState } from '../support/test-engine.ts';
import { waitUntil } from '../support/wait-until.ts';

/** The lab engine inside a container of ours, in an ordinary Docker Engine such as a workstation has. */
let stateDir: string;
let userEngine: ChildProcess;
let user: EngineApi;
let config: Config;
let engine: EngineHandle;
let host: DockerHost;
const id = 'conteneur0123456789a';
const sh = (script: string, timeout = 60_000) => host.exec(id, { command: ['sh', '-c', script], timeout });

/** A stock engine: no remapping, no filter, no runtime of ours. Without a bridge, so as to share this machine with others. */
async function startUserEngine(directory: string): Promise<ChildProcess> {
  const settings = {
    hosts: [`unix://${directory}/docker.sock`],
    'data-root': join(directory, 'data'),
    'exec-root': join(directory, 'exec'),
    pidfile: join(directory, 'pid'),
    bridge: 'none',
    iptables: false,
    'ip-forward': false,
  };
  await mkdir(directory);
  await writeFile(join(directory, 'settings.json'), JSON.stringify(settings));
  return spawn('dockerd', ['--config-file', join(directory, 'settings.json')], { stdio: 'ignore' });
}

beforeAll(async () => {
  stateDir = await temporaryState();
  const directory = join(stateDir, 'user');
  userEngine = await startUserEngine(directory);
  user = new EngineApi(join(directory, 'docker.sock'));
  await waitUntil(() => user.answers(), 60_000);
  config = testConfig(stateDir, {
    ETANCHE_ENGINE: 'container',
    ETANCHE_DOCKER_SOCKET: user.socketPath,
    ETANCHE_DISK: '8',
  });
  engine = await ensureEngine(config, SILENT);
  host = realHost(engine, 'conteneur');
  await host.create({ id, expiresAt: Date.now() + 600_000 });
}, 600_000);

afterAll(async () => {
  await engine.warden.close();
  await purgeEngine(config);
  await endProcesses([userEngine.pid ?? 0, ...(await processesWith(join(stateDir, 'user/exec')))], 20_000);
  await rm(stateDir, { recursive: true });
});

it('adds one container to the user’s engine, without network or port', async () => {
  const containers = await user.json<{ Names: string[]; Ports: unknown[]; HostConfig: { NetworkMode: string } }[]>(
    'GET',
    '/containers/json',
  );
  expect(containers).toMatchObject([
    { Names: [expect.stringMatching(/^\/etanche-moteur-/)], Ports: [], HostConfig: { NetworkMode: 'none' } },
  ]);
  expect(engine.form).toBe('container');
});

it('gives real sandboxes: nested privileged containers, limits that bind, a report from outside', async () => {
  const taken = await sh(
    'docker run --rm --privileged -v /:/hote labo/base:1 sh -c "cat /hote/etc/hostname && mount -t tmpfs x /tmp && touch /hote/root/pris"; ls /root/pris',
  );
  expect(taken.stdout).toBe('hote\n/root/pris\n');
  const container = await sh('docker run -d -m 48m --memory-swap 48m --pids-limit 30 labo/base:1 sleep 600');
  const facts = await host.kernelFacts(id);
  expect(facts.cgroups[container.stdout.trim()]).toMatchObject({ memoryMax: 48 * 2 ** 20, pidsMax: 30 });
  expect(facts.host?.uidMap).toEqual([[0, engine.traits.rootUid, 65_536]]);
  const killed = await sh(
    'docker run --name gourmand -m 32m --memory-swap 32m labo/base:1 sonde mem 200; docker inspect -f "{{.State.OOMKilled}}" gourmand',
  );
  expect(killed.stdout.trimEnd().split('\n').at(-1)).toBe('true');
});

it.each([
  ['sets a kernel setting', 'echo 42 >/proc/sys/kernel/panic'],
  ['opens a disk', 'mknod /tmp/d b 7 0 && head -c 1 /tmp/d'],
  [
    'raises its memory limit',
    'for f in memory/memory.limit_in_bytes memory.max; do [ -e /hote/sys/fs/cgroup/$f ] && echo 99999999999 >/hote/sys/fs/cgroup/$f && exit 0; done; exit 1',
  ],
])('refuses a learner who %s', async (_what, attack) => {
  expect((await sh(`docker run --rm --privileged -v /:/hote labo/base:1 sh -c '${attack}'`)).exitCode).not.toBe(0);
});

it('bounds the disk of a sandbox, where the kernel has btrfs', async () => {
  expect(engine.traits.storage).toBe('btrfs');
  const sandboxes = await new EngineApi(engine.socketPath).json<{ Id: string }[]>('GET', '/containers/json');
  const { HostConfig } = await new EngineApi(engine.socketPath).json<{ HostConfig: { StorageOpt: unknown } }>(
    'GET',
    `/containers/${sandboxes[0]?.Id}/json`,
  );
  expect(HostConfig.StorageOpt).toEqual({ size: '3G' });
});

it('is found again, sandboxes and all', async () => {
  const again = await ensureEngine(config, SILENT);
  expect({ ...again, warden: null }).toEqual({ ...engine, warden: null });
  await again.warden.close();
  expect((await sh('echo toujours')).stdout).toBe('toujours\n');
});

it('can be reached by execs where its socket cannot cross, as on Docker Desktop', async () => {
  const [container] = await user.json<{ Id: string }[]>('GET', '/containers/json');
  const path = join(stateDir, 'bridge.sock');
  const server = await bridgeSocket(path, user, container?.Id ?? '', '/run/etanche/docker.sock');
  const bridged = realHost({ ...engine, socketPath: path }, 'conteneur');
  const large = await bridged.exec(id, { command: ['head', '-c', '3000000', '/dev/zero'], maxOutput: 4_000_000 });
  expect(large.stdout).toHaveLength(3_000_000);
  expect(await bridged.exec(id, { command: ['cat'], stdin: 'bonjour' })).toMatchObject({
    stdout: 'bonjour',
    exitCode: 0,
  });
  server.close();
});

it('stops with everything in it, and starts again with its images', async () => {
  await stopEngine(config);
  expect(await user.json('GET', '/containers/json?all=true')).toEqual([]);
  const begin = performance.now();
  const again = await ensureEngine(config, SILENT);
  expect(again.sandboxImage).toBe(engine.sandboxImage);
  expect(performance.now() - begin).toBeLessThan(60_000);
  await again.warden.close();
});

it('leaves nothing in the user’s engine once purged', async () => {
  await purgeEngine(config);
  expect(await user.json('GET', '/containers/json?all=true')).toEqual([]);
  expect(await user.json('GET', '/images/json')).toEqual([]);
  expect(await user.json('GET', '/volumes')).toMatchObject({ Volumes: [] });
});
