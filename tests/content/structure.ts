import { z } from 'zod';
import { anchor } from '../../src/code/heading-ids.ts';
import { CHAPTER_TITLES, chapterNumber, isChapter } from '../../src/lib/chapters.ts';
import type { Page } from './chapters.ts';
import { fences, isOutput } from './fences.ts';
import type { Finding } from './finding.ts';
import { mdxProse, words } from './prose.ts';

const MINIMUM_WORDS = 1_500;
const MAXIMUM_WORDS = 2_500;

const frontmatterSchema = z.strictObject({
  title: z.string(),
  description: z.string().min(40).max(160),
  order: z.number().int().min(1),
  minutes: z.number().int().min(20).max(180),
  objectives: z.array(z.string().regex(/^\p{Lu}.*[^.]$/u, 'une majuscule, pas de point final')).min(3).max(6),
});

const at = (page: Page, line: number, message: string): Finding => ({ file: page.file, line, message });

export function frontmatterFaults(page: Page): Finding[] {
  const result = frontmatterSchema.safeParse(page.frontmatter);
  if (!result.success) return result.error.issues.map(({ path, message }) => at(page, 1, `${path.join('.')} : ${message}`));
  if (!isChapter(page.slug)) return [at(page, 1, `« ${page.slug} » n’est pas un chapitre du cours`)];
  const { title, order } = result.data;
  return [
    ...(title === CHAPTER_TITLES[page.slug] ? [] : [at(page, 1, `le titre attendu est « ${CHAPTER_TITLES[page.slug]} »`)]),
    ...(order === chapterNumber(page.slug) ? [] : [at(page, 1, `le numéro attendu est ${chapterNumber(page.slug)}`)]),
  ];
}

export interface Heading {
  depth: number;
  text: string;
  anchor: string;
  line: number;
}

export function headings(page: Page): Heading[] {
  const outside = page.body.replace(/^```[\s\S]*?^```$/gm, (fence) => fence.replace(/[^\n]/g, ' '));
  return [...outside.matchAll(/^(?<marks>#{1,6}) (?<text>.+)$/gm)].map(({ index, groups }) => ({
    depth: groups?.marks?.length ?? 0,
    text: groups?.text ?? '',
    anchor: anchor(groups?.text ?? ''),
    line: page.offset + outside.slice(0, index).split('\n').length,
  }));
}

/** The title of the page is its only first-level heading, and no level is skipped below it. */
export function headingFaults(page: Page): Finding[] {
  let depth = 1;
  const seen = new Set<string>();
  return headings(page).flatMap((heading) => {
    const faults = [
      ...(heading.depth === 1 ? [at(page, heading.line, 'un second titre de premier niveau')] : []),
      ...(heading.depth > depth + 1 ? [at(page, heading.line, `un titre de niveau ${heading.depth} après un niveau ${depth}`)] : []),
      ...(seen.has(heading.anchor) ? [at(page, heading.line, `deux titres donnent l’ancre « ${heading.anchor} »`)] : []),
    ];
    depth = heading.depth;
    seen.add(heading.anchor);
    return faults;
  });
}

export function lengthFaults(page: Page): Finding[] {
  const count = words(mdxProse(page.body)).length;
  const fits = count >= MINIMUM_WORDS && count <= MAXIMUM_WORDS;
  return fits ? [] : [at(page, 1, `${count} mots, il en faut de ${MINIMUM_WORDS} à ${MAXIMUM_WORDS}`)];
}

/** An output shown belongs to a command just above it. */
export function fenceFaults(page: Page): Finding[] {
  const all = fences(page.body);
  return all.flatMap((fence, index) => {
    const before = all[index - 1];
    const orphan = isOutput(fence) && !(before?.language === 'sh' && before.meta.includes('bac'));
    return orphan ? [at(page, page.offset + fence.line, 'une sortie sans commande du bac juste au-dessus')] : [];
  });
}

/** Identifiers of `<Exercice id="…" />`, `<Quiz id="…" />`, in the order of the page. */
export const uses = (page: Page, component: 'Exercice' | 'Quiz'): string[] =>
  [...page.body.matchAll(new RegExp(`<${component} id="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');

/** The page places each lab of its chapter once, in their order, and no other. */
export function exerciseFaults(page: Page, labs: readonly { id: string; order: number }[]): Finding[] {
  const expected = [...labs].sort((a, b) => a.order - b.order).map(({ id }) => id);
  const placed = uses(page, 'Exercice');
  return placed.join() === expected.join()
    ? []
    : [at(page, 1, `exercices placés : ${placed.join(', ') || 'aucun'} ; ceux du chapitre, dans l’ordre : ${expected.join(', ') || 'aucun'}`)];
}
