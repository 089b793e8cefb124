import type { AttemptView, CheckView } from '../contract/api.ts';
import type { AttemptRow } from '../store/schema.ts';

/** What others than the learner may know of an attempt whose sandbox is alive. */
export interface LiveWork {
  readonly row: AttemptRow;
  readonly checks: readonly CheckView[];
  /** Last sign of work: a terminal that moves, an answer, a check that changes. Milliseconds since the epoch. */
  readonly activeAt: number;
  readonly view: AttemptView;
}
