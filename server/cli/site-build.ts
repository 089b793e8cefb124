import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { OperatorError } from '../errors.ts';
import type { Progress } from '../engine/progress.ts';
import { tryCommand } from '../engine/run-command.ts';

/** What the pages are made from. */
const SOURCES = ['astro.config.mjs', 'content', 'labs', 'package-lock.json', 'server/contract', 'src', 'tsconfig.json'];

/** A digest of every file that a page may depend on. */
export async function sourceHash(projectDir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of await filesOf(join(projectDir, source))) {
      hash.update(`${relative(projectDir, path)}\n`).update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return found ? [path] : [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Builds the static pages into `dist/`, only when their sources have changed since the last complete build. */
export async function ensureSite(projectDir: string, progress: Progress): Promise<void> {
  const stamp = join(projectDir, '.etanche/site-hash');
  const hash = await sourceHash(projectDir);
  const built = await stat(join(projectDir, 'dist/index.html')).catch(() => null);
  if (built && (await readFile(stamp, 'utf8').catch(() => '')) === hash) return;

  await progress.step('Pages du cours', async (step) => {
    await rm(stamp, { force: true });
    const { code, output } = await tryCommand('node_modules/.bin/node', ['node_modules/astro/bin/astro.mjs', 'build'], {
      cwd: projectDir,
      environment: {
        ASTRO_TELEMETRY_DISABLED: '1',
        PATH: `${join(projectDir, 'node_modules/.bin')}:/usr/local/bin:/usr/bin:/bin`,
      },
      onLine: (line) => {
        const page = /[├└]─ (\/\S*)/.exec(line)?.[1];
        if (page) step.detail(page);
      },
    });
    if (code !== 0) {
      throw new OperatorError(
        `Les pages du cours ne se construisent pas :\n${output.trim().split('\n').slice(-15).join('\n')}`,
        'npm run build    # montre tout le journal',
      );
    }
    await mkdir(join(projectDir, '.etanche'), { recursive: true });
    await writeFile(stamp, hash);
  });
}
