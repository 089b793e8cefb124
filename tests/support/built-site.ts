import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureSite } from '../../server/cli/site-build.ts';
import { SILENT } from '../../server/engine/progress.ts';
import { projectDir } from './test-config.ts';

export const dist = join(projectDir, 'dist');

/** Builds the pages as `npm start` does: only when their sources have changed. @returns the folder. */
export async function builtSite(): Promise<string> {
  await ensureSite(projectDir, SILENT);
  return dist;
}

/** Addresses of all pages, from the files: `/namespaces/`, `/404.html`. */
export async function pageAddresses(): Promise<string[]> {
  const names = await readdir(dist, { recursive: true });
  return names
    .filter((name) => name.endsWith('.html'))
    .map((name) => `/${name.replace(/(^|\/)index\.html$/, '$1')}`)
    .sort();
}
