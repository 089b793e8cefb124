import { render } from 'astro:content';
import { course } from './course.ts';
import type { CourseOutline } from './trainer-course.ts';

/** The published course, with the sections of each chapter. */
export async function courseOutline(): Promise<CourseOutline[]> {
  const outlines = (await course()).map(async ({ slug, number, title, page, labs }) =>
    page
      ? {
          slug,
          number,
          title,
          sections: (await render(page)).headings
            .filter(({ depth }) => depth === 2)
            .map(({ slug: id, text }) => ({ id, title: text })),
          labs: labs.map((lab) => ({
            id: lab.id,
            title: lab.title,
            hintCount: lab.hintCount,
            checks: lab.checks.map(({ id, title: statement, section }) => ({ id, title: statement, section })),
          })),
        }
      : null,
  );
  return (await Promise.all(outlines)).filter((outline) => outline !== null);
}
