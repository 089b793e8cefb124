import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { daemonSettings } from './daemon-settings.ts';
import type { EngineApi } from './engine-api.ts';
import { enginePaths } from './engine-paths.ts';
import type { StepProgress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { importArchive } from './sandbox-image.ts';
import { withScratch } from './scratch-directory.ts';
import { seccompProfile } from './seccomp.ts';

export const ENGINE_REPOSITORY = 'etanche/moteur';

/** In the container: the folder of the lab engine's socket, shared with this machine where that can be. */
export const SOCKET_DIR = '/run/etanche';

/** In the container: where its volume is, laid out as on a machine of our own. */
export const INNER_STATE = '/var/lib/etanche';

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What is added to the root file system, under `/etanche`, by name. */
async function engineFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const runtime = (await readdir(source('runtime'))).sort().map((name) => `runtime/${name}`);
  for (const name of ['container/entry', 'enable-quota.pl', 'warden.pl', ...runtime]) {
    files.set(name.replace('container/', ''), await readFile(source(name), 'utf8'));
  }
  files.set('seccomp.json', JSON.stringify(seccompProfile()));
  for (const storage of ['btrfs', 'overlay2'] as const) {
    const paths = { ...enginePaths(INNER_STATE), socket: `${SOCKET_DIR}/docker.sock` };
    // The group of the socket is the one of whoever starts it: an argument of `entry`.
    const { group: _group, ...settings } = daemonSettings(paths, storage);
    files.set(`dockerd-${storage}.json`, JSON.stringify(settings));
  }
  return files;
}

/** Name of the image of the engine's container: same files, same name. */
export async function engineImageReference(rootKey: string): Promise<string> {
  const hash = createHash('sha256').update(rootKey);
  for (const [name, content] of await engineFiles()) hash.update(`${name}\n${content}\n`);
  return `${ENGINE_REPOSITORY}:${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Makes that image in the user's engine, from the root file system that the sandboxes have too.
 * @param scratch folder for work in progress.
 */
export async function buildEngineImage(
  user: EngineApi,
  archive: string,
  reference: string,
  scratch: string,
  step: StepProgress,
): Promise<void> {
  await withScratch(scratch, async (directory) => {
    const copy = join(directory, 'root.tar');
    await copyFile(archive, copy);
    for (const [name, content] of await engineFiles()) {
      const path = join(directory, 'etanche', name);
      await mkdir(dirname(path), { recursive: true, mode: 0o755 });
      await writeFile(path, content, { mode: 0o755 });
    }
    await runCommand('tar', [
      '--append',
      `--file=${copy}`,
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      `--directory=${directory}`,
      'etanche',
    ]);
    await importArchive(user, copy, reference, (share) => step.done(share * 0.9));
  });
}
