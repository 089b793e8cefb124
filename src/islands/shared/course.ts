import { computed, signal } from '@preact/signals';
import type { CourseOutline, LabOutline } from '../../lib/trainer-course.ts';

/** The published course, as the pages were built with it. */
export const course = signal<readonly CourseOutline[]>([]);

/** Reads it where `CourseOutline.astro` has put it. Called once, by the module of a page. */
export function readCourse(): void {
  const written = document.getElementById('course-outline')?.textContent;
  course.value = JSON.parse(written ?? '[]') as readonly CourseOutline[];
}

const labs = computed(
  () => new Map(course.value.flatMap((chapter) => chapter.labs.map((lab) => [lab.id, { lab, chapter }] as const))),
);

/** A lab that these pages do not know is named by its identifier: the server may be newer than they are. */
export const labOf = (id: string): { lab: LabOutline; chapter: CourseOutline } | undefined => labs.value.get(id);
export const labTitle = (id: string): string => labOf(id)?.lab.title ?? id;

/** The statement of a check. */
export const checkTitle = (lab: string, check: string): string =>
  labOf(lab)?.lab.checks.find(({ id }) => id === check)?.title ?? check;
