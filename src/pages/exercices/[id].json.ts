import type { APIRoute, GetStaticPaths } from 'astro';
import { getCollection, getEntry } from 'astro:content';
import { CHAPTER_TITLES } from '../../lib/chapters.ts';
import { course, openLabs } from '../../lib/course.ts';
import type { LabCard } from '../../lib/lab-card.ts';

export const getStaticPaths = (async () =>
  (await getCollection('labs')).map(({ id }) => ({ params: { id } }))) satisfies GetStaticPaths;

export const GET: APIRoute = async ({ params }) => {
  const entry = await getEntry('labs', params.id ?? '');
  if (!entry) return new Response(null, { status: 404 });
  const order = openLabs(await course());
  const next = order[order.findIndex(({ id }) => id === entry.id) + 1];
  const card: LabCard = {
    ...entry.data,
    chapterTitle: CHAPTER_TITLES[entry.data.chapter],
    scenarioHtml: entry.rendered?.html ?? '',
    next: next ? { id: next.id, title: next.title, chapter: next.chapter } : null,
  };
  return Response.json(card);
};
