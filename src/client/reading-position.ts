import { markChapter, progress } from '../lib/progress.ts';

let observer: IntersectionObserver | undefined;

/** Remembers the last section seen of a chapter, and offers to go back to it. */
export function watchReading(): void {
  observer?.disconnect();
  const slug = document.querySelector<HTMLElement>('[data-chapter]')?.dataset.chapter;
  if (slug === undefined) return;
  const headings = [...document.querySelectorAll<HTMLElement>('.sl-markdown-content h2[id]')];
  if (headings.length === 0) return;
  offerResume(slug, headings);

  const last = headings.at(-1);
  observer = new IntersectionObserver(
    (entries) => {
      const seen = entries.filter(({ isIntersecting }) => isIntersecting).at(-1)?.target;
      if (seen) markChapter(slug, seen.id, seen === last);
    },
    // A heading counts once it has reached the upper half of the window.
    { rootMargin: '0px 0px -50% 0px' },
  );
  for (const heading of headings) observer.observe(heading);
}

function offerResume(slug: string, headings: readonly HTMLElement[]): void {
  const line = document.querySelector<HTMLElement>(`[data-resume-reading="${slug}"]`);
  const mark = progress.value.chapters[slug];
  const heading = headings.find(({ id }) => id === mark?.section);
  if (!line || !heading || heading === headings[0] || location.hash) return;
  const link = document.createElement('a');
  link.href = `#${heading.id}`;
  link.textContent = heading.textContent;
  line.replaceChildren('Vous en étiez à\u00a0: ', link);
  line.hidden = false;
}
