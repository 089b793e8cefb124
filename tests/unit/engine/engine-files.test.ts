import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { daemonSettings, dataRoot } from '../../../server/engine/daemon-settings.ts';
import { planDisk } from '../../../server/engine/disk-plan.ts';
import { enginePaths } from '../../../server/engine/engine-paths.ts';
import { parseMountInfo } from '../../../server/engine/mounts.ts';
import { requireTraversable } from '../../../server/engine/traversable-path.ts';
import { OperatorError } from '../../../server/errors.ts';

const GIB = 2 ** 30;
const paths = enginePaths('/var/lib/etanche');

describe('the settings of our dockerd', () => {
  it('leave the host’s network alone', () => {
    expect(daemonSettings(paths, 'btrfs')).toMatchObject({
      bridge: 'none',
      iptables: false,
      ip6tables: false,
      'ip-forward': false,
      'ip-masq': false,
    });
  });

  it('remap users, filter calls and use our runtime, for every container', () => {
    expect(daemonSettings(paths, 'btrfs')).toMatchObject({
      'userns-remap': 'etanche',
      'default-cgroupns-mode': 'private',
      'seccomp-profile': '/var/lib/etanche/engine/seccomp.json',
      'default-runtime': 'etanche',
      runtimes: { etanche: { path: '/var/lib/etanche/engine/bin/sandbox-runtime.sh' } },
    });
  });

  it('put nothing outside the state folder', () => {
    const settings = JSON.stringify(daemonSettings(paths, 'btrfs'));
    const absolute = settings.match(/"(?:unix:\/\/)?(\/[^"]+)"/g) ?? [];
    expect(absolute.filter((path) => !path.includes('/var/lib/etanche/engine/'))).toEqual(['"/etanche"']);
  });

  it('never open a TCP port, nor the socket to the docker group', () => {
    expect(daemonSettings(paths, 'btrfs')).toMatchObject({
      hosts: ['unix:///var/lib/etanche/engine/docker.sock'],
      group: 'root',
    });
  });

  it('keep two storage drivers apart', () => {
    expect(dataRoot(paths, 'btrfs')).not.toBe(dataRoot(paths, 'overlay2'));
  });
});

describe('the state folder', () => {
  it('is refused when its sockets would not fit', () => {
    expect(() => enginePaths(`/${'a'.repeat(61)}`)).not.toThrow();
    expect(() => enginePaths(`/${'a'.repeat(62)}`)).toThrow(OperatorError);
    expect(() => enginePaths(`/${'é'.repeat(32)}`)).toThrow(/107 octets/);
  });
});

describe('the way to the sandboxes’ files', () => {
  let above: string;
  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), 'etanche-path-'));
    await mkdir(join(above, 'state'), { mode: 0o700 });
  });
  afterEach(() => rm(above, { recursive: true }));

  it('is opened in our own folder, to pass and not to read', async () => {
    await chmod(above, 0o711);
    await requireTraversable(join(above, 'state'));
    expect((await stat(join(above, 'state'))).mode & 0o777).toBe(0o701);
  });

  it('is not opened in folders that are not ours: says which is closed', async () => {
    await chmod(above, 0o700);
    await expect(requireTraversable(join(above, 'state'))).rejects.toMatchObject({
      name: 'OperatorError',
      message: expect.stringContaining(`Le dossier ${above} est fermé`) as string,
    });
  });
});

describe('the sandboxes’ disk', () => {
  it('is what was asked for, when it fits', () => {
    expect(planDisk(40, 100 * GIB, '/s')).toBe(40);
  });

  it('is smaller on a small disk, and leaves some for the machine', () => {
    expect(planDisk(40, 30 * GIB, '/s')).toBe(28);
  });

  it('is refused on a disk nearly full, with the place and the figures', () => {
    expect(() => planDisk(40, 4.9 * GIB, '/s')).toThrow(/4,9 Gio libres sous \/s/);
  });
});

describe('mountinfo', () => {
  it('is read with optional fields and escaped spaces', () => {
    const text = [
      '36 35 98:0 / /mnt/a\\040b rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue',
      '37 35 0:40 / /data rw - btrfs /dev/loop0 rw',
      'broken',
      '',
    ].join('\n');
    expect(parseMountInfo(text)).toEqual([
      { target: '/mnt/a b', type: 'ext3', source: '/dev/root' },
      { target: '/data', type: 'btrfs', source: '/dev/loop0' },
    ]);
  });
});
