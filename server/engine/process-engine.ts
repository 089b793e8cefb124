import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../errors.ts';
import { daemonSettings, dataRoot } from './daemon-settings.ts';
import { EngineApi } from './engine-api.ts';
import type { EngineTraits } from './engine-handle.ts';
import type { EnginePaths } from './engine-paths.ts';
import { removedThawed } from './frozen-removal.ts';
import { localWarden } from './local-warden.ts';
import { childrenOf, endProcesses, ownProcess, processesWith } from './own-processes.ts';
import { mountsUnder } from './mounts.ts';
import type { Progress, StepProgress } from './progress.ts';
import { ensureRemapUser } from './remap-user.ts';
import { runCommand, tryCommand } from './run-command.ts';
import { mountSandboxDisk } from './sandbox-disk.ts';
import { seccompProfile } from './seccomp.ts';
import { requireTraversable } from './traversable-path.ts';
import { writeIfChanged } from './write-if-changed.ts';

const START_PATIENCE = 60_000;
const LOG_LIMIT = 10 * 2 ** 20;

const source = (name: string): Promise<string> => readFile(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

/**
 * Makes our own dockerd answer on its socket: adopts the one that runs, restarts it when its settings have changed
 * (sandboxes live through that), or starts it. It belongs to no session and outlives the server.
 * @throws OperatorError when it does not start.
 */
export async function startProcessEngine(
  paths: EnginePaths,
  diskGiB: number,
  progress: Progress,
): Promise<EngineTraits> {
  return progress.step('Moteur des bacs à sable', async (step) => {
    await mkdir(paths.root, { recursive: true, mode: 0o711 });
    await requireTraversable(dirname(paths.root));
    step.detail('plage d’identifiants des bacs');
    const ids = await ensureRemapUser();
    step.detail('système de fichiers des bacs');
    const noBtrfs = await mountSandboxDisk(paths, diskGiB);
    if (noBtrfs) progress.note(`Sans btrfs, le disque de chaque bac n’est pas borné : ${noBtrfs}`);
    const storage = noBtrfs ? 'overlay2' : 'btrfs';

    const changed = await installFiles(paths, storage);
    const api = new EngineApi(paths.socket);
    if (changed || !(await api.answers())) {
      step.detail('démarrage de dockerd');
      await stopDaemon(paths);
      await startDaemon(paths, storage, api);
    }
    const info = await api.json<{ CgroupVersion?: string }>('GET', '/info');
    return { cgroupVersion: info.CgroupVersion === '2' ? 2 : 1, storage, ...ids };
  });
}

/** @returns true when something that a running engine has already read differs. */
async function installFiles(paths: EnginePaths, storage: EngineTraits['storage']): Promise<boolean> {
  await writeIfChanged(paths.runtimeFilter, await source('runtime/sandbox-runtime.jq'), 0o644);
  await writeIfChanged(paths.runtime, await source('runtime/sandbox-runtime.sh'), 0o755);
  const profile = await writeIfChanged(paths.seccomp, `${JSON.stringify(seccompProfile(), null, 1)}\n`, 0o644);
  const settings = await writeIfChanged(
    paths.settings,
    `${JSON.stringify(daemonSettings(paths, storage), null, 1)}\n`,
    0o644,
  );
  return profile || settings;
}

/** Ends the daemon, not the sandboxes. */
async function stopDaemon(paths: EnginePaths): Promise<void> {
  const pid = await ownProcess(paths.pidFile, paths.settings);
  await endProcesses(pid ? [pid] : await processesWith(`dockerd --config-file ${paths.settings}`), 20_000);
  await rm(paths.socket, { force: true });
  await ownProcess(`${paths.execRoot}/containerd/containerd.pid`, paths.execRoot);
}

async function startDaemon(paths: EnginePaths, storage: EngineTraits['storage'], api: EngineApi): Promise<void> {
  await mkdir(dataRoot(paths, storage), { recursive: true, mode: 0o711 });
  if (((await stat(paths.log).catch(() => null))?.size ?? 0) > LOG_LIMIT) await rename(paths.log, `${paths.log}.1`);
  const log = await open(paths.log, 'a', 0o600);
  // In a network of its own: told to make no bridge, dockerd removes `docker0`, were it another engine's
  // (moby `daemon_unix.go`, `removeDefaultBridgeInterface`).
  const daemon = spawn('unshare', ['--net', 'dockerd', '--config-file', paths.settings], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log.fd, log.fd],
  });
  daemon.unref();
  let ended: string | null = null;
  daemon.on('error', (error) => (ended = error.message));
  daemon.on('exit', (code) => (ended = `code ${code}`));
  try {
    const limit = Date.now() + START_PATIENCE;
    while (!(await api.answers())) {
      if (ended !== null || Date.now() > limit) throw await startFailure(paths, ended ?? 'il ne répond pas');
      await sleep(50);
    }
  } finally {
    await log.close();
  }
}

async function startFailure(paths: EnginePaths, reason: string): Promise<OperatorError> {
  const lines = (await readFile(paths.log, 'utf8').catch(() => '')).trim().split('\n').slice(-4).join('\n');
  return new OperatorError(
    `Le moteur des bacs ne démarre pas (${reason}). Dernières lignes de son journal :\n${lines}`,
    `tail -n 40 ${paths.log}\nnpm run docteur\nnpm run stop && npm start`,
  );
}

/** Ends every sandbox, then the engine, and unmounts what it had mounted. Does nothing when nothing runs. */
export async function stopProcessEngine(paths: EnginePaths, step: StepProgress): Promise<void> {
  const api = new EngineApi(paths.socket);
  if (await api.answers()) await removeContainers(api, step);
  step.detail('moteur');
  await stopDaemon(paths);
  // Whatever an engine that was killed has left: its shims, and below each the first process of a sandbox.
  const leftovers = await processesWith(`${paths.execRoot}/containerd/containerd.`);
  await endProcesses(await childrenOf(leftovers), 0);
  await endProcesses(leftovers, 5000);
  for (const { target } of await mountsUnder(paths.root)) {
    if ((await tryCommand('umount', [target])).code !== 0) await runCommand('umount', ['--lazy', target]);
  }
  for (const name of await readdir(paths.root).catch(() => [])) {
    if (name === 'exec' || name.startsWith('exec.')) await rm(join(paths.root, name), { recursive: true, force: true });
  }
}

async function removeContainers(api: EngineApi, step: StepProgress): Promise<void> {
  const sandboxes = await api.json<{ Id: string }[]>('GET', '/containers/json?all=true');
  const warden = localWarden(0, 0);
  let gone = 0;
  try {
    await Promise.all(
      sandboxes.map(async ({ Id }) => {
        await removedThawed(api.text('DELETE', `/containers/${Id}?force=true&v=true`), () => warden.thaw(Id));
        gone += 1;
        step.detail(`${gone} bacs sur ${sandboxes.length}`);
        step.done(gone / sandboxes.length);
      }),
    );
  } finally {
    await warden.close();
  }
}
