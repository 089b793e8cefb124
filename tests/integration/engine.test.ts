import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { EngineApi } from '../../server/engine/engine-api.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { enginePaths, type EnginePaths } from '../../server/engine/engine-paths.ts';
import { mountsUnder } from '../../server/engine/mounts.ts';
import { processesWith } from '../../server/engine/own-processes.ts';
import { startProcessEngine, stopProcessEngine } from '../../server/engine/process-engine.ts';
import { SILENT } from '../../server/engine/progress.ts';
import { runCommand, tryCommand } from '../../server/engine/run-command.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { parseKernelReport } from '../../server/sandbox/kernel-report.ts';
import { realHost, temporaryState, testEngine } from '../support/test-engine.ts';
import { waitUntil } from '../support/wait-until.ts';

const daemonPid = async (paths: EnginePaths): Promise<number> => Number(await readFile(paths.pidFile, 'utf8'));

const quiet = { detail: () => {}, done: () => {} };

/** As a power cut or an impatient operator does. */
async function killDaemon(paths: EnginePaths): Promise<void> {
  const pid = await daemonPid(paths);
  process.kill(pid, 'SIGKILL');
  await waitUntil(() => !existsSync(`/proc/${pid}`));
}

describe('a lab engine of its own', () => {
  let stateDir: string;
  let paths: EnginePaths;
  const start = () => startProcessEngine(paths, 12, SILENT);
  const answers = () => new EngineApi(paths.socket).answers();

  beforeAll(async () => {
    stateDir = await temporaryState();
    paths = enginePaths(stateDir);
  });
  afterAll(async () => {
    await stopProcessEngine(paths, quiet);
    await rm(stateDir, { recursive: true });
  });

  it('starts over the remains of a start that was cut short', async () => {
    await startProcessEngine(paths, 12, SILENT);
    await stopProcessEngine(paths, quiet);
    // A file system half made, a pid file whose number belongs to somebody else, a socket that nobody listens on.
    await rm(paths.disk);
    await writeFile(`${paths.disk}.new`, 'half a file system');
    await writeFile(paths.pidFile, String(process.pid));
    await writeFile(paths.socket, '');

    const traits = await start();
    expect(await answers()).toBe(true);
    expect(traits.rootUid).toBeGreaterThanOrEqual(100_000);
    expect(existsSync(`${paths.disk}.new`)).toBe(false);
  });

  it('is the same engine when asked for again', async () => {
    const before = await daemonPid(paths);
    await start();
    expect(await daemonPid(paths)).toBe(before);
  });

  it('is a socket for root alone', async () => {
    const { mode, gid } = await stat(paths.socket);
    expect([mode & 0o007, gid]).toEqual([0, 0]);
  });

  it('makes no network on the machine', async () => {
    const networks = await new EngineApi(paths.socket).json<{ Name: string }[]>('GET', '/networks');
    expect(networks.map(({ Name }) => Name).sort()).toEqual(['host', 'none']);
  });

  it('starts again after it was killed', async () => {
    await killDaemon(paths);
    expect(await answers()).toBe(false);
    await start();
    expect(await answers()).toBe(true);
  });

  it('leaves the network of another engine alone, its bridge and its rules', async () => {
    const made = (await tryCommand('ip', ['link', 'add', 'docker0', 'type', 'bridge'])).code === 0;
    onTestFinished(async () => void (made && (await tryCommand('ip', ['link', 'delete', 'docker0']))));
    const network = async () =>
      (await runCommand('sh', ['-c', 'ip -oneline link show docker0; iptables-save | sed "/^#/d; s/\\[.*//"'])).trim();
    const before = await network();
    expect(before).toContain('docker0');
    await killDaemon(paths);
    await start();
    expect(await network()).toBe(before);
  });

  it('takes up new settings by itself', async () => {
    const before = await daemonPid(paths);
    await writeFile(paths.seccomp, '{"defaultAction":"SCMP_ACT_ALLOW"}');
    await start();
    expect(await daemonPid(paths)).not.toBe(before);
    expect(await readFile(paths.seccomp, 'utf8')).toContain('SCMP_ACT_ERRNO');
  });

  it('stops without leaving a process or a mount, even after it was killed', async () => {
    await killDaemon(paths);
    await stopProcessEngine(paths, quiet);
    expect(await processesWith(paths.root)).toEqual([]);
    expect(await mountsUnder(paths.root)).toEqual([]);
    await stopProcessEngine(paths, quiet);
  });
});

