import { describe, expect, it } from 'vitest';
import { labOutcomes } from '../../../server/classroom/lab-outcomes.ts';
import { obstacles, type ClassHistory } from '../../../server/classroom/obstacles.ts';
import type { CheckView } from '../../../server/contract/api.ts';
import type { ResultAttempt } from '../../../server/store/class-results.ts';
import type { CheckEventRow, RecordingRow } from '../../../server/store/schema.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 100 * HOUR;

const check = (id: string) => ({ id, title: `Objectif ${id}`, section: 'x', references: {} });
const LABS = [
  { id: 'lab-1', checks: [check('a'), check('b')] },
  { id: 'lab-2', checks: [check('a')] },
  { id: 'lab-3', checks: [check('a')] },
];
const learner = (n: number) => ({ id: `l${n}`, pseudonym: `apprenante-${n}`, created_at: 0 });

const attempt = (id: string, learner_id: string, change: Partial<ResultAttempt> = {}): ResultAttempt => ({
  id,
  learner_id,
  lab: 'lab-1',
  state: 'ended',
  started_at: 0,
  expires_at: 90 * MINUTE,
  last_viewed_at: 0,
  ended_at: HOUR,
  end_reason: 'closed',
  succeeded_at: null,
  extensions_used: 0,
  hints_revealed: 0,
  solution_revealed_at: null,
  tries: 0,
  checks: '[]',
  ...change,
});
const events = (
  ...rows: [attempt: string, check: string, status: CheckEventRow['status'], at: number, told?: string][]
) =>
  rows.map(([attempt_id, check_id, status, at, observed = ''], index) => ({
    id: index + 1,
    attempt_id,
    check_id,
    status,
    at,
    observed,
  }));
const history = (change: Partial<ClassHistory>): ClassHistory => ({
  labs: LABS,
  learners: [learner(1), learner(2), learner(3)],
  attempts: [],
  events: [],
  recordings: [],
  pauses: [],
  now: NOW,
  ...change,
});
const found = (change: Partial<ClassHistory>, lab = 'lab-1', id = 'a') =>
  obstacles(history(change)).find((one) => one.lab === lab && one.check === id);

