/**
 * What a check may know of a sandbox. Two sources:
 *
 * - `engine`: what the sandbox's own Docker Engine answers. The learner is root in the sandbox and can forge all of it.
 * - `kernel`: what the real kernel says, read from outside the sandbox. It cannot be forged from inside.
 *
 * Everything here is data: an observation can be written by hand in a unit test.
 */
export interface Observation {
  /** Milliseconds since the epoch, by the server's clock. */
  at: number;
  engine: EngineFacts;
  kernel: KernelFacts;
  /** What the learner typed in the dock, by answer key; trimmed. */
  answers: Readonly<Record<string, string>>;
  /** Files that the lab declares in `reads.files`, by path; `null` when absent. */
  files: Readonly<Record<string, string | null>>;
  /** Logs of the containers that the lab declares in `reads.logs`, by container name; `null` when there is none. */
  logs: Readonly<Record<string, string | null>>;
  /** Results of the lab's `reads.probes`, by probe name; `null` when the container is not there. */
  probes: Readonly<Record<string, ProbeResult | null>>;
  /** The observation made right after `setup.sh`: tells "same container, never restarted" from "recreated". */
  baseline: Baseline | null;
}

export interface Baseline {
  at: number;
  containers: readonly ContainerFacts[];
  cgroups: Readonly<Record<string, CgroupFacts>>;
}

export interface ProbeResult {
  exitCode: number;
  /** Standard output and error together, cut at 16 KiB. */
  output: string;
}

export interface EngineFacts {
  /** False when the nested engine does not answer: every check then waits. */
  reachable: boolean;
  /** `GET /version`, `Version`. */
  version: string;
  /** `GET /info`, `SecurityOptions`, for instance `name=userns`. */
  securityOptions: readonly string[];
  containers: readonly ContainerFacts[];
  images: readonly ImageFacts[];
  networks: readonly NetworkFacts[];
  volumes: readonly VolumeFacts[];
}

/** The part of `GET /containers/{id}/json` that checks use, with absent values made regular. */
export interface ContainerFacts {
  id: string;
  /** Without the leading slash. */
  name: string;
  /** The reference asked for (`Config.Image`). */
  image: string;
  imageId: string;
  /** Directories of the image's layers under `/var/lib/docker/overlay2`, the last layer first. */
  layers: readonly string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  state: {
    status: string;
    running: boolean;
    paused: boolean;
    /** Pid in the sandbox, 0 when not running. */
    pid: number;
    exitCode: number;
    /** Why the engine could not start it, in its own words, the first 1000 characters; empty when it could. */
    error: string;
    oomKilled: boolean;
    /** ISO 8601, as the engine gives it. */
    startedAt: string;
    finishedAt: string;
    /** `healthy`, `unhealthy`, `starting`, or `none`. */
    health: string;
  };
  restartCount: number;
  config: {
    user: string;
    /** Entrypoint and command, in one list. */
    command: readonly string[];
    env: readonly string[];
    labels: Readonly<Record<string, string>>;
  };
  host: {
    privileged: boolean;
    readonlyRootfs: boolean;
    /** Upper case, without `CAP_`: the client's version decides how they arrive. */
    capAdd: readonly string[];
    capDrop: readonly string[];
    securityOpt: readonly string[];
    /** Paths that the engine hides; none when it is asked not to (`systempaths=unconfined`, `--privileged`). */
    maskedPaths: readonly string[];
    readonlyPaths: readonly string[];
    pidMode: string;
    ipcMode: string;
    utsMode: string;
    usernsMode: string;
    cgroupnsMode: string;
    networkMode: string;
    /** Bytes; 0 means no limit. */
    memory: number;
    /** Bytes of memory and swap together; -1 means unlimited swap, 0 unset. */
    memorySwap: number;
    memoryReservation: number;
    nanoCpus: number;
    cpuQuota: number;
    cpuPeriod: number;
    cpuShares: number;
    cpusetCpus: string;
    /** 0 when absent, -1 when explicitly unlimited. */
    pidsLimit: number;
    oomKillDisable: boolean;
    ulimits: readonly { name: string; soft: number; hard: number }[];
    restartPolicy: string;
    logDriver: string;
    /** As asked for, the engine's own defaults included: `max-size`, `max-file`… */
    logOptions: Readonly<Record<string, string>>;
    tmpfs: readonly string[];
  };
  mounts: readonly { type: string; source: string; destination: string; writable: boolean }[];
  networks: readonly { name: string; ipAddress: string }[];
  ports: readonly { containerPort: string; hostIp: string; hostPort: string }[];
}

