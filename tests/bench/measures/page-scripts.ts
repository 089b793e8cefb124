import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CHAPTERS } from '../../../labs/schema.ts';
import { newVisitor } from '../../support/browser.ts';
import { dist } from '../../support/built-site.ts';
import type { BenchContext } from '../bench-context.ts';
import { kilobytes } from '../figures.ts';
import type { Row } from '../table.ts';

const SCRIPTS = 40_000;

/** Bytes after gzip of all the JavaScript that a page runs before anything is clicked, inline scripts included. */
async function scriptsOf({ browser, warmServer }: BenchContext, address: string): Promise<number> {
  await using visitor = await newVisitor(browser, warmServer.url);
  const bodies: Promise<Buffer>[] = [];
  visitor.page.on('response', (response) => {
    if (response.request().resourceType() === 'script' && response.ok()) bodies.push(response.body());
  });
  await visitor.page.goto(address, { waitUntil: 'networkidle' });
  const inline = await visitor.page
    .locator('script:not([src]):not([type="application/ld+json"]):not([type="application/json"])')
    .allTextContents();
  const files = [...(await Promise.all(bodies)), Buffer.from(inline.join('\n'))];
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}

export async function pageScripts(context: BenchContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chapter of CHAPTERS.filter((slug) => existsSync(join(dist, slug, 'index.html')))) {
    context.say(`JavaScript de /${chapter}/`);
    const size = await scriptsOf(context, `/${chapter}/`);
    rows.push({
      label: `JavaScript de /${chapter}/ avant l’ouverture d’un exercice (gzip)`,
      value: kilobytes(size),
      target: `≤ ${kilobytes(SCRIPTS)}`,
      held: size <= SCRIPTS,
    });
  }
  return rows.length > 0 ? rows : [{ label: 'JavaScript des chapitres', note: 'dist/ ne contient aucun chapitre' }];
}
