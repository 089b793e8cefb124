import type { CourseOutline, LabOutline } from '../../../lib/trainer-course.ts';

/** Where `CourseOutline.astro` has put it. */
const written = document.getElementById('course-outline')?.textContent;

/** The published course, as the pages were built with it. */
export const course = JSON.parse(written ?? '[]') as readonly CourseOutline[];

const labs = new Map(course.flatMap((chapter) => chapter.labs.map((lab) => [lab.id, { lab, chapter }] as const)));

/** A lab that these pages do not know is named by its identifier: the server may be newer than they are. */
export const labOf = (id: string): { lab: LabOutline; chapter: CourseOutline } | undefined => labs.get(id);
export const labTitle = (id: string): string => labOf(id)?.lab.title ?? id;

/** The statement of a check. */
export const checkTitle = (lab: string, check: string): string =>
  labOf(lab)?.lab.checks.find(({ id }) => id === check)?.title ?? check;
