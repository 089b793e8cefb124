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
      // They count only in the sandbox's user namespace (user_namespaces(7)) and give nothing outside it. A shorter list was
      // tried: a nested `--privileged` then fails, since runc asks for every capability that its engine knows.
      CapAdd: ['ALL'],
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
