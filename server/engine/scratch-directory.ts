import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'fabrication-';

/** Gives `work` a folder under `parent`, removed afterwards; those that an interrupted command left are removed first. */
export async function withScratch(parent: string, work: (directory: string) => Promise<void>): Promise<void> {
  await mkdir(parent, { recursive: true, mode: 0o711 });
  for (const name of await readdir(parent)) {
    if (name.startsWith(PREFIX)) await rm(join(parent, name), { recursive: true, force: true });
  }
  const directory = await mkdtemp(join(parent, PREFIX));
  try {
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
