import { rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { EngineApi } from './engine-api.ts';
import type { EngineHandle } from './engine-handle.ts';
import { enginePaths } from './engine-paths.ts';
import { useGivenEngine } from './given-engine.ts';
import { localWarden } from './local-warden.ts';
import { processesWith } from './own-processes.ts';
import { startProcessEngine, stopProcessEngine } from './process-engine.ts';
import { SILENT, type Progress } from './progress.ts';
import { removeRemapUser } from './remap-user.ts';
import { hasCommand } from './run-command.ts';
import { ensureSandboxImage } from './sandbox-image.ts';
import { withLock } from './state-lock.ts';

/** Building the image from nothing takes minutes on a slow machine; another command waits for it rather than build too. */
const LOCK_PATIENCE = 20 * 60_000;

/**
 * Finds or makes the lab engine, with the sandbox image in it. Idempotent, and repairs what an interrupted start left.
 * In this order: the socket named in the configuration; our own, when it already answers; a dockerd of ours, on Linux as
 * root; a container of ours in the user's Docker Engine.
 * @throws OperatorError in French, with the commands to type, when there is none of these.
 */
export async function ensureEngine(config: Config, progress: Progress): Promise<EngineHandle> {
  if (config.engine.socket) return useGivenEngine(config.engine.socket, config.stateDir, progress);
  const paths = enginePaths(config.stateDir);
  return withLock(paths.lock, LOCK_PATIENCE, waitNote(progress), async () => {
    await requirePrograms();
    const traits = await startProcessEngine(paths, config.engine.diskGiB, progress);
    const api = new EngineApi(paths.socket);
    const sandboxImage = await ensureSandboxImage({ api, cache: paths.cache, storage: traits.storage, progress });
    return {
      form: 'process',
      socketPath: paths.socket,
      traits,
      warden: localWarden(traits.rootUid, traits.rootGid),
      sandboxImage,
    };
  });
}

/** Ends the sandboxes and the engine; images and files stay for the next start. */
export async function stopEngine(config: Config, progress: Progress = SILENT): Promise<void> {
  const paths = enginePaths(config.stateDir);
  await withLock(paths.lock, LOCK_PATIENCE, waitNote(progress), () => stopProcessEngine(paths, progress));
}

/** Same, and removes everything that `ensureEngine` made, the system user included when no other engine of ours runs. */
export async function purgeEngine(config: Config, progress: Progress = SILENT): Promise<void> {
  await stopEngine(config, progress);
  const paths = enginePaths(config.stateDir);
  await progress.step('Effacement des images et des bacs', async () => {
    await rm(paths.root, { recursive: true, force: true });
    if ((await processesWith('/engine/dockerd.json')).length === 0) await removeRemapUser();
  });
}

const waitNote = (progress: Progress) => (): void =>
  progress.note('Une autre commande prépare déjà le moteur : j’attends qu’elle finisse.');

const REQUIRED = ['dockerd', 'runc', 'jq', 'mount', 'useradd', 'mmdebstrap', 'tar', 'perl', 'findmnt'];

async function requirePrograms(): Promise<void> {
  const present = await Promise.all(REQUIRED.map(hasCommand));
  const missing = REQUIRED.filter((_name, index) => !present[index]);
  if (missing.length === 0) return;
  throw new OperatorError(
    `Il manque sur cette machine : ${missing.join(', ')}.`,
    'apt-get install docker.io mmdebstrap btrfs-progs jq iptables    # Debian et Ubuntu',
  );
}
