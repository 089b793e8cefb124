import type { LearnerResult } from '../../../../server/contract/results.ts';

/** Learners who have succeeded in at least one of the labs that answer to a reference. */
export const proved = (learners: readonly LearnerResult[], labs: readonly string[]): number =>
  learners.filter((learner) => labs.some((lab) => typeof learner.labs[lab]?.succeededAt === 'number')).length;

export const succeeded = (learner: LearnerResult, lab: string): boolean =>
  typeof learner.labs[lab]?.succeededAt === 'number';

/** Milliseconds in all labs. */
export const timeSpent = ({ labs }: LearnerResult): number =>
  Object.values(labs).reduce((sum, { spent }) => sum + spent, 0);

/** « 3 h 05 », « 12 min ». @param milliseconds */
export function worked(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}\u00a0min` : `${hours}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
}

/** « 75 % ». */
export const percentage = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.round((100 * part) / whole)}\u00a0%`;
