import { OperatorError } from '../errors.ts';
import { EngineApi } from './engine-api.ts';
import type { EngineHandle } from './engine-handle.ts';
import { localWarden } from './local-warden.ts';
import type { Progress } from './progress.ts';
import { ensureSandboxImage } from './sandbox-image.ts';

interface Info {
  Driver: string;
  DockerRootDir: string;
  CgroupVersion?: string;
  SecurityOptions: string[];
}

/**
 * A lab engine that somebody else runs for us on this machine, with the settings of `daemonSettings`.
 * @param scratch folder for short-lived files of the image’s making.
 * @throws OperatorError when it does not answer, or does not remap users: a sandbox in it would be root on the machine.
 */
export async function useGivenEngine(
  socketPath: string,
  archive: () => Promise<string>,
  scratch: string,
  progress: Progress,
): Promise<EngineHandle> {
  const api = new EngineApi(socketPath);
  if (!(await api.answers())) {
    throw new OperatorError(
      `Aucun moteur ne répond sur la socket ${socketPath} (variable ETANCHE_ENGINE_SOCKET).`,
      'unset ETANCHE_ENGINE_SOCKET    # Étanche fera son propre moteur',
    );
  }
  const info = await api.json<Info>('GET', '/info');
  const [, rootUid, rootGid] = /\/(\d+)\.(\d+)$/.exec(info.DockerRootDir) ?? [];
  if (!info.SecurityOptions.includes('name=userns') || !rootUid || !rootGid) {
    throw new OperatorError(
      `Le moteur de ${socketPath} ne change pas les identifiants d’utilisateur (userns-remap) : un bac y serait root sur la machine.`,
      'unset ETANCHE_ENGINE_SOCKET    # Étanche fera son propre moteur',
    );
  }
  const storage = info.Driver === 'btrfs' ? 'btrfs' : 'overlay2';
  const sandboxImage = await ensureSandboxImage({ api, storage, rootArchive: archive, scratch, progress });
  return {
    form: 'given',
    socketPath,
    traits: {
      cgroupVersion: info.CgroupVersion === '2' ? 2 : 1,
      storage,
      rootUid: Number(rootUid),
      rootGid: Number(rootGid),
    },
    warden: localWarden(Number(rootUid), Number(rootGid)),
    sandboxImage,
  };
}
