/** A range of host ids given to the sandboxes, as in `/etc/subuid`. */
export interface IdRange {
  start: number;
  count: number;
}

/** One sandbox's worth of ids: 0 to 65 535 inside. */
export const ID_COUNT = 65_536;

/** Above what `useradd` hands to people (it starts at 100 000), below the 2 097 151 that old archive formats hold. */
const FIRST_START = 1_000_000;
const LAST_START = 2_000_000;

const readRanges = (text: string): (IdRange & { owner: string })[] =>
  text.split('\n').flatMap((line) => {
    const [owner, start, count] = line.split(':');
    const range = { owner: owner ?? '', start: Number(start), count: Number(count) };
    return Number.isSafeInteger(range.start) && range.count > 0 ? [range] : [];
  });

/** @returns the range that `user` already has in the text of `/etc/subuid` or `/etc/subgid`, when it is large enough. */
export const rangeOf = (user: string, text: string): IdRange | null => {
  const range = readRanges(text).find(({ owner, count }) => owner === user && count >= ID_COUNT);
  return range ? { start: range.start, count: range.count } : null;
};

/**
 * A range that nobody has, for user and group ids alike.
 * @param texts contents of `/etc/subuid` and `/etc/subgid`.
 * @returns `null` when there is none left.
 */
export function freeRange(...texts: string[]): IdRange | null {
  const taken = texts.flatMap(readRanges);
  for (let start = FIRST_START; start <= LAST_START; start += ID_COUNT) {
    if (taken.every((range) => range.start + range.count <= start || start + ID_COUNT <= range.start)) {
      return { start, count: ID_COUNT };
    }
  }
  return null;
}
