import { rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { purgeContainerEngine, startContainerEngine, stopContainerEngine } from './container-engine.ts';
import { EngineApi } from './engine-api.ts';
import type { EngineHandle } from './engine-handle.ts';
import { cacheDirectory, enginePaths, type EnginePaths } from './engine-paths.ts';
import { execWarden } from './exec-warden.ts';
import { useGivenEngine } from './given-engine.ts';
import { localWarden } from './local-warden.ts';
import { processesWith } from './own-processes.ts';
import { startProcessEngine, stopProcessEngine } from './process-engine.ts';
import { SILENT, type Progress } from './progress.ts';
import { removeRemapUser } from './remap-user.ts';
import { rootArchive } from './root-archive.ts';
import { hasCommand } from './run-command.ts';
import { ensureSandboxImage } from './sandbox-image.ts';
import { withLock } from './state-lock.ts';
import { findUserEngine } from './user-engine.ts';

/** Building the image from nothing takes minutes on a slow machine; another command waits for it rather than build too. */
const LOCK_PATIENCE = 20 * 60_000;

/**
 * Finds or makes the lab engine, with the sandbox image in it. Idempotent, and repairs what an interrupted start left.
 * In this order: the socket named in the configuration; a dockerd of ours, on Linux as root; a container of ours in the
 * user's Docker Engine. One that already runs is taken as it is.
 * @throws OperatorError in French, with the commands to type, when there is none of these.
 */
export async function ensureEngine(config: Config, progress: Progress): Promise<EngineHandle> {
  const paths = enginePaths(config.stateDir);
  return withLock(paths.lock, LOCK_PATIENCE, waitNote(progress), async () => {
    const user = await findUserEngine(config.engine.dockerSocket);
    const archive = (): Promise<string> => rootArchive(cacheDirectory(), user, progress);
    if (config.engine.socket) return useGivenEngine(config.engine.socket, archive, paths.root, progress);
    if (await canBeProcess(config)) return processEngine(config, paths, archive, progress);
    if (!user) throw noEngine();
    const { container, socketPath, traits } = await startContainerEngine(
      user,
      config.stateDir,
      config.engine.diskGiB,
      archive,
      progress,
    );
    const api = new EngineApi(socketPath);
    return {
      form: 'container',
      socketPath,
      traits,
      warden: execWarden(user, container, traits.rootUid, traits.rootGid),
      sandboxImage: await ensureSandboxImage({
        api,
        storage: traits.storage,
        rootArchive: archive,
        scratch: paths.root,
        progress,
      }),
    };
  });
}

async function processEngine(
  config: Config,
  paths: EnginePaths,
  archive: () => Promise<string>,
  progress: Progress,
): Promise<EngineHandle> {
  await requirePrograms();
  const traits = await startProcessEngine(paths, config.engine.diskGiB, progress);
  const api = new EngineApi(paths.socket);
  return {
    form: 'process',
    socketPath: paths.socket,
    traits,
    warden: localWarden(traits.rootUid, traits.rootGid),
    sandboxImage: await ensureSandboxImage({
      api,
      storage: traits.storage,
      rootArchive: archive,
      scratch: paths.root,
      progress,
    }),
  };
}

/** Ends the sandboxes and the engine, whatever its form; images and files stay for the next start. */
export async function stopEngine(config: Config, progress: Progress = SILENT): Promise<void> {
  const paths = enginePaths(config.stateDir);
  await withLock(paths.lock, LOCK_PATIENCE, waitNote(progress), () =>
    progress.step('Arrêt des bacs à sable et de leur moteur', async (step) => {
      await stopProcessEngine(paths, step);
      const user = await findUserEngine(config.engine.dockerSocket);
      if (user) await stopContainerEngine(user, config.stateDir);
    }),
  );
}

/** Same, and removes everything that `ensureEngine` made, the system user and the shared cache included when no other
 * engine of ours runs. */
export async function purgeEngine(config: Config, progress: Progress = SILENT): Promise<void> {
  await stopEngine(config, progress);
  await progress.step('Effacement des images et des bacs', async () => {
    const user = await findUserEngine(config.engine.dockerSocket);
    if (user) await purgeContainerEngine(user, config.stateDir);
    await rm(enginePaths(config.stateDir).root, { recursive: true, force: true });
    if ((await processesWith('/engine/dockerd.json')).length > 0) return;
    if (isRoot()) await removeRemapUser();
    await rm(cacheDirectory(), { recursive: true, force: true });
  });
}

const waitNote = (progress: Progress) => (): void =>
  progress.note('Une autre commande prépare déjà le moteur : j’attends qu’elle finisse.');

const isRoot = (): boolean => process.getuid?.() === 0;

const canBeProcess = async ({ engine: { form } }: Config): Promise<boolean> =>
  form === 'process' || (form === 'auto' && process.platform === 'linux' && isRoot() && (await hasCommand('dockerd')));

function noEngine(): OperatorError {
  if (process.platform !== 'linux') {
    return new OperatorError(
      'Aucun Docker Engine ne répond sur cette machine.',
      'Lancez Docker Desktop, puis : npm start',
    );
  }
  return isRoot()
    ? new OperatorError(
        'Docker n’est pas installé, et cette distribution n’est ni Debian ni Ubuntu : Étanche ne l’installe pas de lui-même.',
        'Installez Docker Engine : https://docs.docker.com/engine/install/\nnpm start',
      )
    : new OperatorError(
        'Aucun Docker Engine ne vous répond, et sans être root Étanche ne peut pas lancer le sien.',
        'sudo npm start\nsudo usermod -aG docker $USER    # ou, si Docker est installé : rejoignez son groupe, puis rouvrez la session',
      );
}

const REQUIRED = ['dockerd', 'runc', 'jq', 'mount', 'findmnt', 'useradd', 'tar', 'perl'];

async function requirePrograms(): Promise<void> {
  if (!isRoot()) {
    throw new OperatorError(
      'Il faut être root pour lancer un moteur de bacs.',
      'sudo npm start\nunset ETANCHE_ENGINE    # ou laissez Étanche choisir',
    );
  }
  const present = await Promise.all(REQUIRED.map(hasCommand));
  const missing = REQUIRED.filter((_name, index) => !present[index]);
  if (missing.length === 0) return;
  throw new OperatorError(
    `Il manque sur cette machine : ${missing.join(', ')}.`,
    'apt-get install docker.io mmdebstrap btrfs-progs jq iptables    # Debian et Ubuntu',
  );
}