describe('the lab engine with sandboxes in it', () => {
  let engine: EngineHandle;
  let host: DockerHost;
  const paths = enginePaths(inject('stateDir'));
  const id = randomBytes(10).toString('hex');
  const sh = (script: string, timeout = 30_000) => host.exec(id, { command: ['sh', '-c', script], timeout });

  beforeAll(async () => {
    engine = await testEngine(inject('stateDir'));
    host = realHost(engine, 'moteur');
    await host.create({ id, expiresAt: Date.now() + 600_000 });
  });
  afterAll(async () => {
    await host.destroy(id);
    await engine.warden.close();
  });

  it('is ready at once when there is nothing to do', async () => {
    const begin = performance.now();
    const again = await testEngine(inject('stateDir'));
    expect(performance.now() - begin).toBeLessThan(4000);
    expect({ ...again, warden: null }).toEqual({ ...engine, warden: null });
    await again.warden.close();
  });

  it('has the learners’ images in every sandbox from its start', async () => {
    expect((await sh('docker image ls --format "{{.Repository}}:{{.Tag}}" | sort')).stdout).toBe(
      'labo/base:1\nlabo/web:1\n',
    );
    expect((await sh('docker run --rm labo/web:1 id -u')).stdout).toBe('10001\n');
  });

  it('binds the limits of nested containers, and reports who ran out of memory', async () => {
    const limits = await sh(
      'docker run -d --name borne -m 48m --memory-swap 48m --pids-limit 30 --cpus 0.4 labo/base:1 sleep 600 >/dev/null; docker inspect -f "{{.Id}}" borne',
    );
    const facts = await host.kernelFacts(id);
    expect(facts.cgroups[limits.stdout.trim()]).toMatchObject({ memoryMax: 48 * 2 ** 20, pidsMax: 30, cpuMax: 0.4 });
    const killed = await sh(
      'docker run --name gourmand -m 32m --memory-swap 32m labo/base:1 sonde mem 200; docker inspect -f "{{.State.OOMKilled}}" gourmand',
    );
    expect(killed.stdout).toContain('tué par le noyau');
    expect(killed.stdout.trimEnd().split('\n').at(-1)).toBe('true');
    const forks = await sh(
      'docker run -d --name fourche --pids-limit 20 labo/base:1 sonde forks 50 30 >/dev/null; sleep 2; docker logs fourche',
    );
    expect(forks.stdout + forks.stderr).toContain('19 processus obtenus sur 50');
  });

  it('observes a sandbox of thirty processes from outside', async () => {
    await sh('for i in $(seq 30); do sleep 600 & done');
    const container = (
      await new EngineApi(paths.socket).json<{ Id: string; Names: string[] }[]>('GET', '/containers/json')
    ).find(({ Names }) => Names.some((name) => name.includes(id)));
    const facts = parseKernelReport(await engine.warden.observe(container?.Id ?? ''));
    expect(facts.processes.filter(({ commandLine }) => commandLine === 'sleep 600').length).toBeGreaterThanOrEqual(30);
    expect(facts.host?.name).toBe('docker-init');
  });

  it('lets a sandbox remap users of its own', async () => {
    const remapped = await sh(
      `echo '{"userns-remap":"default"}' >/etc/docker/daemon.json && relancer-docker && docker load -qi /usr/local/lib/etanche/images/labo-base.tar && docker run --rm labo/base:1 cat /proc/self/uid_map`,
      60_000,
    );
    expect(remapped.stdout.trimEnd().split('\n').at(-1)?.trim().split(/\s+/)).toEqual(['0', '10000', '50000']);
  });

  it('says in French why Docker does not restart, and restarts it once repaired', async () => {
    const broken = await sh(`echo '{"inconnu":1}' >/etc/docker/daemon.json; relancer-docker`, 60_000);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toMatch(/Docker ne démarre pas[^]*inconnu/);
    expect(await sh(`echo '{' >/etc/docker/daemon.json; relancer-docker`)).toMatchObject({ exitCode: 1 });
    expect(await sh(`echo '{}' >/etc/docker/daemon.json; relancer-docker && docker ps -q`, 60_000)).toMatchObject({
      exitCode: 0,
    });
  });

  it('keeps sandboxes alive through its own death', async () => {
    const before = await host.kernelFacts(id);
    await killDaemon(paths);
    const revived = await testEngine(inject('stateDir'));
    await revived.warden.close();
    const after = await host.kernelFacts(id);
    expect(after.host?.pids[0]).toBe(before.host?.pids[0]);
    expect((await sh('docker run --rm labo/base:1 echo vivant')).stdout).toBe('vivant\n');
  });
});
