import { createReadStream } from 'node:fs';
import { chmod, copyFile, cp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineApiError, type EngineApi } from './engine-api.ts';
import type { EngineTraits } from './engine-handle.ts';
import { IMAGE_DIR, IMAGE_REPOSITORY, readRecipe } from './image-recipe.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';
import { withScratch } from './scratch-directory.ts';

const RAW_IMAGE = 'etanche/bac-brut';
/** Found again by its name: labels of a container pass into the image made of it, and so to every sandbox. */
const BUILD_CONTAINER = 'etanche-fabrication';
const LIBRARY = 'usr/local/lib/etanche';
/** Where the recipe's files travel in the archive, which may not hold a path twice; `seed` puts them in place. */
const FILES = 'etanche-files';

export interface ImageBuild {
  api: EngineApi;
  storage: EngineTraits['storage'];
  /** Gives the path of the root file system's archive, built when it must be. */
  rootArchive: () => Promise<string>;
  /** Folder for work in progress, this engine's own. */
  scratch: string;
  progress: Progress;
}

/**
 * Makes sure that the sandbox image, with the learners' images inside, is in the engine. Without any registry.
 * An interrupted build leaves only unnamed pieces, which the next one removes.
 * @returns its repository and tag.
 */
export async function ensureSandboxImage({
  api,
  storage,
  rootArchive,
  scratch,
  progress,
}: ImageBuild): Promise<string> {
  const { reference } = await readRecipe();
  if (await imageExists(api, reference)) return reference;
  const root = await rootArchive();
  await progress.step('Image des bacs à sable', async (step) => {
    await removeBuildContainer(api);
    await withScratch(scratch, async (directory) => {
      const archive = join(directory, 'root.tar');
      step.detail('assemblage');
      await copyFile(root, archive);
      await addFiles(archive, directory);
      step.detail('chargement dans le moteur');
      await importArchive(api, archive, `${RAW_IMAGE}:1`, (share) => step.done(share * 0.6));
    });
    step.detail('images de travail des exercices');
    await seed(api, reference, storage);
    step.done(0.95);
    await removeOldImages(api, reference);
  });
  return reference;
}

/** Adds the files of the recipe to the archive, owned by root. */
async function addFiles(archive: string, scratch: string): Promise<void> {
  const files = join(scratch, FILES);
  await cp(join(IMAGE_DIR, 'files'), files, { recursive: true });
  await copyFile(join(IMAGE_DIR, 'terminal.pl'), join(files, LIBRARY, 'terminal'));
  await chmod(join(files, LIBRARY, 'terminal'), 0o755);
  await runCommand('tar', [
    '--append',
    `--file=${archive}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=u=rwX,go=rX',
    `--directory=${scratch}`,
    FILES,
  ]);
}

/** Loads a root file system as an image of one layer. */
export async function importArchive(
  api: EngineApi,
  archive: string,
  reference: string,
  onShare: (share: number) => void,
): Promise<void> {
  const { size } = await stat(archive);
  const [repository, tag] = reference.split(':');
  const body = createReadStream(archive, { highWaterMark: 2 ** 20 });
  let sent = 0;
  body.on('data', (chunk) => onShare((sent += chunk.length) / size));
  const answer = await api.text(
    'POST',
    `/images/create?fromSrc=-&repo=${encodeURIComponent(repository ?? '')}&tag=${tag}`,
    {
      body,
      contentType: 'application/x-tar',
    },
  );
  const failure = /"error":"([^"]*)"/.exec(answer);
  if (failure) throw new Error(`import of ${reference}: ${failure[1]}`);
}

/** Runs the image's own `seed` in it, once, and keeps the result as the sandbox image. */
async function seed(api: EngineApi, reference: string, storage: EngineTraits['storage']): Promise<void> {
  const { Id } = await api.json<{ Id: string }>('POST', `/containers/create?name=${BUILD_CONTAINER}`, {
    body: {
      Image: `${RAW_IMAGE}:1`,
      Cmd: [`/${FILES}/${LIBRARY}/seed`],
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8', 'HOME=/root'],
      Hostname: 'hote',
      HostConfig: {
        CapAdd: ['ALL'],
        NetworkMode: 'none',
        Init: true,
        Mounts: storage === 'overlay2' ? [{ Type: 'volume', Target: '/var/lib/docker' }] : [],
      },
    },
  });
  await api.text('POST', `/containers/${Id}/start`);
  const { StatusCode } = await api.json<{ StatusCode: number }>('POST', `/containers/${Id}/wait`);
  if (StatusCode !== 0) {
    const log = await api.text('GET', `/containers/${Id}/logs?stdout=true&stderr=true&tail=20`);
    throw new Error(
      `the sandbox image could not be seeded (exit ${StatusCode}):\n${log.replace(/[^\n\x20-\x7e]/g, '')}`,
    );
  }
  const [repository, tag] = reference.split(':');
  await api.text('POST', `/commit?container=${Id}&repo=${encodeURIComponent(repository ?? '')}&tag=${tag}`, {
    body: {
      Cmd: [`/${LIBRARY}/entry`],
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8', 'HOME=/root'],
      WorkingDir: '/root',
    },
  });
  await removeBuildContainer(api);
}

async function removeBuildContainer(api: EngineApi): Promise<void> {
  await api.text('DELETE', `/containers/${BUILD_CONTAINER}?force=true&v=true`).catch((error: unknown) => {
    if (!(error instanceof EngineApiError && error.status === 404)) throw error;
  });
}

/** Images of older recipes go, but for those that living sandboxes still use. */
async function removeOldImages(api: EngineApi, current: string): Promise<void> {
  const images = await api.json<{ RepoTags: string[] | null }[]>('GET', '/images/json');
  const ours = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => tag.startsWith(IMAGE_REPOSITORY) && tag !== current);
  for (const tag of ours) {
    await api.text('DELETE', `/images/${encodeURIComponent(tag)}`).catch((error: unknown) => {
      if (!(error instanceof EngineApiError && error.status === 409)) throw error;
    });
  }
  await api.text('POST', '/images/prune');
}

export async function imageExists(api: EngineApi, reference: string): Promise<boolean> {
  try {
    await api.text('GET', `/images/${encodeURIComponent(reference)}/json`);
    return true;
  } catch (error) {
    if (error instanceof EngineApiError && error.status === 404) return false;
    throw error;
  }
}
