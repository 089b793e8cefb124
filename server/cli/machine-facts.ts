import { access, readFile, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { EngineApi } from '../engine/engine-api.ts';
import { enginePaths } from '../engine/engine-paths.ts';
import { tryCommand } from '../engine/run-command.ts';

/** What this machine is. `null`: not readable here. */
export interface MachineFacts {
  isRoot: boolean;
  /** `PRETTY_NAME` of os-release(5). */
  distribution: string;
  debianLike: boolean;
  kernel: string;
  cpus: number;
  /** Bytes. */
  memoryTotal: number;
  memoryAvailable: number;
  stateDir: string;
  /** Bytes free on the disk of the state folder. */
  diskFree: number;
  cgroupVersion: 1 | 2 | null;
  /** `user.max_user_namespaces`; 0 forbids them. */
  maxUserNamespaces: number | null;
  appArmor: boolean;
  seccomp: boolean;
  btrfs: boolean;
  /** Version strings as the programs give them; `null` when there is no such program. */
  engine: string | null;
  runc: string | null;
  missingPrograms: readonly string[];
  /** `kernel.keys.maxkeys`. */
  maxKeys: number | null;
  /** `fs.inotify.max_user_instances`. */
  maxInotify: number | null;
  pidMax: number | null;
  /** `kernel.dmesg_restrict`. */
  dmesgRestricted: boolean | null;
  /** Containers in our lab engine; `null` when it does not run. */
  sandboxes: number | null;
  limits: { maximum: number; memory: number; diskGiB: number };
}

const text = (path: string): Promise<string> =>
  readFile(path, 'utf8').then(
    (content) => content.trim(),
    () => '',
  );
const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function setting(name: string): Promise<number | null> {
  const value = await text(`/proc/sys/${name.replaceAll('.', '/')}`);
  return value === '' ? null : Number(value);
}

async function version(program: string): Promise<string | null> {
  const { code, output } = await tryCommand(program, ['--version']);
  return code === 0 ? (/\d+\.\d+\.\d+\S*/.exec(output)?.[0].replace(/,$/, '') ?? null) : null;
}

const PROGRAMS = ['dockerd', 'runc', 'mmdebstrap', 'mkfs.btrfs', 'jq', 'iptables'];

/** Reads the machine; changes nothing. */
export async function machineFacts(config: Config, isRoot: boolean): Promise<MachineFacts> {
  const osRelease = await text('/etc/os-release');
  const memory = await text('/proc/meminfo');
  const kibibytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(memory)?.[1] ?? 0) * 1024;
  const present = await Promise.all(
    PROGRAMS.map(async (name) => (await tryCommand('sh', ['-c', `command -v ${name}`])).code === 0),
  );
  const disk = await statfs((await exists(config.stateDir)) ? config.stateDir : dirname(config.stateDir));
  const dmesg = await setting('kernel.dmesg_restrict');
  return {
    isRoot,
    distribution: /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? process.platform,
    debianLike: /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease),
    kernel: await text('/proc/sys/kernel/osrelease'),
    cpus: availableParallelism(),
    memoryTotal: kibibytes('MemTotal'),
    memoryAvailable: kibibytes('MemAvailable'),
    stateDir: config.stateDir,
    diskFree: disk.bavail * disk.bsize,
    cgroupVersion: (await exists('/sys/fs/cgroup/cgroup.controllers'))
      ? 2
      : (await exists('/sys/fs/cgroup'))
        ? 1
        : null,
    maxUserNamespaces: await setting('user.max_user_namespaces'),
    appArmor: (await text('/sys/module/apparmor/parameters/enabled')) === 'Y',
    seccomp: await exists('/proc/sys/kernel/seccomp/actions_avail'),
    btrfs: /\bbtrfs$/m.test(await text('/proc/filesystems')) || (await tryCommand('modinfo', ['btrfs'])).code === 0,
    engine: await version('dockerd'),
    runc: await version('runc'),
    missingPrograms: PROGRAMS.filter((_name, index) => !present[index]),
    maxKeys: await setting('kernel.keys.maxkeys'),
    maxInotify: await setting('fs.inotify.max_user_instances'),
    pidMax: await setting('kernel.pid_max'),
    dmesgRestricted: dmesg === null ? null : dmesg > 0,
    sandboxes: await sandboxCount(config.stateDir),
    limits: {
      maximum: config.sandboxes.maximum,
      memory: config.sandboxes.memoryMiB * 2 ** 20,
      diskGiB: config.engine.diskGiB,
    },
  };
}

async function sandboxCount(stateDir: string): Promise<number | null> {
  const api = new EngineApi(enginePaths(stateDir).socket);
  return (await api.answers()) ? (await api.json<unknown[]>('GET', '/containers/json')).length : null;
}
