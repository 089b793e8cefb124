import { homedir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';

/** Where the lab engine keeps everything of its own, under `<stateDir>/engine`. */
export interface EnginePaths {
  root: string;
  socket: string;
  pidFile: string;
  log: string;
  /** Configuration of our dockerd: the only argument it gets. */
  settings: string;
  seccomp: string;
  /** Our OCI runtime. */
  runtime: string;
  runtimeFilter: string;
  /** Sparse file that holds the btrfs file system mounted on `data`. */
  disk: string;
  data: string;
  execRoot: string;
  /** Kept while one command prepares or stops the engine. */
  lock: string;
}

/** Unix socket paths hold 107 bytes; the longest of ours, containerd's, takes 45 under the state directory. */
const MAX_STATE_PATH = 62;

/** @throws OperatorError when the sockets under `stateDir` would have too long a path for the kernel. */
export function enginePaths(stateDir: string): EnginePaths {
  if (Buffer.byteLength(stateDir) > MAX_STATE_PATH) {
    throw new OperatorError(
      `Le dossier d’état « ${stateDir} » a un chemin trop long : une socket Unix n’admet que 107 octets.`,
      'ETANCHE_STATE=/var/lib/etanche npm start',
    );
  }
  const root = join(stateDir, 'engine');
  return {
    root,
    socket: join(root, 'docker.sock'),
    pidFile: join(root, 'dockerd.pid'),
    log: join(root, 'dockerd.log'),
    settings: join(root, 'dockerd.json'),
    seccomp: join(root, 'seccomp.json'),
    runtime: join(root, 'bin/sandbox-runtime.sh'),
    runtimeFilter: join(root, 'bin/sandbox-runtime.jq'),
    disk: join(root, 'sandboxes.btrfs'),
    data: join(root, 'data'),
    execRoot: join(root, 'exec'),
    lock: join(root, 'lock'),
  };
}

/**
 * Root file systems built once, shared by every state folder of this machine: making one takes minutes, and it can be
 * made again at any time.
 */
export const cacheDirectory = (): string =>
  process.getuid?.() === 0 ? '/var/cache/etanche' : join(homedir(), '.cache/etanche');
