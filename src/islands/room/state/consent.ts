import type { LearnerDetail } from '../../../../server/contract/room.ts';
import type { Consent } from '../../../../server/contract/seat.ts';

/** What the learner has answered to what was asked last. */
export interface Answer {
  readonly kind: Consent;
  readonly granted: boolean;
}

/**
 * Whether the sandbox has begun afresh between two views: it is being prepared, or, when that took no time, all checks
 * have gone back to waiting at once.
 */
function renewed({ attempt: before }: LearnerDetail, { attempt: after }: LearnerDetail): boolean {
  if (!after || !before) return after !== null;
  if (after.id !== before.id) return true;
  if (after.state === 'preparing') return before.state !== 'preparing';
  const last = Math.max(...before.checks.map(({ changedAt }) => changedAt));
  return after.checks.every(({ status, changedAt }) => status === 'waiting' && changedAt > last);
}

/**
 * The answer known after one more view. The server says what is still asked and what is granted, not what was refused.
 * @param former the answer known before
 * @param withdrawn whether the request was taken back by who asked
 */
export function answerAfter(
  former: Answer | null,
  before: LearnerDetail,
  after: LearnerDetail,
  withdrawn: boolean,
): Answer | null {
  if (after.request !== null) return null;
  if (before.request === 'keyboard') return withdrawn ? null : { kind: 'keyboard', granted: after.keyboard !== null };
  if (before.request === 'reset') return withdrawn ? null : { kind: 'reset', granted: renewed(before, after) };
  // The word comes first, the new sandbox a moment later.
  if (former?.kind === 'reset' && renewed(before, after)) return { kind: 'reset', granted: true };
  // Taken back by the learner.
  if (before.keyboard !== null && after.keyboard === null)
    return withdrawn ? null : { kind: 'keyboard', granted: false };
  return former;
}
