import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand, tryCommand } from './run-command.ts';

const ENABLE_SIMPLE = fileURLToPath(new URL('enable-quota.pl', import.meta.url));

/** Highest level of a tree: no subvolume is then large enough for the kernel to give up counting when it is deleted. */
const NEVER_SKIP = '8';

/**
 * Turns on quota groups on a mounted btrfs, so that `--storage-opt size` binds. Simple ones where the kernel has them
 * (6.7): each sandbox pays for what it writes, and deleting another one cannot upset the count. Otherwise the classic
 * ones, told never to skip a deleted subtree: they would silently stop binding until a rescan.
 */
export async function enableQuota(mountPoint: string): Promise<void> {
  const uuid = (await runCommand('findmnt', ['--noheadings', '--output', 'UUID', mountPoint])).trim();
  const groups = `/sys/fs/btrfs/${uuid}/qgroups`;
  const read = (name: string): Promise<string> =>
    readFile(`${groups}/${name}`, 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  if (((await read('mode')) || 'disabled') === 'disabled') {
    if ((await tryCommand('perl', [ENABLE_SIMPLE, mountPoint])).code === 0) return;
    await runCommand('btrfs', ['quota', 'enable', mountPoint]);
  }
  if ((await read('mode')) === 'squota') return;
  await writeFile(`${groups}/drop_subtree_threshold`, NEVER_SKIP).catch(() => undefined);
  if ((await read('inconsistent')) !== '0') await tryCommand('btrfs', ['quota', 'rescan', '-w', mountPoint]);
}
