import { describe, expect, it } from 'vitest';
import { containerSpec, type SpecInput } from '../../../server/sandbox/container-spec.ts';

const input: SpecInput = {
  instance: 'cafe0001',
  sandboxId: 'abc',
  image: 'etanche/sandbox:1',
  expiresAt: 42,
  limits: { memoryMiB: 1024, diskGiB: 3, cpus: 1, pids: 768 },
  traits: { cgroupVersion: 2, storage: 'btrfs', rootUid: 500_000, rootGid: 500_000 },
};
const host = containerSpec(input).HostConfig;

describe('the container of a sandbox', () => {
  it('sees nothing of the machine: no mount, no device, no network, no shared namespace', () => {
    expect(host).toMatchObject({
      Binds: [],
      Devices: [],
      NetworkMode: 'none',
      IpcMode: 'private',
      CgroupnsMode: 'private',
      Privileged: false,
    });
    expect(host).not.toHaveProperty('UsernsMode');
    expect(host).not.toHaveProperty('PidMode');
    expect(host).not.toHaveProperty('SecurityOpt');
    expect(host.Mounts).toEqual([]);
  });

  it('is bounded in memory, swap, processors, processes, files and disk', () => {
    expect(host).toMatchObject({
      Memory: 2 ** 30,
      MemorySwap: 2 ** 30,
      NanoCpus: 1e9,
      PidsLimit: 768,
      StorageOpt: { size: '3G' },
    });
    expect(host.Ulimits).toContainEqual({ Name: 'nofile', Soft: 8192, Hard: 8192 });
  });

  it('has a deterministic name, and labels by which it is found after a crash', () => {
    const spec = containerSpec(input);
    expect(spec.name).toBe('etanche-cafe0001-abc');
    expect(spec.Labels).toEqual({
      'fr.etanche.instance': 'cafe0001',
      'fr.etanche.sandbox': 'abc',
      'fr.etanche.expires': '42',
    });
  });

  it('keeps the nested engine’s data off the outer overlay where there is no btrfs', () => {
    const overlay = containerSpec({ ...input, traits: { ...input.traits, storage: 'overlay2' } }).HostConfig;
    expect(overlay.Mounts).toEqual([{ Type: 'volume', Source: '', Target: '/var/lib/docker' }]);
    expect(overlay).not.toHaveProperty('StorageOpt');
  });
});
