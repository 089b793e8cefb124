import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { SandboxLimits } from '../config.ts';
import type { EngineTraits } from '../engine/engine-handle.ts';
import { containerName, LABELS } from './labels.ts';

export interface SpecInput {
  instance: string;
  sandboxId: string;
  image: string;
  expiresAt: number;
  limits: SandboxLimits;
  traits: EngineTraits;
}

/**
 * What a nested Docker Engine and its containers need inside the user namespace of the sandbox. They give nothing outside
 * it: capabilities count in the namespace that owns the object (user_namespaces(7)).
 */
export const SANDBOX_CAPABILITIES = [
  'AUDIT_WRITE',
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
  'SYS_NICE',
  'SYS_PTRACE',
  'SYS_RESOURCE',
  'SYS_TTY_CONFIG',
] as const;

/** `CgroupnsMode` exists since API 1.41; the types of dockerode do not know it yet. */
type SandboxSpec = ContainerCreateOptions & { name: string; HostConfig: HostConfig & { CgroupnsMode: string } };

/**
 * The whole decision of what a sandbox is, as one pure function. What the Docker API cannot say (a writable `/sys`,
 * no masked path) is said by the lab engine's runtime wrapper; user namespace and seccomp are the lab engine's defaults.
 */
export function containerSpec(input: SpecInput): SandboxSpec {
  const { limits, traits } = input;
  const memory = limits.memoryMiB * 2 ** 20;
  return {
    name: containerName(input.instance, input.sandboxId),
    Image: input.image,
    Hostname: 'hote',
    Labels: {
      [LABELS.instance]: input.instance,
      [LABELS.sandbox]: input.sandboxId,
      [LABELS.expires]: String(input.expiresAt),
    },
    NetworkDisabled: true,
    HostConfig: {
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: [...SANDBOX_CAPABILITIES],
      NetworkMode: 'none',
      IpcMode: 'private',
      CgroupnsMode: 'private',
      Init: true,
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: limits.cpus * 1e9,
      PidsLimit: limits.pids,
      ShmSize: 64 * 2 ** 20,
      Ulimits: [
        { Name: 'nofile', Soft: 8192, Hard: 8192 },
        { Name: 'core', Soft: 0, Hard: 0 },
      ],
      Devices: [],
      Binds: [],
      Mounts: traits.storage === 'overlay2' ? [{ Type: 'volume', Source: '', Target: '/var/lib/docker' }] : [],
      ...(traits.storage === 'btrfs' ? { StorageOpt: { size: `${limits.diskGiB}G` } } : {}),
      RestartPolicy: { Name: 'no' },
      AutoRemove: false,
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
