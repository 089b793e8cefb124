import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';
import { buildWithDocker } from './docker-build.ts';
import type { EngineApi } from './engine-api.ts';
import { DEBIAN_RELEASE, IMAGE_DIR, readRecipe, type ImageRecipe } from './image-recipe.ts';
import type { Progress, StepProgress } from './progress.ts';
import { hasCommand, runCommand } from './run-command.ts';
import { withLock } from './state-lock.ts';

/** Lines that mmdebstrap writes for this recipe with `--verbose`, about: measures how far it is. */
const USUAL_LINES = 1350;

const STAGES: readonly (readonly [RegExp, string])[] = [
  [/^I: running apt-get update/, 'liste des paquets'],
  [/^I: downloading packages/, 'téléchargement des paquets'],
  [/^I: extracting archives/, 'extraction'],
  [/^I: installing/, 'installation des paquets'],
  [/^I: creating tarball/, 'archive'],
];

/** Documentation and translations, most of a small Debian's weight. */
const EXCLUDED = ['man', 'doc', 'locale', 'info', 'lintian'];

/** Arguments of mmdebstrap(1) that write the root file system of `recipe` to the archive `output`. */
export const mmdebstrapArguments = (recipe: ImageRecipe, output: string): string[] => [
  '--verbose',
  '--variant=minbase',
  // Said outright: it would guess a folder from the name of an unfinished archive.
  '--format=tar',
  // Without `usrmerge`, which would bring the whole of Perl.
  '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
  `--include=${recipe.packages.join(',')}`,
  '--aptopt=Acquire::Languages "none"',
  ...EXCLUDED.map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
  `--customize-hook=sh ${join(IMAGE_DIR, 'slim.sh')} "$1"`,
  DEBIAN_RELEASE,
  output,
];

/** An archive that nobody has used for a month belongs to a recipe of the past. */
const FORGOTTEN = 30 * 86_400_000;
const LOCK_PATIENCE = 30 * 60_000;

/**
 * The root file system that sandboxes have, as an archive in `cache`: built once, from Debian's packages where there is
 * mmdebstrap, otherwise from the recipe's Dockerfile by the user's own engine.
 * @returns its path.
 */
export async function rootArchive(cache: string, user: EngineApi | null, progress: Progress): Promise<string> {
  const recipe = await readRecipe();
  const path = join(cache, `root-${recipe.rootKey}.tar`);
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const wait = (): void =>
    progress.note('Une autre commande construit déjà le système des bacs : j’attends qu’elle finisse.');
  await withLock(join(cache, 'lock'), LOCK_PATIENCE, wait, async () => {
    await removeForgotten(cache);
    if (!(await stat(path).catch(() => null))) {
      await progress.step('Système des bacs à sable (paquets Debian)', (step) =>
        build(recipe, user, `${path}.unfinished`, step),
      );
      await rename(`${path}.unfinished`, path);
    }
    await utimes(path, new Date(), new Date());
  });
  return path;
}

/** Under the lock, an unfinished file has no owner any more. */
async function removeForgotten(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    const { mtimeMs } = await stat(path);
    if (name.includes('.unfinished') || (name !== 'lock' && mtimeMs < Date.now() - FORGOTTEN)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function build(recipe: ImageRecipe, user: EngineApi | null, output: string, step: StepProgress): Promise<void> {
  if (await hasCommand('mmdebstrap')) return bootstrap(recipe, output, step);
  if (user) return buildWithDocker(user, output, step);
  throw new OperatorError(
    'Il manque mmdebstrap, qui construit le système des bacs.',
    'apt-get install mmdebstrap    # Debian et Ubuntu',
  );
}

async function bootstrap(recipe: ImageRecipe, output: string, step: StepProgress): Promise<void> {
  let lines = 0;
  await runCommand('mmdebstrap', mmdebstrapArguments(recipe, output), {
    onLine: (line) => {
      lines += 1;
      step.done(Math.min(0.99, lines / USUAL_LINES));
      const stage = STAGES.find(([pattern]) => pattern.test(line));
      if (stage) step.detail(stage[1]);
    },
  });
}
