import { mkdir, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { planDisk } from './disk-plan.ts';
import type { EnginePaths } from './engine-paths.ts';
import { mountsUnder } from './mounts.ts';
import { runCommand, tryCommand } from './run-command.ts';
import { enableQuota } from './sandbox-quota.ts';

const GIB = 2 ** 30;

/**
 * Mounts the btrfs file system of the sandboxes on `paths.data`, made first when there is none. It is what bounds each
 * sandbox's disk: a quota group per sandbox, which neither overlay2 on ext4 nor this form of Docker otherwise offers.
 * @returns `null` when it is mounted, otherwise why this machine cannot (no btrfs in the kernel, no tool).
 * @throws OperatorError when the disk is too full.
 */
export async function mountSandboxDisk(paths: EnginePaths, wantedGiB: number): Promise<string | null> {
  await mkdir(paths.data, { recursive: true, mode: 0o711 });
  if ((await mountsUnder(paths.data)).some(({ target, type }) => target === paths.data && type === 'btrfs')) {
    await enableQuota(paths.data);
    return null;
  }

  const existing = await stat(paths.disk).catch(() => null);
  const { bavail, bsize } = await statfs(paths.root);
  const sizeGiB = planDisk(wantedGiB, bavail * bsize + (existing ? existing.blocks * 512 : 0), paths.root);
  if (!existing) {
    const refusal = await makeDisk(paths.disk, sizeGiB);
    if (refusal) return refusal;
  }
  const grow = existing !== null && existing.size < sizeGiB * GIB;
  if (grow) await truncate(paths.disk, sizeGiB * GIB);

  const mounted = await tryCommand('mount', ['-t', 'btrfs', '-o', 'loop,noatime', paths.disk, paths.data]);
  if (mounted.code !== 0) {
    if (!existing) await rm(paths.disk, { force: true });
    return mounted.output.trim();
  }
  if (grow) await runCommand('btrfs', ['filesystem', 'resize', 'max', paths.data]);
  await enableQuota(paths.data);
  return null;
}

/** Under its final name only once complete: a file left by an interrupted `mkfs` is never taken for a file system. */
async function makeDisk(path: string, sizeGiB: number): Promise<string | null> {
  const unfinished = `${path}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, '', { mode: 0o600 });
  await truncate(unfinished, sizeGiB * GIB);
  const { code, output } = await tryCommand('mkfs.btrfs', ['--quiet', '--label', 'etanche', unfinished]);
  if (code !== 0) {
    await rm(unfinished, { force: true });
    return code === 127 ? 'mkfs.btrfs n’est pas installé (paquet btrfs-progs)' : output.trim();
  }
  await rename(unfinished, path);
  return null;
}