describe('where it is hard', () => {
  it('says nothing of a lab that nobody opened', () => {
    expect(obstacles(history({}))).toEqual([]);
  });

  it('counts people, not tries', () => {
    const attempts = [attempt('t1', 'l1'), attempt('t2', 'l1'), attempt('t3', 'l2'), attempt('t4', 'l3')];
    const seen = events(
      ['t1', 'a', 'failed', 1],
      ['t1', 'a', 'passed', 2],
      ['t2', 'a', 'failed', 3],
      ['t3', 'a', 'passed', 4],
    );
    expect(found({ attempts, events: seen })).toMatchObject({ opened: 3, failed: 1, passed: 2 });
  });

  it('knows of attempts that were over before changes were kept', () => {
    const checks = JSON.stringify([
      { id: 'a', status: 'failed', changedAt: 0, everPassed: true },
      { id: 'b', status: 'waiting', changedAt: 0, everPassed: false },
    ] satisfies CheckView[]);
    const attempts = [attempt('t1', 'l1', { checks })];
    expect(found({ attempts })).toMatchObject({ failed: 1, passed: 1, medianToPass: null });
    expect(found({ attempts }, 'lab-1', 'b')).toMatchObject({ failed: 0, passed: 0 });
  });

  it('counts the time of attempts until the first pass, not the nights between them', () => {
    const attempts = [
      attempt('t1', 'l1', { ended_at: 10 * MINUTE }),
      attempt('t2', 'l1', { started_at: 20 * HOUR, ended_at: 21 * HOUR, expires_at: 22 * HOUR }),
      attempt('t3', 'l2'),
      attempt('t4', 'l3'),
    ];
    const seen = events(
      ['t3', 'a', 'passed', 4 * MINUTE],
      ['t4', 'a', 'passed', 6 * MINUTE],
      ['t2', 'a', 'passed', 20 * HOUR + 5 * MINUTE],
      ['t2', 'a', 'passed', 20 * HOUR + 50 * MINUTE],
    );
    expect(found({ attempts, events: seen })?.medianToPass).toBe(6 * MINUTE);
    expect(
      found({ attempts: attempts.slice(0, 3), events: seen.slice(0, 1).concat(seen.slice(2)) })?.medianToPass,
    ).toBe((4 * MINUTE + 15 * MINUTE) / 2);
  });

  it('does not count pauses of the class, even one that goes on', () => {
    const attempts = [attempt('t1', 'l1', { ended_at: null, expires_at: NOW })];
    const seen = events(['t1', 'a', 'passed', 20 * MINUTE]);
    const over = { from: 5 * MINUTE, to: 12 * MINUTE };
    expect(found({ attempts, events: seen, pauses: [over] })?.medianToPass).toBe(13 * MINUTE);
    expect(found({ attempts, events: seen, pauses: [over, { from: HOUR, to: null }] })?.medianToPass).toBe(13 * MINUTE);
  });

  it('tells what most people were told, and of as many, the latest', () => {
    const attempts = [attempt('t1', 'l1'), attempt('t2', 'l2')];
    const seen = events(
      ['t1', 'a', 'failed', 1, 'pas de limite'],
      ['t1', 'a', 'failed', 2, 'pas de limite'],
      ['t1', 'a', 'failed', 3, 'trop grande'],
      ['t2', 'a', 'failed', 4, 'trop grande'],
    );
    expect(found({ attempts, events: seen })?.commonFeedback).toEqual({ observed: 'trop grande', learners: 2 });
    expect(found({ attempts, events: seen.slice(0, 3) })?.commonFeedback).toEqual({
      observed: 'trop grande',
      learners: 1,
    });
    expect(found({ attempts })?.commonFeedback).toBeNull();
  });

  it('puts first what stops most people, then most of those who tried', () => {
    const attempts = [
      attempt('t1', 'l1'),
      attempt('t2', 'l2'),
      attempt('t3', 'l1', { lab: 'lab-2' }),
      attempt('t4', 'l1', { lab: 'lab-3' }),
      attempt('t5', 'l2', { lab: 'lab-3' }),
    ];
    const seen = events(
      ['t1', 'b', 'failed', 1],
      ['t3', 'a', 'failed', 2],
      ['t4', 'a', 'failed', 3],
      ['t5', 'a', 'failed', 4],
    );
    expect(obstacles(history({ attempts, events: seen })).map(({ lab, check: id }) => `${lab} ${id}`)).toEqual([
      'lab-3 a',
      'lab-2 a',
      'lab-1 b',
      'lab-1 a',
    ]);
  });

  it('shows the two minutes before each failure, in every recording that was running, latest first', () => {
    const recording = (id: string, change: Partial<RecordingRow> = {}): RecordingRow => ({
      id,
      attempt_id: 't1',
      terminal: 1,
      started_at: 1_000,
      ended_at: null,
      ...change,
    });
    const recordings = [
      recording('r1'),
      recording('r2', { ended_at: 40_000 }),
      recording('r3', { started_at: 200_000 }),
      recording('r4', { attempt_id: 't2' }),
    ];
    const attempts = [attempt('t1', 'l1'), attempt('t2', 'l2')];
    const seen = events(['t1', 'a', 'failed', 31_000], ['t1', 'a', 'passed', 60_000], ['t1', 'a', 'failed', 181_500]);
    const of = (id: string, from: number, to: number) => ({
      recording: id,
      learner: 'l1',
      pseudonym: 'apprenante-1',
      from,
      to,
    });
    expect(found({ attempts, recordings, events: seen })?.replays).toEqual([
      of('r1', 60.5, 180.5),
      of('r1', 0, 30),
      of('r2', 0, 30),
    ]);
  });
});

describe('attempts put together', () => {
  it('keep the best of each, the first success and all of the time', () => {
    const checks = JSON.stringify([{ everPassed: true }, { everPassed: false }]);
    const outcome = labOutcomes(
      [
        attempt('t1', 'l1', { checks, tries: 2, hints_revealed: 3, ended_at: 10 * MINUTE }),
        attempt('t2', 'l1', { checks, succeeded_at: 9, tries: 1, ended_at: 20 * MINUTE, solution_revealed_at: 10 }),
        attempt('t3', 'l1', {
          checks,
          succeeded_at: 12,
          ended_at: null,
          started_at: NOW - MINUTE,
          expires_at: NOW + 1,
        }),
      ],
      NOW,
      [],
    );
    expect(outcome).toEqual({
      'lab-1': {
        succeededAt: 9,
        passed: 2,
        total: 2,
        attempts: 3,
        tries: 3,
        hints: 3,
        solution: true,
        spent: 31 * MINUTE,
      },
    });
  });

  it('leave out the pauses of the class', () => {
    const pauses = [
      { from: 10 * MINUTE, to: 25 * MINUTE },
      { from: 2 * HOUR, to: null },
    ];
    const spent = labOutcomes([attempt('t1', 'l1')], NOW, pauses)['lab-1']?.spent;
    expect(spent).toBe(45 * MINUTE);
  });

  it('count no time past the end of a sandbox that nobody closed', () => {
    const outcome = labOutcomes([attempt('t1', 'l1', { ended_at: null, expires_at: HOUR })], NOW, []);
    expect(outcome['lab-1']?.spent).toBe(HOUR);
  });
});
