/** Whether learners of a class may open a lab: neither it nor its chapter is closed. Pure. */
export const mayOpen = (closedItems: readonly string[], lab: string, chapter: string): boolean =>
  !closedItems.includes(lab) && !closedItems.includes(chapter);
