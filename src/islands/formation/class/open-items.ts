/** A chapter and its labs, as a trainer opens and closes them. */
export interface ChapterItems {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly labs: readonly { readonly id: string; readonly title: string }[];
}

/** Opens or closes one chapter or lab. @returns the closed ones, in alphabetical order */
export function withItem(closed: readonly string[], item: string, open: boolean): string[] {
  const next = new Set(closed);
  if (open) next.delete(item);
  else next.add(item);
  return [...next].sort();
}

/** How many labs of a chapter may be opened: none when it is closed itself. */
export const openLabs = (closed: readonly string[], { slug, labs }: ChapterItems): number =>
  closed.includes(slug) ? 0 : labs.filter(({ id }) => !closed.includes(id)).length;
