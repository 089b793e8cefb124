import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '../../labs/catalog.ts';
import type { LabMeta } from '../../labs/schema.ts';

/** Labs of the chapters that have their page, in the order of the course. */
export const publishedLabs = (projectDir: string, catalog: ReadonlyMap<string, CatalogEntry>): LabMeta[] =>
  [...catalog.values()]
    .map(({ meta }) => meta)
    .filter(({ chapter }) => existsSync(join(projectDir, 'content', `${chapter}.mdx`)));

/** The version that `package.json` bears. */
export async function courseVersion(projectDir: string): Promise<string> {
  return (JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')) as { version: string }).version;
}
