import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../errors.ts';
import {
  buildEngineImage,
  ENGINE_REPOSITORY,
  engineImageReference,
  INNER_STATE,
  SOCKET_DIR,
} from './container-image.ts';
import { EngineApi, EngineApiError } from './engine-api.ts';
import type { EngineTraits } from './engine-handle.ts';
import { enginePaths, type EnginePaths } from './engine-paths.ts';
import { readRecipe } from './image-recipe.ts';
import type { Progress, StepProgress } from './progress.ts';
import { imageExists } from './sandbox-image.ts';
import { bridgeSocket } from './socket-bridge.ts';

/** First id of the sandboxes, as the container's `entry` writes it. */
const ROOT_ID = 1_000_000;
const PATIENCE = 90_000;

/** What `--privileged` gives and this machine's Docker may refuse as a whole: every capability but SYS_RESOURCE. */
const CAPABILITIES = [
  'AUDIT_CONTROL',
  'AUDIT_READ',
  'AUDIT_WRITE',
  'BLOCK_SUSPEND',
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'IPC_LOCK',
  'IPC_OWNER',
  'KILL',
  'LEASE',
  'LINUX_IMMUTABLE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_CHROOT',
  'SYS_MODULE',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'SYSLOG',
  'WAKE_ALARM',
];

const LOOP_DEVICES = ['loop-control', ...Array.from({ length: 8 }, (_value, index) => `loop${index}`)];

const ALMOST_PRIVILEGED = {
  CapAdd: CAPABILITIES,
  SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable'],
  MaskedPaths: [],
  ReadonlyPaths: [],
  Devices: LOOP_DEVICES.map((name) => ({
    PathOnHost: `/dev/${name}`,
    PathInContainer: `/dev/${name}`,
    CgroupPermissions: 'rwm',
  })),
  DeviceCgroupRules: ['b 7:* rwm'],
};

export interface ContainerEngine {
  container: string;
  traits: EngineTraits;
  socketPath: string;
}

/** One per state folder, always the same: a second start finds it. */
export const engineContainerName = (stateDir: string): string =>
  `etanche-moteur-${createHash('sha256').update(stateDir).digest('hex').slice(0, 8)}`;

/**
 * Makes the lab engine answer inside a container of ours, in the user's Docker Engine: no network, no port, a volume of
 * its own. Its socket is shared through `paths.root`, or carried by execs where that cannot be.
 * @param rootArchive gives the root file system that sandboxes and engine share.
 * @throws OperatorError when it does not start.
 */
export async function startContainerEngine(
  user: EngineApi,
  stateDir: string,
  diskGiB: number,
  rootArchive: () => Promise<string>,
  progress: Progress,
): Promise<ContainerEngine> {
  const paths = enginePaths(stateDir);
  const name = engineContainerName(stateDir);
  const image = await engineImageReference((await readRecipe()).rootKey);
  if (!(await imageExists(user, image))) {
    const archive = await rootArchive();
    await progress.step('Image du moteur des bacs', (step) => buildEngineImage(user, archive, image, paths.root, step));
  }
  return progress.step('Moteur des bacs à sable, dans un conteneur', async (step) => {
    const existing = await inspect(user, name);
    if (!existing?.State.Running || existing.Config.Image !== image) {
      step.detail('démarrage');
      await runContainer(user, name, image, paths, diskGiB);
    }
    const socketPath = await reachSocket(user, name, paths, step);
    const info = await new EngineApi(socketPath).json<{ CgroupVersion?: string; Driver: string }>('GET', '/info');
    const storage = info.Driver === 'btrfs' ? 'btrfs' : 'overlay2';
    if (storage === 'overlay2')
      progress.note('Sans btrfs dans le noyau de votre Docker, le disque de chaque bac n’est pas borné.');
    return {
      container: name,
      socketPath,
      traits: { cgroupVersion: info.CgroupVersion === '2' ? 2 : 1, storage, rootUid: ROOT_ID, rootGid: ROOT_ID },
    };
  });
}

