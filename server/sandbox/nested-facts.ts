import { z } from 'zod';
import type { ContainerFacts, EngineFacts } from '../../labs/observation.ts';

/**
 * Reads the nested engine's documents. Whatever it says is hostile: each field that is used is checked and made regular,
 * everything else is dropped, absent values get the engine's own defaults, and text is cut.
 */
const text = z
  .string()
  .catch('')
  .transform((value) => value.slice(0, 4096));
const number = z.number().catch(0);
const flag = z.boolean().catch(false);
const texts = z
  .array(text)
  .catch([])
  .transform((list) => list.slice(0, 256));
/** A whole seccomp profile may stand in one of them. */
const securityOptions = z
  .array(z.string().transform((value) => value.slice(0, 65_536)))
  .catch([])
  .transform((list) => list.slice(0, 16));
const record = z
  .record(z.string(), z.string())
  .catch({})
  .transform((entries) => Object.fromEntries(Object.entries(entries).slice(0, 256)));

/** An object whose absence reads as an empty one. */
const section = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (typeof value === 'object' && value !== null ? value : {}), z.object(shape));

const capabilities = texts.transform((list) => list.map((name) => name.toUpperCase().replace(/^CAP_/, '')));

/** Names of the directories under `overlay2/` that make a container's root, from the nearest to the farthest. */
const layers = z
  .string()
  .catch('')
  .transform((value) =>
    value
      .slice(0, 16_384)
      .split(':')
      .flatMap((path) => /\/overlay2\/([0-9a-z]{25,64})\/diff$/.exec(path)?.[1] ?? [])
      .slice(0, 128),
  );

const inspectSchema = z.object({
  Id: text,
  Name: text,
  Created: text,
  Image: text,
  RestartCount: number,
  GraphDriver: section({ Data: section({ LowerDir: layers }) }),
  State: section({
    Status: text,
    Running: flag,
    Paused: flag,
    Pid: number,
    ExitCode: number,
    Error: text,
    OOMKilled: flag,
    StartedAt: text,
    FinishedAt: text,
    Health: z.object({ Status: text }).optional().catch(undefined),
  }),
  Config: section({ Image: text, User: text, Entrypoint: texts, Cmd: texts, Env: texts, Labels: record }),
  HostConfig: section({
    Privileged: flag,
    ReadonlyRootfs: flag,
    CapAdd: capabilities,
    CapDrop: capabilities,
    SecurityOpt: securityOptions,
    MaskedPaths: texts,
    ReadonlyPaths: texts,
    PidMode: text,
    IpcMode: text,
    UTSMode: text,
    UsernsMode: text,
    CgroupnsMode: text,
    NetworkMode: text,
    Memory: number,
    MemorySwap: number,
    MemoryReservation: number,
    NanoCpus: number,
    CpuQuota: number,
    CpuPeriod: number,
    CpuShares: number,
    CpusetCpus: text,
    PidsLimit: number,
    OomKillDisable: flag,
    Ulimits: z.array(z.object({ Name: text, Soft: number, Hard: number })).catch([]),
    RestartPolicy: z.object({ Name: text }).catch({ Name: '' }),
    LogConfig: z.object({ Type: text, Config: record }).catch({ Type: '', Config: {} }),
    Tmpfs: record,
  }),
  Mounts: z.array(z.object({ Type: text, Source: text, Destination: text, RW: flag })).catch([]),
  NetworkSettings: section({
    Networks: z.record(z.string(), z.object({ IPAddress: text })).catch({}),
    Ports: z
      .record(
        z.string(),
        z
          .array(z.object({ HostIp: text, HostPort: text }))
          .nullable()
          .catch(null),
      )
      .catch({}),
  }),
});

