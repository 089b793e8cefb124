const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * Milliseconds to wait before a new attempt to connect: doubles from 250 ms to 10 s, half of it drawn at random so that
 * a class does not come back all at once.
 * @param failures attempts that failed in a row, from 1.
 * @param random from 0 (included) to 1 (excluded).
 */
export function delayBefore(failures: number, random = Math.random()): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return longest / 2 + (longest / 2) * random;
}