/** Ends the container and every sandbox in it. The volume with the images stays. */
export async function stopContainerEngine(user: EngineApi, stateDir: string): Promise<void> {
  const path = `/containers/${engineContainerName(stateDir)}`;
  await ignoreMissing(user.text('POST', `${path}/stop?t=15`));
  await ignoreMissing(user.text('DELETE', `${path}?force=true`));
}

/** Removes the container, its volume, and our images from the user's engine. */
export async function purgeContainerEngine(user: EngineApi, stateDir: string): Promise<void> {
  await stopContainerEngine(user, stateDir);
  await ignoreMissing(user.text('DELETE', `/volumes/${engineContainerName(stateDir)}?force=true`));
  const images = await user.json<{ RepoTags: string[] | null }[]>('GET', '/images/json');
  for (const tag of images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => tag.startsWith(`${ENGINE_REPOSITORY}:`))) {
    await ignoreMissing(user.text('DELETE', `/images/${encodeURIComponent(tag)}`), 409);
  }
}

async function ignoreMissing(call: Promise<unknown>, ...others: number[]): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof EngineApiError && [404, ...others].includes(error.status))) throw error;
  });
}

interface Inspection {
  State: { Running: boolean };
  Config: { Image: string };
}

async function inspect(user: EngineApi, name: string): Promise<Inspection | null> {
  try {
    return await user.json<Inspection>('GET', `/containers/${name}/json`);
  } catch (error) {
    if (error instanceof EngineApiError && error.status === 404) return null;
    throw error;
  }
}

/** As `--privileged`; where Docker itself lacks a capability and so refuses that, with all the others. */
async function runContainer(
  user: EngineApi,
  name: string,
  image: string,
  paths: EnginePaths,
  diskGiB: number,
): Promise<void> {
  await mkdir(join(paths.root, 'run'), { recursive: true, mode: 0o711 });
  const start = async (rights: object): Promise<void> => {
    await ignoreMissing(user.text('DELETE', `/containers/${name}?force=true`));
    await user.text('POST', `/containers/create?name=${name}`, {
      body: {
        Image: image,
        Hostname: 'moteur',
        Cmd: ['/etanche/entry', String(diskGiB), String(process.getgid?.() ?? 0)],
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
        Labels: { 'etanche.moteur': '1' },
        HostConfig: {
          NetworkMode: 'none',
          UsernsMode: 'host',
          CgroupnsMode: 'private',
          Mounts: [
            { Type: 'volume', Source: name, Target: INNER_STATE },
            { Type: 'bind', Source: join(paths.root, 'run'), Target: SOCKET_DIR },
          ],
          LogConfig: { Type: 'json-file', Config: { 'max-size': '5m', 'max-file': '2' } },
          ...rights,
        },
      },
    });
    await user.text('POST', `/containers/${name}/start`);
  };
  try {
    await start({ Privileged: true });
  } catch (error) {
    if (!(error instanceof EngineApiError && /operation not permitted|capabilit/i.test(error.message))) throw error;
    await start(ALMOST_PRIVILEGED);
  }
}

/** @returns the path of a socket of this machine on which the lab engine answers. */
async function reachSocket(user: EngineApi, name: string, paths: EnginePaths, step: StepProgress): Promise<string> {
  const shared = join(paths.root, 'run/docker.sock');
  const inner = `${SOCKET_DIR}/docker.sock`;
  const limit = Date.now() + PATIENCE;
  for (let turn = 0; Date.now() < limit; turn++) {
    if (await new EngineApi(shared).answers()) return shared;
    // It may well answer inside while the socket does not cross, as in the virtual machine of Docker Desktop.
    if (turn % 10 === 9) {
      step.detail('liaison');
      const bridge = await bridgeSocket(paths.socket, user, name, inner);
      if (await new EngineApi(paths.socket).answers()) return paths.socket;
      bridge.close();
    }
    if (!(await inspect(user, name))?.State.Running) break;
    await sleep(200);
  }
  const log = await user.text('GET', `/containers/${name}/logs?stdout=true&stderr=true&tail=6`).catch(() => '');
  throw new OperatorError(
    `Le moteur des bacs ne démarre pas dans votre Docker. Dernières lignes de son journal :\n${log.replace(/[^\n\x20-\x7e]/g, '')}`,
    `docker logs ${name}\nnpm run stop && npm start`,
  );
}
