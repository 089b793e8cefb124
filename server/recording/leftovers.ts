const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.cast$/;

/** @param id a UUID, as the database has it. */
export const fileName = (id: string): string => `${id}.cast`;

/**
 * Which recordings are to be deleted, file and row: those whose time is over, rows without their file, files without their
 * row. What is being recorded is left alone, and so are files that are none of ours.
 * @param rows of the database; @param files names in the folder; @param live ids being recorded; @param now in milliseconds.
 */
export function leftovers(
  rows: readonly { id: string; expires_at: number }[],
  files: readonly string[],
  live: ReadonlySet<string>,
  now: number,
): string[] {
  const kept = new Set(files.flatMap((file) => FILE_NAME.exec(file)?.[1] ?? []));
  const known = new Set(rows.map(({ id }) => id));
  const over = rows.filter(({ id, expires_at }) => expires_at <= now || !kept.has(id)).map(({ id }) => id);
  const orphans = [...kept].filter((id) => !known.has(id));
  return [...over, ...orphans].filter((id) => !live.has(id));
}
