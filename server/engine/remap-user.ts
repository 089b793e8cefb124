import { appendFile, readFile } from 'node:fs/promises';
import { OperatorError } from '../errors.ts';
import { REMAP_USER } from './daemon-settings.ts';
import { runCommand, tryCommand } from './run-command.ts';
import { freeRange, rangeOf } from './subordinate-ids.ts';

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/**
 * Makes sure that the user whose ids the sandboxes get exists, with a range of its own for users and for groups.
 * @returns host ids of the sandboxes' root.
 */
export async function ensureRemapUser(): Promise<{ rootUid: number; rootGid: number }> {
  if ((await tryCommand('getent', ['passwd', REMAP_USER])).code !== 0) {
    await runCommand('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      '--comment',
      'Etanche sandboxes',
      REMAP_USER,
    ]);
  }
  const [subuid, subgid] = await Promise.all([read('/etc/subuid'), read('/etc/subgid')]);
  const free = freeRange(subuid, subgid);
  const uids = rangeOf(REMAP_USER, subuid) ?? free;
  const gids = rangeOf(REMAP_USER, subgid) ?? free;
  if (!uids || !gids) {
    throw new OperatorError(
      'Il ne reste aucune plage d’identifiants libre entre 1 000 000 et 2 000 000 dans /etc/subuid et /etc/subgid.',
      'cat /etc/subuid /etc/subgid    # retirez les plages des comptes supprimés',
    );
  }
  if (!rangeOf(REMAP_USER, subuid)) await append('/etc/subuid', subuid, uids.start, uids.count);
  if (!rangeOf(REMAP_USER, subgid)) await append('/etc/subgid', subgid, gids.start, gids.count);
  return { rootUid: uids.start, rootGid: gids.start };
}

const append = (path: string, text: string, start: number, count: number): Promise<void> =>
  appendFile(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}${REMAP_USER}:${start}:${count}\n`);

/** Undoes `ensureRemapUser`; userdel(8) takes the ranges away with the user. */
export async function removeRemapUser(): Promise<void> {
  if ((await tryCommand('getent', ['passwd', REMAP_USER])).code === 0) await runCommand('userdel', [REMAP_USER]);
}
