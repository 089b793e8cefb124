import {
  NAMESPACE_TYPES,
  type CgroupFacts,
  type KernelFacts,
  type KernelProcess,
  type NamespaceInodes,
} from '../../labs/observation.ts';

/** What is said when there is no report to read. */
export const NO_KERNEL_FACTS: KernelFacts = {
  available: false,
  cgroupVersion: 2,
  release: '',
  host: null,
  processes: [],
  cgroups: {},
};

const MAX_COMMAND_LINE = 4096;
const ID = /^[0-9a-f]{64}$/;
/** Kernel's "no limit" of cgroup v1: the largest multiple of the page size in a signed 64-bit number. */
const UNLIMITED_V1 = 2 ** 62;
/** What `id` shows for an id without any mapping (`/proc/sys/kernel/overflowuid`). */
const OVERFLOW_ID = 65_534;
const MAPPED_IDS = 65_536;

/** Lines of one file of the report, by field name where the file has fields. */
type Lines = Map<string, string[]>;

/**
 * Reads the report of `warden.pl` (its format is described there). Pure. Process names, arguments and the names of
 * groups are hostile; the rest is the kernel's.
 * @returns `available: false` for a report that is not whole.
 */
export function parseKernelReport(raw: string): KernelFacts {
  const lines = raw.split('\n');
  const head = /^= host ([12]) (\S+) ([0-9a-f]{64}) (\d+) (\d+)$/.exec(lines[0] ?? '');
  if (!head || !lines.includes('= end')) return NO_KERNEL_FACTS;
  const [, version, release, sandboxId, rootUid, rootGid] = head;
  const cgroupVersion = version === '2' ? 2 : 1;
  const sections = splitSections(lines);

  const files = linesByFile(sections.get('processes') ?? []);
  const namespaces = readNamespaces(sections.get('namespaces') ?? []);
  const commands = linesByFile(sections.get('commands') ?? []);
  const pids = [...files.keys()].flatMap((path) => /^\/proc\/(\d+)\/status$/.exec(path)?.[1] ?? []);
  const processes = pids.flatMap((pid) => {
    const status = readFields(files.get(`/proc/${pid}/status`) ?? []);
    const numbers = (field: string): number[] => (status.get(field) ?? '').split(/\s/).filter(Boolean).map(Number);
    const process: KernelProcess = {
      pids: numbers('NSpid'),
      sandboxPid: numbers('NSpid')[1] ?? 0,
      innerPid: numbers('NSpid').at(-1) ?? 0,
      parentPid: numbers('PPid')[0] ?? 0,
      name: status.get('Name') ?? '',
      commandLine: (commands.get(`/proc/${pid}/cmdline`) ?? []).join(' ').slice(0, MAX_COMMAND_LINE),
      uids: numbers('Uid').map((id) => inside(id, Number(rootUid))),
      gids: numbers('Gid').map((id) => inside(id, Number(rootGid))),
      groups: numbers('Groups').map((id) => inside(id, Number(rootGid))),
      capEffective: status.get('CapEff') ?? '',
      capBounding: status.get('CapBnd') ?? '',
      noNewPrivs: status.get('NoNewPrivs') === '1',
      seccomp: numbers('Seccomp')[0] ?? 0,
      seccompFilters: numbers('Seccomp_filters')[0] ?? null,
      namespaces: namespaces.get(pid) ?? {},
      uidMap: (files.get(`/proc/${pid}/uid_map`) ?? []).map(readMapping),
      containerId: containerOf(files.get(`/proc/${pid}/cgroup`) ?? [], sandboxId ?? ''),
    };
    // A process that ended while the report was made has no uid map any more: it is left out.
    return process.uidMap.length > 0 && process.pids.length >= 2 ? [process] : [];
  });

  return {
    available: true,
    cgroupVersion,
    release: release ?? '',
    host: processes.find(({ pids: numbers }) => numbers.length === 2 && numbers[1] === 1) ?? null,
    processes,
    cgroups: readGroups(linesByFile(sections.get('groups') ?? []), cgroupVersion),
  };
}

function splitSections(lines: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    if (line.startsWith('= ')) sections.set(line.slice(2), (current = []));
    else if (line.startsWith('/')) current.push(line);
  }
  return sections;
}

/** A group's directory may hold a colon, and look like a file with its value: no value holds a slash, so the last one decides. */
const FILE_LINE =
  /^(\/proc\/\d+\/[a-z_]+):(.*)$|^(\/sys\/fs\/cgroup\/.*\/(?:memory|pids|cpu|cpuacct)\.[a-z_.]+):([^/]*)$/s;

function linesByFile(lines: readonly string[]): Lines {
  const files: Lines = new Map();
  for (const line of lines) {
    const match = FILE_LINE.exec(line);
    const [path, text] = [match?.[1] ?? match?.[3], match?.[2] ?? match?.[4]];
    if (path === undefined || text === undefined) continue;
    const known = files.get(path);
    if (known) known.push(text);
    else files.set(path, [text]);
  }
  return files;
}

/** `Name:<tab>value` lines; the first of a name counts. */
function readFields(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).replace(/^\t/, ''));
  }
  return fields;
}

