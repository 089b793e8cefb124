import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IMAGE_DIR, readRecipe } from '../../../server/engine/image-recipe.ts';
import { mmdebstrapArguments } from '../../../server/engine/root-archive.ts';

let recipe: string;
beforeEach(async () => {
  recipe = await mkdtemp(join(tmpdir(), 'etanche-recipe-'));
  await cp(IMAGE_DIR, recipe, { recursive: true });
});
afterEach(() => rm(recipe, { recursive: true }));

it('gives the same names to the same files, wherever they are', async () => {
  expect(await readRecipe(recipe)).toEqual(await readRecipe());
});

it('renames the image, not the root file system, when a script changes', async () => {
  const before = await readRecipe(recipe);
  await writeFile(join(recipe, 'terminal.pl'), '# other');
  const after = await readRecipe(recipe);
  expect(after.reference).not.toBe(before.reference);
  expect(after.rootKey).toBe(before.rootKey);
});

it('renames both when the packages change', async () => {
  const before = await readRecipe(recipe);
  await writeFile(join(recipe, 'packages.txt'), 'docker.io\n');
  const after = await readRecipe(recipe);
  expect(after.packages).toEqual(['docker.io']);
  expect(after.rootKey).not.toBe(before.rootKey);
  expect(after.reference).not.toBe(before.reference);
});

it('renames the image when a script becomes executable', async () => {
  const before = await readRecipe(recipe);
  await chmod(join(recipe, 'files/etc/motd'), 0o755);
  expect((await readRecipe(recipe)).reference).not.toBe(before.reference);
});

it('names another root file system for another architecture', async () => {
  expect((await readRecipe(recipe, 'arm64')).rootKey).not.toBe((await readRecipe(recipe, 'x64')).rootKey);
});

it('builds from Debian’s packages, without documentation', async () => {
  const args = mmdebstrapArguments(await readRecipe(), '/out.tar');
  expect(args.slice(-2)).toEqual(['trixie', '/out.tar']);
  expect(args.find((argument) => argument.startsWith('--include='))).toContain('docker.io');
  expect(args).toContain('--dpkgopt=path-exclude=/usr/share/man/*');
  expect(args).toContain('--format=tar');
});
