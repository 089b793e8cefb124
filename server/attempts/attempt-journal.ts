import type { CheckView } from '../contract/api.ts';
import type { Logger } from '../logger.ts';
import type { AttemptRow, CheckEventRow } from '../store/schema.ts';

/** Characters kept of what a learner was told: enough to recognise it, and a bound on what a sandbox can make us store. */
const OBSERVED_MAX = 400;

/** What others keep of attempts: told after the learner has been. */
export interface AttemptJournal {
  readonly opened: (row: AttemptRow) => Promise<void>;
  /** An evaluation changed something. */
  readonly judged: (row: AttemptRow, before: readonly CheckView[], after: readonly CheckView[]) => Promise<void>;
  readonly ended: (row: AttemptRow) => Promise<void>;
}

/** All of them as one that never throws: what is only noted must not stop a learner. */
export function together(journals: readonly AttemptJournal[], log: Logger): AttemptJournal {
  const tell = async (call: (journal: AttemptJournal) => Promise<void>): Promise<void> => {
    for (const outcome of await Promise.allSettled(journals.map(call)))
      if (outcome.status === 'rejected')
        log.error({ error: outcome.reason as unknown }, 'a journal of attempts failed');
  };
  return {
    opened: (row) => tell((journal) => journal.opened(row)),
    judged: (row, before, after) => tell((journal) => journal.judged(row, before, after)),
    ended: (row) => tell((journal) => journal.ended(row)),
  };
}

/** Keeps each change of a check. */
export const checkJournal = (store: { insert(rows: NewCheckEvent[]): Promise<void> }): AttemptJournal => ({
  opened: async () => {},
  judged: (row, before, after) => store.insert(checkEvents(row.id, before, after)),
  ended: async () => {},
});

type NewCheckEvent = Omit<CheckEventRow, 'id'>;

/** The checks whose status changed, as rows to keep. Pure. */
export function checkEvents(
  attemptId: string,
  before: readonly CheckView[],
  after: readonly CheckView[],
): NewCheckEvent[] {
  const was = new Map(before.map(({ id, status }) => [id, status]));
  return after
    .filter(({ id, status }) => was.get(id) !== status)
    .map(({ id, status, observed = '', changedAt }) => ({
      attempt_id: attemptId,
      check_id: id,
      status,
      observed: status === 'failed' ? cut(observed) : '',
      at: changedAt,
    }));
}

/** Whole characters: half of a surrogate pair is no text. */
const cut = (text: string): string =>
  text.length <= OBSERVED_MAX ? text : text.slice(0, OBSERVED_MAX).replace(/[\uD800-\uDBFF]$/, '');
