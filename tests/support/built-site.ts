import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from './test-config.ts';

const SOURCES = ['astro.config.mjs', 'content', 'labs', 'src'];
export const dist = join(projectDir, 'dist');

/** Builds the site unless what is built is newer than every source. @returns its folder. */
export async function builtSite(): Promise<string> {
  const built = await stat(join(dist, 'index.html')).catch(() => null);
  const newest = Math.max(...(await Promise.all(SOURCES.map((name) => latestChange(join(projectDir, name))))));
  if (!built || built.mtimeMs < newest) await build();
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

async function build(): Promise<void> {
  const astro = join(projectDir, 'node_modules/astro/bin/astro.mjs');
  const child = spawn(process.execPath, [astro, 'build'], { cwd: projectDir, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`astro build failed\n${errors}`);
}

async function latestChange(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(path);
  const inside = await Promise.all(names.map((name) => latestChange(join(path, name))));
  return Math.max(found.mtimeMs, ...inside);
}