function readNamespaces(lines: readonly string[]): Map<string, NamespaceInodes> {
  const byPid = new Map<string, Record<string, string>>();
  for (const line of lines) {
    const [, pid, type, inode] = /^\/proc\/(\d+)\/ns\/([a-z]+) [a-z]+:\[(\d+)\]$/.exec(line) ?? [];
    if (!pid || !inode || !NAMESPACE_TYPES.some((known) => known === type)) continue;
    byPid.set(pid, { ...byPid.get(pid), [type ?? '']: inode });
  }
  return byPid;
}

const readMapping = (line: string): [number, number, number] => {
  const [first = 0, outside = 0, count = 0] = line.trim().split(/\s+/).map(Number);
  return [first, outside, count];
};

const inside = (id: number, root: number): number => (id >= root && id < root + MAPPED_IDS ? id - root : OVERFLOW_ID);

/** The innermost container on a cgroup path: its last component that is a full id, other than the sandbox's own. */
const innermost = (path: string, sandboxId: string): string | null =>
  path
    .split('/')
    .filter((part) => ID.test(part) && part !== sandboxId)
    .at(-1) ?? null;

/** v1 has a line per hierarchy: memory's decides, then the first. */
function containerOf(lines: readonly string[], sandboxId: string): string | null {
  const line = lines.find((text) => /^\d+:memory:/.test(text)) ?? lines[0];
  return line === undefined ? null : innermost(line.replace(/^\d+:[^:]*:/, ''), sandboxId);
}

/**
 * Facts by container id. A container that seems to have two groups in one hierarchy is left out: inside, the learner is
 * root and may have made one of them to pass for the other.
 */
function readGroups(files: Lines, version: 1 | 2): Record<string, CgroupFacts> {
  const byContainer = new Map<string, Lines>();
  const forged = new Set<string>();
  for (const [path, lines] of files) {
    const id = path.split('/').at(-2) ?? '';
    const group = byContainer.get(id) ?? new Map<string, string[]>();
    const name = `${version === 1 ? path.split('/')[4] : ''}/${path.split('/').at(-1)}`;
    if (group.has(name)) forged.add(id);
    byContainer.set(id, group.set(name, lines));
  }
  const read = version === 2 ? readVersion2 : readVersion1;
  return Object.fromEntries(
    [...byContainer].filter(([id]) => ID.test(id) && !forged.has(id)).map(([id, group]) => [id, read(group)]),
  );
}

const first = (group: Lines, name: string): string => group.get(name)?.[0] ?? '';

/** `key value` lines, as in cpu.stat. */
const keyed = (group: Lines, name: string, key: string): number =>
  Number(
    group
      .get(name)
      ?.find((line) => line.startsWith(`${key} `))
      ?.slice(key.length + 1) ?? 0,
  );

function readVersion1(group: Lines): CgroupFacts {
  const limit = (name: string): number | null => {
    const value = Number(first(group, name));
    return first(group, name) === '' || value >= UNLIMITED_V1 ? null : value;
  };
  const quota = Number(first(group, 'cpu/cpu.cfs_quota_us') || -1);
  return {
    memoryMax: limit('memory/memory.limit_in_bytes'),
    memoryCurrent: Number(first(group, 'memory/memory.usage_in_bytes')),
    memorySwapMax: limit('memory/memory.memsw.limit_in_bytes'),
    oomKills: keyed(group, 'memory/memory.oom_control', 'oom_kill'),
    pidsMax: maximum(first(group, 'pids/pids.max')),
    pidsCurrent: Number(first(group, 'pids/pids.current')),
    cpuMax: quota > 0 ? quota / Number(first(group, 'cpu/cpu.cfs_period_us')) : null,
    cpuShares: Number(first(group, 'cpu/cpu.shares') || 1024),
    throttledPeriods: keyed(group, 'cpu/cpu.stat', 'nr_throttled'),
    cpuUsage: Math.floor(Number(first(group, 'cpuacct/cpuacct.usage')) / 1000),
  };
}

function readVersion2(group: Lines): CgroupFacts {
  const memoryMax = maximum(first(group, '/memory.max'));
  const swapMax = maximum(first(group, '/memory.swap.max'));
  const [quota = 'max', period = ''] = first(group, '/cpu.max').split(' ');
  return {
    memoryMax,
    memoryCurrent: Number(first(group, '/memory.current')),
    memorySwapMax: memoryMax === null || swapMax === null ? null : memoryMax + swapMax,
    oomKills: keyed(group, '/memory.events', 'oom_kill'),
    pidsMax: maximum(first(group, '/pids.max')),
    pidsCurrent: Number(first(group, '/pids.current')),
    cpuMax: maximum(quota) === null ? null : Number(quota) / Number(period),
    cpuShares: sharesOf(Number(first(group, '/cpu.weight') || 100)),
    throttledPeriods: keyed(group, '/cpu.stat', 'nr_throttled'),
    cpuUsage: keyed(group, '/cpu.stat', 'usage_usec'),
  };
}

const maximum = (text: string): number | null => (text === '' || text === 'max' ? null : Number(text));

/** Inverse of runc's conversion, weight = 1 + (shares - 2) × 9999 / 262142, rounded. */
const sharesOf = (weight: number): number => Math.round(2 + ((weight - 1) * 262_142) / 9999);
