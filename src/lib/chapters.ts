import { CHAPTERS } from '../../labs/schema.ts';

export type ChapterSlug = (typeof CHAPTERS)[number];

/** Titles as the table of contents prints them; the chapter's own page may carry a longer one. */
export const CHAPTER_TITLES: Record<ChapterSlug, string> = {
  introduction: 'Introduction et modèle de menace',
  namespaces: 'Les espaces de noms',
  cgroups: 'Les cgroups',
  root: 'Root, identifiants et capacités',
  noyau: 'Le noyau : seccomp et modules de sécurité',
  images: 'Les images et leur provenance',
  reseau: 'Le réseau',
  correctifs: 'Mises à jour et correctifs',
  attaques: 'Attaques et menaces',
  pratiques: 'Bonnes pratiques, audit et épreuve finale',
};

/** Number of a chapter in the course, from 1. */
export const chapterNumber = (slug: ChapterSlug): number => CHAPTERS.indexOf(slug) + 1;

export const isChapter = (slug: string): slug is ChapterSlug => (CHAPTERS as readonly string[]).includes(slug);
