import type { LabMeta } from '../../labs/schema.ts';
import type { CheckView } from '../contract/api.ts';
import type { Obstacle } from '../contract/results.ts';
import type { Pause } from '../contract/working-time.ts';
import type { ResultAttempt, ResultLearner } from '../store/class-results.ts';
import type { CheckEventRow, RecordingRow } from '../store/schema.ts';
import { lasted } from './lab-outcomes.ts';

/** Seconds of terminal to look at before a failure. */
const REPLAY_SECONDS = 120;
/** Replays told of one check: enough to see what goes wrong. */
const REPLAYS_MAX = 20;

export interface ClassHistory {
  /** In the order of the course. */
  labs: readonly Pick<LabMeta, 'id' | 'checks'>[];
  learners: readonly ResultLearner[];
  /** Oldest first. */
  attempts: readonly ResultAttempt[];
  /** In the order in which they came. */
  events: readonly CheckEventRow[];
  recordings: readonly RecordingRow[];
  pauses: readonly Pause[];
  now: number;
}

/** A failure or a pass, with whose it is. */
interface Moment {
  event: CheckEventRow;
  attempt: ResultAttempt;
}

/**
 * « Où ça coince » : each check of the labs that somebody opened; first those that stop most people, then, when they stop
 * as many, those that stop most of those who tried, then in the order of the course. Pure.
 */
export function obstacles(history: ClassHistory): Obstacle[] {
  const attemptsOf = Map.groupBy(history.attempts, ({ lab }) => lab);
  const attemptById = new Map(history.attempts.map((attempt) => [attempt.id, attempt]));
  const momentsOf = new Map<string, Moment[]>();
  for (const event of history.events) {
    const attempt = attemptById.get(event.attempt_id);
    if (attempt) push(momentsOf, `${attempt.lab} ${event.check_id}`, { event, attempt });
  }
  return history.labs
    .flatMap(({ id: lab, checks }) => {
      const attempts = attemptsOf.get(lab);
      if (!attempts) return [];
      return checks.map((check) =>
        obstacle(history, lab, check.id, attempts, momentsOf.get(`${lab} ${check.id}`) ?? []),
      );
    })
    .sort((a, b) => b.failed - a.failed || b.failed / b.opened - a.failed / a.opened);
}

function obstacle(
  history: ClassHistory,
  lab: string,
  check: string,
  attempts: readonly ResultAttempt[],
  moments: readonly Moment[],
): Obstacle {
  const failures = moments.filter(({ event }) => event.status === 'failed');
  const passes = moments.filter(({ event }) => event.status === 'passed');
  // Attempts older than the record of changes still say where they ended.
  const ended = (wanted: (view: CheckView) => boolean): string[] =>
    attempts
      .filter(({ checks }) => (JSON.parse(checks) as CheckView[]).some((view) => view.id === check && wanted(view)))
      .map(({ learner_id }) => learner_id);
  return {
    lab,
    check,
    opened: new Set(attempts.map(({ learner_id }) => learner_id)).size,
    failed: new Set([...failures.map(learnerOf), ...ended(({ status }) => status === 'failed')]).size,
    passed: new Set([...passes.map(learnerOf), ...ended(({ everPassed }) => everPassed)]).size,
    medianToPass: median(timesToPass(attempts, passes, history.pauses)),
    commonFeedback: commonFeedback(failures),
    replays: replays(history, failures),
  };
}

const learnerOf = ({ attempt }: Moment): string => attempt.learner_id;

/**
 * For each learner, the milliseconds of their attempts until the first pass: neither nights between two of them nor pauses
 * count.
 */
function timesToPass(
  attempts: readonly ResultAttempt[],
  passes: readonly Moment[],
  pauses: readonly Pause[],
): number[] {
  const first = new Map<string, Moment>();
  for (const moment of passes) if (!first.has(learnerOf(moment))) first.set(learnerOf(moment), moment);
  return [...first].map(([learner, { event }]) =>
    attempts
      .filter(({ learner_id }) => learner_id === learner)
      .reduce((sum, attempt) => sum + lasted(attempt, event.at, pauses), 0),
  );
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return Math.round(sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2);
}

/** Of what as many learners were told, the latest. */
function commonFeedback(failures: readonly Moment[]): Obstacle['commonFeedback'] {
  const told = new Map<string, { learners: Set<string>; at: number }>();
  for (const { event, attempt } of failures) {
    if (event.observed === '') continue;
    const one = told.get(event.observed) ?? { learners: new Set(), at: 0 };
    one.learners.add(attempt.learner_id);
    one.at = event.at;
    told.set(event.observed, one);
  }
  const [most] = [...told].sort(([, a], [, b]) => b.learners.size - a.learners.size || b.at - a.at);
  return most ? { observed: most[0], learners: most[1].learners.size } : null;
}

/** For each recording that was running when the check failed, the two minutes before, in seconds from its start. */
function replays({ recordings, learners, now }: ClassHistory, failures: readonly Moment[]): Obstacle['replays'] {
  const pseudonyms = new Map(learners.map(({ id, pseudonym }) => [id, pseudonym]));
  return failures
    .toReversed()
    .flatMap(({ event, attempt }) =>
      recordings
        .filter(
          ({ attempt_id, started_at, ended_at }) =>
            attempt_id === event.attempt_id && started_at < event.at && event.at <= (ended_at ?? now),
        )
        .map(({ id, started_at }) => {
          const to = (event.at - started_at) / 1000;
          return {
            recording: id,
            learner: attempt.learner_id,
            pseudonym: pseudonyms.get(attempt.learner_id) ?? '',
            from: Math.max(0, to - REPLAY_SECONDS),
            to,
          };
        }),
    )
    .slice(0, REPLAYS_MAX);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
