import { createHash } from 'node:crypto';
import type {
  CgroupFacts,
  ContainerFacts,
  EngineFacts,
  KernelFacts,
  KernelProcess,
  NamespaceInodes,
  Observation,
} from '../../labs/observation.ts';

/**
 * Builders of hand-made observations. By default they describe an honest sandbox, in which the kernel agrees with the
 * engine: each running container has its first process and a cgroup with the limits that its `HostConfig` asks for.
 * A test then says only what differs, a lie included.
 */

const MINUTE = 60_000;

/** The instant of every built observation, unless told otherwise: 2026-03-02, 9:00 UTC. */
export const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);

export type ContainerOverrides = Partial<Omit<ContainerFacts, 'state' | 'config' | 'host'>> & {
  state?: Partial<ContainerFacts['state']>;
  config?: Partial<ContainerFacts['config']>;
  host?: Partial<ContainerFacts['host']>;
};

/** A running container made by plain `docker run -d labo/base:1 sleep 3600`. Its id and pid follow from its name. */
export function aContainer(overrides: ContainerOverrides = {}): ContainerFacts {
  const name = overrides.name ?? 'temoin';
  const running = overrides.state?.running ?? true;
  return {
    id: digest(`container ${name}`),
    imageId: `sha256:${digest('labo/base:1')}`,
    image: 'labo/base:1',
    createdAt: NOW - 5 * MINUTE,
    restartCount: 0,
    layers: [],
    mounts: [],
    networks: [{ name: 'bridge', ipAddress: '172.17.0.2' }],
    ports: [],
    ...overrides,
    name,
    state: {
      status: running ? 'running' : 'exited',
      running,
      paused: false,
      pid: running ? 100 + numberFrom(name, 900) : 0,
      exitCode: 0,
      error: '',
      oomKilled: false,
      startedAt: new Date(NOW - 5 * MINUTE).toISOString(),
      finishedAt: running ? '0001-01-01T00:00:00Z' : new Date(NOW - MINUTE).toISOString(),
      health: 'none',
      ...overrides.state,
    },
    config: { user: '', command: ['sleep', '3600'], env: [], labels: {}, ...overrides.config },
    host: {
      privileged: false,
      readonlyRootfs: false,
      capAdd: [],
      capDrop: [],
      securityOpt: [],
      maskedPaths: ['/proc/kcore', '/proc/keys', '/sys/firmware'],
      readonlyPaths: ['/proc/sys', '/proc/sysrq-trigger'],
      pidMode: '',
      ipcMode: 'private',
      utsMode: '',
      usernsMode: '',
      cgroupnsMode: 'private',
      networkMode: 'default',
      memory: 0,
      memorySwap: 0,
      memoryReservation: 0,
      nanoCpus: 0,
      cpuQuota: 0,
      cpuPeriod: 0,
      cpuShares: 0,
      cpusetCpus: '',
      pidsLimit: 0,
      oomKillDisable: false,
      ulimits: [],
      restartPolicy: 'no',
      logDriver: 'json-file',
      logOptions: {},
      tmpfs: [],
      ...overrides.host,
    },
  };
}

/** Namespaces of the sandbox's own processes. */
export const HOST_NAMESPACES: NamespaceInodes = {
  cgroup: '4026532501',
  ipc: '4026532502',
  mnt: '4026532503',
  net: '4026532504',
  pid: '4026532505',
  time: '4026531834',
  user: '4026532506',
  uts: '4026532507',
};

/** A process of the sandbox's own, or of the container whose id is in `containerId`. */
export function aProcess(overrides: Partial<KernelProcess> = {}): KernelProcess {
  const sandboxPid = overrides.sandboxPid ?? 50;
  const innerPid = overrides.innerPid ?? (overrides.containerId ? 1 : sandboxPid);
  const realPid = 20_000 + sandboxPid;
  return {
    pids: overrides.containerId ? [realPid, sandboxPid, innerPid] : [realPid, sandboxPid],
    parentPid: 1,
    name: 'sleep',
    commandLine: 'sleep 3600',
    uids: [0, 0, 0, 0],
    gids: [0, 0, 0, 0],
    groups: [],
    capEffective: '00000000a80425fb',
    capBounding: '00000000a80425fb',
    noNewPrivs: false,
    seccomp: 2,
    seccompFilters: overrides.containerId ? 2 : 1,
    namespaces: overrides.containerId ? namespacesOf(overrides.containerId) : HOST_NAMESPACES,
    uidMap: [[0, 500_000, 65_536]],
    containerId: null,
    ...overrides,
    sandboxPid,
    innerPid,
  };
}