export interface ImageFacts {
  id: string;
  tags: readonly string[];
  size: number;
  labels: Readonly<Record<string, string>>;
  /** The account that its `USER` names; empty when it names none. Absent when the engine did not tell. */
  user?: string;
}

export interface NetworkFacts {
  id: string;
  name: string;
  driver: string;
  internal: boolean;
  /** Options of the driver, for instance `com.docker.network.bridge.enable_icc`. */
  options: Readonly<Record<string, string>>;
}

export interface VolumeFacts {
  name: string;
  driver: string;
}

export const NAMESPACE_TYPES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;
export type NamespaceType = (typeof NAMESPACE_TYPES)[number];

/** Inode numbers by type; they are global, so the learner reads the same ones inside. Absent where the kernel lacks the type. */
export type NamespaceInodes = Readonly<Partial<Record<NamespaceType, string>>>;

export interface KernelFacts {
  /** False when the report could not be made: checks that need the kernel then wait. */
  available: boolean;
  cgroupVersion: 1 | 2;
  /** `uname -r`. */
  release: string;
  /** The sandbox's first process: what the learner calls "the host". */
  host: KernelProcess | null;
  /** Every process of the sandbox, at most 600. */
  processes: readonly KernelProcess[];
  /** Of each nested container with a live cgroup, by full container id. */
  cgroups: Readonly<Record<string, CgroupFacts>>;
}

/** One process, from `/proc/<pid>/{status,ns,uid_map,cgroup,cmdline}` read in the real host's namespaces. */
export interface KernelProcess {
  /** From `NSpid`: the real host's number, then the sandbox's, then the nested container's. */
  pids: readonly number[];
  /** Pid as the learner sees it on "the host" (second of `pids`). */
  sandboxPid: number;
  /** Pid in its own innermost namespace (last of `pids`). */
  innerPid: number;
  parentPid: number;
  /** `Name:` of status, at most 15 bytes. Hostile. */
  name: string;
  /** At most 4 KiB, NUL bytes made spaces. Hostile. */
  commandLine: string;
  /** Real, effective, saved, file-system ids, as the sandbox sees them: 0 is the sandbox's root. */
  uids: readonly number[];
  gids: readonly number[];
  /** Supplementary groups, as the sandbox sees them; a process keeps those of its session whatever `/etc/group` becomes. */
  groups: readonly number[];
  /** Hexadecimal masks of 16 digits. */
  capEffective: string;
  capBounding: string;
  noNewPrivs: boolean;
  /** 0 none, 1 strict, 2 filter. */
  seccomp: number;
  /** How many filters it carries (`Seccomp_filters:`), those of the sandbox's own included; `null` before Linux 5.9. */
  seccompFilters: number | null;
  namespaces: NamespaceInodes;
  /** Lines of `uid_map`, as `[inside, outside, count]`, outside being the real host's ids. */
  uidMap: readonly (readonly [number, number, number])[];
  /** The nested container it runs in, from its cgroup path; `null` for the sandbox's own processes. */
  containerId: string | null;
}

/** Limits and counters of one nested container, the same names for cgroup v1 and v2. `null` means no limit. */
export interface CgroupFacts {
  memoryMax: number | null;
  memoryCurrent: number;
  /** Memory and swap together, as v1 counts it; on v2 `memory.max` + `memory.swap.max`. `undefined` where the kernel does not account for swap. */
  memorySwapMax: number | null | undefined;
  oomKills: number;
  pidsMax: number | null;
  pidsCurrent: number;
  /** Number of CPUs granted (quota divided by period), for instance 0.5. */
  cpuMax: number | null;
  /** v1 `cpu.shares` (1024 by default); on v2 converted back from `cpu.weight`. */
  cpuShares: number;
  /** Scheduling periods in which the group was stopped (`nr_throttled`). */
  throttledPeriods: number;
  /** Microseconds of CPU consumed since the group exists. */
  cpuUsage: number;
}
