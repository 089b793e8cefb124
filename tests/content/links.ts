import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../support/test-config.ts';
import type { Page } from './chapters.ts';
import { lineAt, type Finding } from './finding.ts';
import { headings } from './structure.ts';

/** Anchors of a page, those of its built form when that is newer than the source, else those that its headings will have. */
export function anchorsOf(page: Page): ReadonlySet<string> {
  const built = join(projectDir, 'dist', page.slug, 'index.html');
  const fresh = existsSync(built) && statSync(built).mtimeMs > statSync(join(projectDir, page.file)).mtimeMs;
  return fresh ? new Set([...readFileSync(built, 'utf8').matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? '')) : writtenAnchors(page);
}

/** Anchors that the headings of a page will have. */
export const writtenAnchors = (page: Page): ReadonlySet<string> => new Set(headings(page).map(({ anchor }) => anchor));

type Anchors = (page: Page) => ReadonlySet<string>;

/** Links to pages or sections that do not exist; and links outside that are not https. */
export function linkFaults(page: Page, pages: readonly Page[], labs: ReadonlySet<string>, anchors: Anchors = anchorsOf): Finding[] {
  return [...page.body.matchAll(/\]\((?<target>[^)\s]*)\)/g)].flatMap(({ index, groups }) => {
    const target = groups?.target ?? '';
    const fault = faultOf(target, page, pages, labs, anchors);
    return fault ? [{ file: page.file, line: page.offset + lineAt(page.body, index), message: `« ${target} » : ${fault}` }] : [];
  });
}

function faultOf(target: string, page: Page, pages: readonly Page[], labs: ReadonlySet<string>, anchors: Anchors): string | null {
  if (target.startsWith('https://')) return null;
  const [path = '', section] = target.split('#');
  const lab = /^\/exercices\/(?<id>[a-z0-9-]+)\/$/.exec(path)?.groups?.id;
  if (lab !== undefined) return labs.has(lab) ? null : 'aucun exercice ne porte ce nom';
  const slug = /^\/(?<slug>[a-z-]+)\/$/.exec(path)?.groups?.slug;
  const destination = path === '' ? page : pages.find((candidate) => candidate.slug === slug);
  if (!destination) return 'aucune page à cette adresse (attendu : /chapitre/, /exercices/nom/ ou https://…)';
  return section === undefined || anchors(destination).has(section) ? null : `pas de section « ${section} » dans ${destination.file}`;
}
