/** Decisions about an attempt, as pure functions. */

/** Failures that make an attempt an honest one. */
const HONEST_FAILURES = 2;

export interface EffortSoFar {
  succeeded: boolean;
  /** Times that a check was found failed. */
  tries: number;
  hintsRevealed: number;
  hintCount: number;
  /** Milliseconds since the attempt began. */
  elapsed: number;
  /** Planned duration of the lab. */
  minutes: number;
}

/** The solution shows after success, or once all hints are out and the learner has really tried, or given it half its time. */
export const solutionAvailable = (effort: EffortSoFar): boolean =>
  effort.succeeded ||
  (effort.hintsRevealed >= effort.hintCount &&
    (effort.tries >= HONEST_FAILURES || effort.elapsed >= effort.minutes * 30_000));

/** New expiry after an extension: counted from the present one, and never shorter. */
export const extended = (expiresAt: number, minutes: number): number => expiresAt + minutes * 60_000;

export const isIdle = (lastViewedAt: number, now: number, idleMinutes: number): boolean =>
  now - lastViewedAt >= idleMinutes * 60_000;
