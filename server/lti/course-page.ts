import type { CatalogEntry } from '../../labs/catalog.ts';
import { CHAPTERS } from '../../labs/schema.ts';
import type { ProgressView } from '../contract/api.ts';

type Catalog = ReadonlyMap<string, Pick<CatalogEntry, 'meta'>>;

/** A page of this site that a course of a platform points to. Pure. */

/** @returns the page of an address, when it is one that a course may point to; the home page otherwise. */
export function pageOf(address: string, origins: readonly string[], catalog: Catalog): string {
  if (!URL.canParse(address)) return '/';
  const { origin, pathname } = new URL(address);
  return origins.includes(origin) && isCoursePage(pathname, catalog) ? pathname : '/';
}

export const isCoursePage = (path: string, catalog: Catalog): boolean =>
  path === '/' || labsOf(path, catalog).length > 0;

/** The labs whose success the page's score tells: one, those of a chapter, all of them. */
function labsOf(path: string, catalog: Catalog): string[] {
  const lab = /^\/exercices\/([^/]+)\/$/.exec(path)?.[1];
  if (lab !== undefined) return catalog.has(lab) ? [lab] : [];
  const all = [...catalog.values()].map(({ meta }) => meta);
  if (path === '/') return all.map(({ id }) => id);
  const slug = /^\/([^/]+)\/$/.exec(path)?.[1];
  return CHAPTERS.some((chapter) => chapter === slug)
    ? all.filter(({ chapter }) => chapter === slug).map(({ id }) => id)
    : [];
}

/** Hundredths of what the page asks for: the mean, over its labs, of the share of checks succeeded at best. It never goes down. */
export function scoreOf(path: string, progress: Pick<ProgressView, 'labs'>, catalog: Catalog): number {
  const labs = labsOf(path, catalog);
  if (labs.length === 0) return 0;
  const shares = labs.map((id) => {
    const { bestPassed = 0, total = 0, succeededAt = null } = progress.labs[id] ?? {};
    if (succeededAt !== null) return 1;
    return total === 0 ? 0 : bestPassed / total;
  });
  return Math.floor((100 * shares.reduce((sum, share) => sum + share, 0)) / labs.length + 1e-9);
}