/** The first process of that container, where an honest engine says it is. */
export const mainProcessOf = (c: ContainerFacts, overrides: Partial<KernelProcess> = {}): KernelProcess =>
  aProcess({
    sandboxPid: c.state.pid,
    containerId: c.id,
    name: (c.config.command[0] ?? 'sleep').slice(0, 15),
    commandLine: c.config.command.join(' '),
    ...overrides,
  });

/** A cgroup without any limit. */
export const aCgroup = (overrides: Partial<CgroupFacts> = {}): CgroupFacts => ({
  memoryMax: null,
  memoryCurrent: 1_048_576,
  memorySwapMax: null,
  oomKills: 0,
  pidsMax: null,
  pidsCurrent: 1,
  cpuMax: null,
  cpuShares: 1024,
  throttledPeriods: 0,
  cpuUsage: 20_000,
  ...overrides,
});

/** The cgroup that an honest engine makes for that container. */
export function cgroupFor(c: ContainerFacts, overrides: Partial<CgroupFacts> = {}): CgroupFacts {
  const { memory, memorySwap, nanoCpus, cpuQuota, cpuPeriod, cpuShares, pidsLimit } = c.host;
  return aCgroup({
    memoryMax: memory > 0 ? memory : null,
    memorySwapMax: memorySwap > 0 ? memorySwap : null,
    cpuMax: nanoCpus > 0 ? nanoCpus / 1e9 : cpuQuota > 0 ? cpuQuota / (cpuPeriod || 100_000) : null,
    cpuShares: cpuShares || 1024,
    pidsMax: pidsLimit > 0 ? pidsLimit : null,
    ...overrides,
  });
}

export interface ObservationParts {
  at?: number;
  containers?: readonly ContainerFacts[];
  /** The whole list of processes. By default: the first process of each running container. */
  processes?: readonly KernelProcess[];
  /** By container name: what differs from an honest cgroup, or `null` for none. */
  cgroups?: Readonly<Record<string, Partial<CgroupFacts> | null>>;
  engine?: Partial<EngineFacts>;
  kernel?: Partial<KernelFacts>;
  answers?: Observation['answers'];
  files?: Observation['files'];
  logs?: Observation['logs'];
  probes?: Observation['probes'];
  /** Containers as they were after the preparation; their cgroups are those of an honest engine. */
  baseline?: readonly ContainerFacts[];
}

/** An observation of a sandbox whose engine and kernel both answer. */
export function observation(parts: ObservationParts = {}): Observation {
  const containers = parts.containers ?? [];
  const running = containers.filter((c) => c.state.running);
  return {
    at: parts.at ?? NOW,
    engine: {
      reachable: true,
      version: '20.10.24+dfsg1',
      securityOptions: ['name=seccomp,profile=default'],
      containers,
      images: [{ id: `sha256:${digest('labo/base:1')}`, tags: ['labo/base:1'], size: 2_400_000, labels: {} }],
      networks: [{ id: digest('network bridge'), name: 'bridge', driver: 'bridge', internal: false, options: {} }],
      volumes: [],
      ...parts.engine,
    },
    kernel: {
      available: true,
      cgroupVersion: 2,
      release: '6.1.0',
      host: aProcess({ sandboxPid: 1, name: 'docker-init', commandLine: '/sbin/docker-init -- /entry' }),
      processes: parts.processes ?? running.map((c) => mainProcessOf(c)),
      cgroups: honestCgroups(running, parts.cgroups),
      ...parts.kernel,
    },
    answers: parts.answers ?? {},
    files: parts.files ?? {},
    logs: parts.logs ?? {},
    probes: parts.probes ?? {},
    baseline: parts.baseline
      ? { at: NOW - 5 * MINUTE, containers: parts.baseline, cgroups: honestCgroups(parts.baseline) }
      : null,
  };
}

function honestCgroups(
  containers: readonly ContainerFacts[],
  overrides: ObservationParts['cgroups'] = {},
): Record<string, CgroupFacts> {
  const entries = containers.flatMap((c) => {
    const differs = overrides[c.name];
    return differs === null ? [] : [[c.id, cgroupFor(c, differs)] as const];
  });
  return Object.fromEntries(entries);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A number in `[0, below)` that follows from the text. */
const numberFrom = (text: string, below: number): number => Number.parseInt(digest(text).slice(0, 8), 16) % below;

const namespacesOf = (containerId: string): NamespaceInodes => {
  const own = (type: string): string => String(4_026_533_000 + numberFrom(`${type} ${containerId}`, 100_000));
  return {
    ...HOST_NAMESPACES,
    cgroup: own('cgroup'),
    ipc: own('ipc'),
    mnt: own('mnt'),
    net: own('net'),
    pid: own('pid'),
    uts: own('uts'),
  };
};