/** @returns `null` when it is not even an object with an id and a name. */
export function readContainer(document: unknown): ContainerFacts | null {
  const result = inspectSchema.safeParse(document);
  if (!result.success || !result.data.Id) return null;
  const { State: state, Config: config, HostConfig: host, NetworkSettings: network, ...rest } = result.data;
  return {
    id: rest.Id,
    name: rest.Name.replace(/^\//, ''),
    image: config.Image,
    imageId: rest.Image,
    layers: rest.GraphDriver.Data.LowerDir,
    createdAt: Date.parse(rest.Created) || 0,
    state: {
      status: state.Status,
      running: state.Running,
      paused: state.Paused,
      pid: state.Pid,
      exitCode: state.ExitCode,
      error: state.Error.slice(0, 1000),
      oomKilled: state.OOMKilled,
      startedAt: state.StartedAt,
      finishedAt: state.FinishedAt,
      health: state.Health?.Status || 'none',
    },
    restartCount: rest.RestartCount,
    config: {
      user: config.User,
      command: [...config.Entrypoint, ...config.Cmd],
      env: config.Env,
      labels: config.Labels,
    },
    host: {
      privileged: host.Privileged,
      readonlyRootfs: host.ReadonlyRootfs,
      capAdd: host.CapAdd,
      capDrop: host.CapDrop,
      securityOpt: host.SecurityOpt,
      maskedPaths: host.MaskedPaths,
      readonlyPaths: host.ReadonlyPaths,
      pidMode: host.PidMode,
      ipcMode: host.IpcMode,
      utsMode: host.UTSMode,
      usernsMode: host.UsernsMode,
      cgroupnsMode: host.CgroupnsMode,
      networkMode: host.NetworkMode,
      memory: host.Memory,
      memorySwap: host.MemorySwap,
      memoryReservation: host.MemoryReservation,
      nanoCpus: host.NanoCpus,
      cpuQuota: host.CpuQuota,
      cpuPeriod: host.CpuPeriod,
      cpuShares: host.CpuShares,
      cpusetCpus: host.CpusetCpus,
      pidsLimit: host.PidsLimit,
      oomKillDisable: host.OomKillDisable,
      ulimits: host.Ulimits.map((limit) => ({ name: limit.Name, soft: limit.Soft, hard: limit.Hard })),
      restartPolicy: host.RestartPolicy.Name,
      logDriver: host.LogConfig.Type,
      logOptions: host.LogConfig.Config,
      tmpfs: Object.keys(host.Tmpfs),
    },
    mounts: rest.Mounts.map((mount) => ({
      type: mount.Type,
      source: mount.Source,
      destination: mount.Destination,
      writable: mount.RW,
    })),
    networks: Object.entries(network.Networks).map(([name, { IPAddress }]) => ({ name, ipAddress: IPAddress })),
    ports: Object.entries(network.Ports).flatMap(([containerPort, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => ({ containerPort, hostIp: HostIp, hostPort: HostPort })),
    ),
  };
}

const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((list) => list.slice(0, 300).flatMap((entry) => item.safeParse(entry).data ?? []));

const imageList = listOf(z.object({ Id: text, RepoTags: texts, Size: number, Labels: record }));
const networkList = listOf(z.object({ Id: text, Name: text, Driver: text, Internal: flag, Options: record }));
const volumeList = z.object({ Volumes: listOf(z.object({ Name: text, Driver: text })) }).catch({ Volumes: [] });

export const readImages = (document: unknown): EngineFacts['images'] =>
  imageList
    .parse(document)
    .map((image) => ({ id: image.Id, tags: image.RepoTags, size: image.Size, labels: image.Labels }));

const imageSchema = z.object({ Config: section({ User: text }) });

/** The account of an image's `USER`, from `GET /images/{id}/json`; `undefined` when that is not a document. */
export const readImageUser = (document: unknown): string | undefined =>
  imageSchema.safeParse(document).data?.Config.User;

export const readNetworks = (document: unknown): EngineFacts['networks'] =>
  networkList.parse(document).map((network) => ({
    id: network.Id,
    name: network.Name,
    driver: network.Driver,
    internal: network.Internal,
    options: network.Options,
  }));

export const readVolumes = (document: unknown): EngineFacts['volumes'] =>
  volumeList.parse(document).Volumes.map((volume) => ({ name: volume.Name, driver: volume.Driver }));

/** Container ids of `GET /containers/json`, at most 200. */
export const readContainerIds = (document: unknown): string[] =>
  listOf(z.object({ Id: z.string().regex(/^[0-9a-f]{64}$/) }))
    .parse(document)
    .slice(0, 200)
    .map((entry) => entry.Id);

const infoSchema = z
  .object({ ServerVersion: text, SecurityOptions: texts })
  .catch({ ServerVersion: '', SecurityOptions: [] });

export const readInfo = (document: unknown): Pick<EngineFacts, 'version' | 'securityOptions'> => {
  const info = infoSchema.parse(document);
  return { version: info.ServerVersion, securityOptions: info.SecurityOptions };
};

const execSchema = z.object({ Id: z.string().regex(/^[0-9a-f]{64}$/) });
const exitSchema = z.object({ ExitCode: z.number().int() });
const terminalSchema = z.object({ Config: section({ Tty: flag }) }).catch({ Config: { Tty: false } });

/** Identifier of an exec that was just made. @throws when there is none. */
export const readExecId = (document: unknown): string => execSchema.parse(document).Id;

/** Status of an exec that has ended. @throws when it has none. */
export const readExitCode = (document: unknown): number => exitSchema.parse(document).ExitCode;

/** Whether a container has a terminal: its output then comes without frames. */
export const readHasTerminal = (document: unknown): boolean => terminalSchema.parse(document).Config.Tty;

/** What is known of an engine that does not answer. */
export const UNREACHABLE: EngineFacts = {
  reachable: false,
  version: '',
  securityOptions: [],
  containers: [],
  images: [],
  networks: [],
  volumes: [],
};
