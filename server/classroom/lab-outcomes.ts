import type { CheckView } from '../contract/api.ts';
import type { LearnerResult } from '../contract/results.ts';
import { worked, type Pause } from '../contract/working-time.ts';
import type { ResultAttempt } from '../store/class-results.ts';

export type LabOutcome = LearnerResult['labs'][string];

/**
 * Milliseconds that an attempt has lasted, pauses of the class left out.
 * @param until counts no further than this instant.
 */
export const lasted = (
  { started_at, ended_at, expires_at }: ResultAttempt,
  until: number,
  pauses: readonly Pause[],
): number => worked(started_at, Math.min(ended_at ?? expires_at, until), pauses);

/** One learner's attempts, put together lab by lab. Pure. */
export function labOutcomes(
  attempts: readonly ResultAttempt[],
  now: number,
  pauses: readonly Pause[],
): Record<string, LabOutcome> {
  const labs: Record<string, LabOutcome> = {};
  for (const attempt of attempts) {
    const checks = JSON.parse(attempt.checks) as CheckView[];
    const passed = attempt.succeeded_at === null ? checks.filter(({ everPassed }) => everPassed).length : checks.length;
    const so = labs[attempt.lab];
    labs[attempt.lab] = {
      succeededAt: earliest(so?.succeededAt ?? null, attempt.succeeded_at),
      passed: Math.max(so?.passed ?? 0, passed),
      total: checks.length,
      attempts: (so?.attempts ?? 0) + 1,
      tries: (so?.tries ?? 0) + attempt.tries,
      hints: Math.max(so?.hints ?? 0, attempt.hints_revealed),
      solution: (so?.solution ?? false) || attempt.solution_revealed_at !== null,
      spent: (so?.spent ?? 0) + lasted(attempt, now, pauses),
    };
  }
  return labs;
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
