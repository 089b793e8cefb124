import { failed, quote, waiting, type FailedVerdict, type WaitingVerdict } from './check.ts';
import type {
  CgroupFacts,
  ContainerFacts,
  ImageFacts,
  KernelProcess,
  NamespaceType,
  Observation,
} from './observation.ts';

/** Questions that checks ask of an observation. All are pure; none throws. */

export const container = (o: Observation, name: string): ContainerFacts | undefined =>
  o.engine.containers.find((candidate) => candidate.name === name);

export const image = (o: Observation, tag: string): ImageFacts | undefined =>
  o.engine.images.find((candidate) => candidate.tags.includes(tag));

/** Processes that the kernel places in that container, its first process first. */
export const processesOf = (o: Observation, c: ContainerFacts): KernelProcess[] =>
  o.kernel.processes.filter((process) => process.containerId === c.id).sort((a, b) => a.sandboxPid - b.sandboxPid);

/**
 * The container's first process according to the kernel. The nested engine names its pid, but the process must also
 * belong to the container's cgroup: a forged pid finds nothing.
 */
export const mainProcess = (o: Observation, c: ContainerFacts): KernelProcess | undefined =>
  processesOf(o, c).find((process) => process.sandboxPid === c.state.pid);

/** A container in operation: what the engine says of it, and its first process as the kernel sees it. */
export interface RunningContainer {
  container: ContainerFacts;
  process: KernelProcess;
}

/**
 * That container if it runs, else the verdict that says why it cannot be judged: no engine, no such container (waiting),
 * stopped (failed), or a process that the kernel does not show (waiting: an engine alone never suffices).
 * Tell them apart with `'status' in result`.
 */
export function runningContainer(o: Observation, name: string): RunningContainer | FailedVerdict | WaitingVerdict {
  if (!o.engine.reachable)
    return waiting('Le moteur du bac ne répond pas\u00a0: rien ne peut être jugé pour l’instant.');
  const found = container(o, name);
  if (!found) return missingContainer(o, name);
  const { running, error } = found.state;
  if (!running && error !== '') {
    return failed({
      expected: `${quote(name)} en marche.`,
      observed: `Le moteur a créé ${quote(name)} et n’a pas pu le lancer. Il en dit : ${quote(lastWords(error))}`,
      mechanism:
        'Un conteneur qui ne démarre pas garde son nom : retirez-le (docker rm), corrigez la commande, et lancez-la de nouveau. La cause est à la fin du message, le reste dit par où elle est passée.',
      see: 'docker ps -a',
    });
  }
  if (!running) {
    return failed({
      expected: `${quote(name)} en marche.`,
      observed: `${quote(name)} est dans l’état ${quote(found.state.status)}, avec le code de sortie ${found.state.exitCode}.`,
      mechanism:
        'Un conteneur vit aussi longtemps que son premier processus\u00a0: quand la commande se termine, ou ne démarre pas, il n’y a plus rien à observer.',
      see: 'docker ps -a',
    });
  }
  const process = mainProcess(o, found);
  return process
    ? { container: found, process }
    : waiting(
        `Le moteur dit que ${quote(name)} est en marche, mais le noyau ne montre pas son processus pour l’instant.`,
      );
}

/** The end of a message whose causes follow one another after colons: as many as a line holds. Pure. */
export function lastWords(error: string): string {
  const causes = error.replace(/: unknown\.?$/, '').split(': ');
  let words = causes.pop() ?? '';
  for (const cause of causes.reverse()) {
    if (cause.length + words.length > 70) break;
    words = `${cause}: ${words}`;
  }
  return words;
}

/** Not there yet. Names the newest container that the lab did not prepare: most often the learner's, under a name of chance. */
export function missingContainer(o: Observation, name: string): WaitingVerdict {
  const newest = o.engine.containers
    .filter((candidate) => !o.baseline?.containers.some((before) => before.id === candidate.id))
    .reduce<ContainerFacts | undefined>((a, b) => (a && a.createdAt >= b.createdAt ? a : b), undefined);
  const missing = `Aucun conteneur nommé ${quote(name)} pour l’instant.`;
  return waiting(newest ? `${missing} Le dernier que vous avez créé s’appelle ${quote(newest.name)}.` : missing);
}

/** The kernel's limits and counters of that container; `undefined` when it is not running. */
export const cgroupOf = (o: Observation, c: ContainerFacts): CgroupFacts | undefined => o.kernel.cgroups[c.id];

/** `undefined` when either side lacks the namespace type or is not known. */
export function sameNamespace(
  a: KernelProcess | null | undefined,
  b: KernelProcess | null | undefined,
  type: NamespaceType,
): boolean | undefined {
  const left = a?.namespaces[type];
  const right = b?.namespaces[type];
  return left === undefined || right === undefined ? undefined : left === right;
}

/** Whether a container that is only on that network reaches nothing else. Names of networks are the learner's. */
export const isDeadEnd = (o: Observation, network: string): boolean =>
  o.engine.networks.some(({ name, internal, driver }) => name === network && (internal || driver === 'null'));

