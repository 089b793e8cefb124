import { getCollection, type CollectionEntry } from 'astro:content';
import { CHAPTERS, type LabMeta } from '../../labs/schema.ts';
import { CHAPTER_TITLES, chapterNumber, type ChapterSlug } from './chapters.ts';

/** One chapter as pages list it. */
export interface CourseChapter {
  slug: ChapterSlug;
  number: number;
  title: string;
  /** `null` while the chapter is still to be published: it then has no page and no labs to open. */
  page: CollectionEntry<'docs'> | null;
  labs: readonly LabMeta[];
}

/** The ten chapters in order, with the labs of each. */
export async function course(): Promise<CourseChapter[]> {
  const [pages, labs] = await Promise.all([getCollection('docs'), getCollection('labs')]);
  return CHAPTERS.map((slug) => ({
    slug,
    number: chapterNumber(slug),
    title: CHAPTER_TITLES[slug],
    page: pages.find(({ id }) => id === slug) ?? null,
    labs: labs
      .map(({ data }) => data)
      .filter(({ chapter }) => chapter === slug)
      .sort((a, b) => a.order - b.order),
  }));
}

/** Labs of published chapters, in the order of the course. */
export const openLabs = (chapters: readonly CourseChapter[]): LabMeta[] =>
  chapters.flatMap(({ page, labs }) => (page ? labs : []));

export const KIND_LABELS: Record<LabMeta['kind'], string> = {
  comprendre: 'Comprendre',
  proteger: 'Protéger',
  reparer: 'Réparer',
  'attaquer-defendre': 'Attaquer, puis défendre',
};

export const DIFFICULTY_LABELS = ['facile', 'moyen', 'soutenu', 'difficile'] as const;

/** « 1 h 25 », « 40 min ». */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`;
}

/** « 1 exercice », « 4 exercices ». */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count}\u00a0${count > 1 ? many : one}`;
