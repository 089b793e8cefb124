import type { JoinView } from '../contract/classes.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { ClassRow } from '../store/schema.ts';

/** A pseudonym as it is compared in a class: case, spaces and the way accents are written do not count. */
export const pseudonymKey = (pseudonym: string): string =>
  // Upper then lower: « ß » and « ss », « ς » and « σ » become the same (Unicode's case folding, nearly).
  pseudonym.normalize('NFC').trim().replace(/\s+/gu, ' ').toUpperCase().toLowerCase().normalize('NFC');

/** Whether somebody new may come in. Pure. */
export function doorOf(
  { state, ends_at, capacity }: Pick<ClassRow, 'state' | 'ends_at' | 'capacity'>,
  learners: number,
  now: number,
): JoinView['state'] {
  if (state === 'closed' || (ends_at !== null && ends_at <= now)) return 'closed';
  return learners >= capacity ? 'full' : 'open';
}

/** Why somebody may not join under that pseudonym, or `null`. Pure. @param found `undefined` when the class is gone. */
export function refusalToJoin(
  found: ClassRow | undefined,
  { learners, nameTaken }: { learners: number; nameTaken: boolean },
  now: number,
): ErrorCode | null {
  if (!found) return 'class-code-unknown';
  const door = doorOf(found, learners, now);
  if (door === 'closed') return 'class-closed';
  if (nameTaken) return 'pseudonym-taken';
  return door === 'full' ? 'class-full' : null;
}