/** The container as it was right after the lab's preparation. */
export const baselineContainer = (o: Observation, name: string): ContainerFacts | undefined =>
  o.baseline?.containers.find((candidate) => candidate.name === name);

/** True when it is the very container of the preparation, running since without interruption. */
export function neverRestarted(o: Observation, name: string): boolean {
  const before = baselineContainer(o, name);
  const now = container(o, name);
  return (
    before !== undefined &&
    now !== undefined &&
    before.id === now.id &&
    now.state.running &&
    before.state.startedAt === now.state.startedAt &&
    before.state.pid === now.state.pid
  );
}

/** What became of a prepared container that had to stay in service, as the end of a sentence; `undefined` when nothing did. */
export function interruptionOf(o: Observation, name: string): string | undefined {
  const now = container(o, name);
  if (!now) return 'n’existe plus';
  if (now.id !== baselineContainer(o, name)?.id) return 'a été recréé';
  if (!now.state.running) return 'est arrêté';
  if (now.state.paused) return 'est suspendu';
  return neverRestarted(o, name) ? undefined : 'a été redémarré';
}

/**
 * The running container that took the place of the prepared one of that name; while the prepared one is there, waits
 * with that message.
 */
export const replacement = (
  o: Observation,
  name: string,
  untouched: string,
): RunningContainer | FailedVerdict | WaitingVerdict => {
  const found = container(o, name);
  return found && found.id === baselineContainer(o, name)?.id ? waiting(untouched) : runningContainer(o, name);
};

/** A namespace that a process has in common with a neighbour that has no reason to share it. */
export interface SharedNamespace {
  type: NamespaceType;
  inode: string;
  /** « l’hôte », or the quoted name of another running container. */
  owner: string;
}

/** The first of these types that the process shares with the host or with a container other than its own. */
export function sharedNamespace(
  o: Observation,
  process: KernelProcess,
  types: readonly NamespaceType[],
): SharedNamespace | undefined {
  const others: (readonly [string, KernelProcess | null | undefined])[] = [
    ['l’hôte', o.kernel.host],
    ...o.engine.containers
      .filter(({ id }) => id !== process.containerId)
      .map((other) => [quote(other.name), processesOf(o, other)[0]] as const),
  ];
  for (const type of types) {
    const found = others.find(([, other]) => sameNamespace(process, other, type));
    if (found) return { type, inode: process.namespaces[type] ?? '', owner: found[0] };
  }
  return undefined;
}

/**
 * How many seccomp filters a process carries above those of the sandbox itself, which every process inherits;
 * `undefined` where the kernel does not count them.
 */
export function filtersOfItsOwn(o: Observation, process: KernelProcess): number | undefined {
  const inherited = o.kernel.host?.seccompFilters ?? null;
  return process.seccompFilters === null || inherited === null ? undefined : process.seccompFilters - inherited;
}

/** The fourteen capabilities that the engine leaves to a container by default (moby, `oci/caps`). */
const ORDINARY_CAPABILITIES = 0xa80425fbn;

/** Whether an effective mask (hexadecimal) holds more than an ordinary container's. */
export const exceedsOrdinary = (mask: string): boolean =>
  /^[0-9a-f]+$/i.test(mask) && (BigInt(`0x${mask}`) & ~ORDINARY_CAPABILITIES) !== 0n;

/** `67108864` → « 64 Mio ». */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return 'illimité';
  for (const [unit, size] of [
    ['Gio', 2 ** 30],
    ['Mio', 2 ** 20],
    ['Kio', 2 ** 10],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toLocaleString('fr-FR', { maximumFractionDigits: 2 })}\u00a0${unit}`;
  }
  return `${bytes}\u00a0octets`;
}

/** Every capability of the kernel, in the order of its bit (`include/uapi/linux/capability.h`). */
const CAPABILITIES = [
  ...['CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP'],
  ...['LINUX_IMMUTABLE', 'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'IPC_OWNER'],
  ...['SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT', 'SYS_PTRACE', 'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE'],
  ...['SYS_RESOURCE', 'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD', 'LEASE', 'AUDIT_WRITE', 'AUDIT_CONTROL', 'SETFCAP'],
  ...['MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND', 'AUDIT_READ', 'PERFMON', 'BPF'],
  'CHECKPOINT_RESTORE',
] as const;

/** Names of the capabilities in a mask, by bit. @param mask hexadecimal, as in `/proc/<pid>/status`. */
export const capabilitiesOf = (mask: string): string[] =>
  /^[0-9a-f]+$/i.test(mask) ? CAPABILITIES.filter((_, bit) => (BigInt(`0x${mask}`) >> BigInt(bit)) % 2n === 1n) : [];

/** @param mask hexadecimal, as in `/proc/<pid>/status`. */
export const hasCapability = (mask: string, name: (typeof CAPABILITIES)[number]): boolean =>
  capabilitiesOf(mask).includes(name);
