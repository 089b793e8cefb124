import { readFile, writeFile } from 'node:fs/promises';
import { runCommand, tryCommand } from './run-command.ts';

/**
 * ioctl(2) BTRFS_IOC_QUOTA_CTL with BTRFS_QUOTA_CTL_ENABLE_SIMPLE_QUOTA, from linux/btrfs.h: Debian 12's btrfs(8) does
 * not know the word yet. Perl is on every Debian.
 */
const ENABLE_SIMPLE =
  'open my $d, "<", $ARGV[0] or die "$!\\n"; my $a = pack "QQ", 4, 0; ioctl $d, 0xC0109428, $a or die "$!\\n"';

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
    if ((await tryCommand('perl', ['-e', ENABLE_SIMPLE, mountPoint])).code === 0) return;
    await runCommand('btrfs', ['quota', 'enable', mountPoint]);
  }
  if ((await read('mode')) === 'squota') return;
  await writeFile(`${groups}/drop_subtree_threshold`, NEVER_SKIP).catch(() => undefined);
  if ((await read('inconsistent')) !== '0') await tryCommand('btrfs', ['quota', 'rescan', '-w', mountPoint]);
}
