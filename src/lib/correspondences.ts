import type { LabMeta } from '../../labs/schema.ts';
import type { CourseChapter } from './course.ts';
import { STANDARDS } from './standards.ts';

export type Standard = keyof typeof STANDARDS;

/** One reference, and where the course practises it. */
export interface Correspondence {
  reference: string;
  words: string;
  labs: readonly { chapter: CourseChapter; lab: LabMeta }[];
}

const byNumber = new Intl.Collator('fr', { numeric: true }).compare;

/**
 * The references of a standard that some check of an open lab answers to, in their order.
 * @param whole also those that no lab answers to: what a course does not cover is worth knowing.
 * @throws Error when a lab names a reference that has no words in `standards.ts`.
 */
export function correspondences(
  chapters: readonly CourseChapter[],
  standard: Standard,
  whole = false,
): Correspondence[] {
  const words: Readonly<Record<string, string>> = STANDARDS[standard];
  const open = chapters.flatMap((chapter) => (chapter.page ? chapter.labs.map((lab) => ({ chapter, lab })) : []));
  const found = new Map<string, { chapter: CourseChapter; lab: LabMeta }[]>(
    whole ? Object.keys(words).map((reference) => [reference, []]) : [],
  );
  for (const one of open) {
    for (const reference of new Set(one.lab.checks.flatMap((check) => check.references[standard] ?? []))) {
      if (!(reference in words))
        throw new Error(`${one.lab.id}: no words for ${standard} ${reference} in standards.ts`);
      found.set(reference, [...(found.get(reference) ?? []), one]);
    }
  }
  return [...found]
    .sort(([a], [b]) => byNumber(a, b))
    .map(([reference, labs]) => ({ reference, words: words[reference] ?? '', labs }));
}
