import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the sandbox image's recipe, in this project. */
export const IMAGE_DIR = fileURLToPath(new URL('image/', import.meta.url));

/** Debian release of the sandboxes, whatever the host is. */
export const DEBIAN_RELEASE = 'trixie';

export interface ImageRecipe {
  /** Names the root file system: changes with the packages. */
  rootKey: string;
  /** Repository and tag of the finished image: changes with anything in the recipe. */
  reference: string;
  packages: readonly string[];
}

export const IMAGE_REPOSITORY = 'etanche/bac';

/** What the packages depend on; the rest of the folder is added to the root file system afterwards. */
const ROOT_FILES = ['packages.txt', 'slim.sh', 'Dockerfile'];

async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Reads the recipe in `directory`. Same files, same names: an image is built once. */
export async function readRecipe(directory = IMAGE_DIR, architecture: string = process.arch): Promise<ImageRecipe> {
  const root = createHash('sha256').update(`${DEBIAN_RELEASE} ${architecture}\n`);
  const whole = createHash('sha256');
  for (const path of await filesUnder(directory)) {
    const name = relative(directory, path).split(sep).join('/');
    const executable = ((await stat(path)).mode & 0o100) !== 0;
    const entry = [`${name} ${executable}\n`, await readFile(path)] as const;
    for (const part of entry) (ROOT_FILES.includes(name) ? root : whole).update(part);
  }
  const rootKey = root.digest('hex').slice(0, 12);
  return {
    rootKey,
    reference: `${IMAGE_REPOSITORY}:${whole.update(rootKey).digest('hex').slice(0, 12)}`,
    packages: (await readFile(join(directory, 'packages.txt'), 'utf8')).split('\n').filter(Boolean),
  };
}
