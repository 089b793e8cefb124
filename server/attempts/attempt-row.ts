import { randomUUID } from 'node:crypto';
import type { Lab } from '../../labs/lab.ts';
import type { CheckView } from '../contract/api.ts';
import { untouchedViews } from '../grading/evaluate.ts';
import type { AttemptRow } from '../store/schema.ts';

/** An attempt that begins now, without a sandbox yet. @param expiresAt milliseconds since 1970, as `now`. */
export const newAttempt = (learnerId: string, lab: Lab, now: number, expiresAt: number): AttemptRow => ({
  id: randomUUID(),
  learner_id: learnerId,
  lab: lab.id,
  sandbox_id: null,
  state: 'preparing',
  started_at: now,
  expires_at: expiresAt,
  last_viewed_at: now,
  ended_at: null,
  end_reason: null,
  succeeded_at: null,
  extensions_used: 0,
  hints_revealed: 0,
  solution_revealed_at: null,
  tries: 0,
  checks: JSON.stringify(untouchedViews(lab, now)),
  answers: '{}',
  baseline: 'null',
});

/** What changes in an attempt that goes on in another sandbox: all is to be done again, what was achieved stays known. */
export const inFreshSandbox = (lab: Lab, achieved: readonly CheckView[], sandboxId: string, now: number) => ({
  sandbox_id: sandboxId,
  state: 'preparing' as const,
  checks: JSON.stringify(
    untouchedViews(lab, now).map((view, index) => ({ ...view, everPassed: achieved[index]?.everPassed ?? false })),
  ),
  answers: '{}',
  baseline: 'null',
});
