import type { LiveWork } from '../attempts/live-work.ts';
import type { CheckView } from '../contract/api.ts';
import type { LabCell, LearnerTile } from '../contract/room.ts';
import { pausesWithin, worked, type Pause } from '../contract/working-time.ts';
import type { AttemptRow, LearnerRow } from '../store/schema.ts';

/** What a tile needs of an attempt. */
export type AttemptFacts = Pick<
  AttemptRow,
  'id' | 'learner_id' | 'lab' | 'state' | 'started_at' | 'ended_at' | 'succeeded_at' | 'tries' | 'checks'
>;

export interface TileFacts {
  learner: LearnerRow;
  connected: boolean;
  watchers: readonly string[];
  live: LiveWork | null;
  attempts: readonly AttemptFacts[];
  chaptersFinished: readonly string[];
  /** Of the class. */
  pauses: readonly Pause[];
}

/** One learner at a glance. Pure. */
export function learnerTile({
  learner,
  connected,
  watchers,
  live,
  attempts,
  chaptersFinished,
  pauses,
}: TileFacts): LearnerTile {
  return {
    id: learner.id,
    pseudonym: learner.pseudonym,
    connected,
    activeAt: live?.activeAt ?? latest(attempts),
    help: helpOf(learner),
    live: live && liveTile(live, pauses),
    labs: labCells(attempts, live, pauses),
    chaptersFinished: [...chaptersFinished],
    watchers: [...watchers],
  };
}

export const helpOf = (learner: LearnerRow): LearnerTile['help'] =>
  learner.help_asked_at === null ? null : { askedAt: learner.help_asked_at, note: learner.help_note };

function latest(attempts: readonly AttemptFacts[]): number | null {
  const ends = attempts.map(({ ended_at, started_at }) => ended_at ?? started_at);
  return ends.length === 0 ? null : Math.max(...ends);
}

function liveTile({ row, checks }: LiveWork, pauses: readonly Pause[]): NonNullable<LearnerTile['live']> {
  const passes = checks.filter(({ status }) => status === 'passed').map(({ changedAt }) => changedAt);
  const blocking = checks.find(({ status }) => status === 'failed');
  return {
    attempt: row.id,
    lab: row.lab,
    startedAt: row.started_at,
    expiresAt: row.expires_at,
    checks: checks.map(({ id, status }) => ({ id, status })),
    progressAt: Math.max(row.started_at, ...passes),
    pauses: pausesWithin(pauses, row.started_at, null),
    blocking: blocking ? { check: blocking.id, observed: blocking.observed ?? '' } : null,
    hints: row.hints_revealed,
    solution: row.solution_revealed_at !== null,
  };
}

function labCells(
  attempts: readonly AttemptFacts[],
  live: LiveWork | null,
  pauses: readonly Pause[],
): Record<string, LabCell> {
  const cells: Record<string, LabCell> = {};
  for (const stored of attempts) {
    const attempt = live?.row.id === stored.id ? live.row : stored;
    const checks = live?.row.id === stored.id ? live.checks : (JSON.parse(stored.checks) as CheckView[]);
    const succeeded = attempt.succeeded_at !== null;
    const cell = (cells[attempt.lab] ??= {
      state: 'left',
      passed: 0,
      total: checks.length,
      attempts: 0,
      tries: 0,
      spent: 0,
    });
    cell.attempts += 1;
    cell.tries += attempt.tries;
    cell.total = checks.length;
    cell.passed = Math.max(cell.passed, succeeded ? checks.length : checks.filter((check) => check.everPassed).length);
    if (succeeded) cell.state = 'done';
    else if (attempt.state !== 'ended' && cell.state !== 'done') cell.state = 'live';
    if (attempt.ended_at !== null) cell.spent += worked(attempt.started_at, attempt.ended_at, pauses);
  }
  return cells;
}
