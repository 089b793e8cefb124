import { describe, expect, it } from 'vitest';
import type { LabMeta } from '../../../labs/schema.ts';
import type { AttemptView, CheckView } from '../../../server/contract/api.ts';
import { describeChange } from '../../../src/islands/lab-dock/state/announcements.ts';

const lab = { checks: [{ id: 'un' }, { id: 'deux' }] } as unknown as LabMeta;
const check = (id: string, status: CheckView['status']): CheckView => ({
  id,
  status,
  changedAt: 0,
  everPassed: status === 'passed',
});
const attempt = (statuses: CheckView['status'][], change: Partial<AttemptView> = {}): AttemptView => ({
  id: 'a',
  lab: 'l',
  state: 'open',
  startedAt: 0,
  expiresAt: 1,
  now: 0,
  extension: { left: 0, minutes: 30 },
  health: 'ok',
  checks: statuses.map((status, index) => check(['un', 'deux'][index] ?? '', status)),
  answers: {},
  hints: { revealed: [], total: 3 },
  solution: { available: false, revealed: false },
  succeededAt: null,
  endReason: null,
  ...change,
});

describe('what is said aloud of a change', () => {
  it('names the objective that turned, in one short sentence', () => {
    expect(describeChange(lab, attempt(['waiting', 'waiting']), attempt(['waiting', 'passed']))).toBe(
      'Objectif 2 étanche.',
    );
    expect(describeChange(lab, attempt(['waiting', 'waiting']), attempt(['failed', 'waiting']))).toBe(
      'Objectif 1 à corriger.',
    );
  });

  it('tells a failure from an objective that was undone', () => {
    expect(describeChange(lab, attempt(['passed', 'waiting']), attempt(['failed', 'waiting']))).toBe(
      'Objectif 1, de nouveau à corriger.',
    );
    expect(describeChange(lab, attempt(['passed', 'waiting']), attempt(['waiting', 'waiting']))).toBe(
      'Objectif 1, de nouveau en attente.',
    );
  });

  it('is silent when nothing turned, and when a failure merely waits again', () => {
    expect(describeChange(lab, attempt(['failed', 'passed']), attempt(['failed', 'passed']))).toBe('');
    expect(describeChange(lab, attempt(['failed', 'waiting']), attempt(['waiting', 'waiting']))).toBe('');
  });

  it('says success rather than its last objective, and the start state when it is in place', () => {
    expect(
      describeChange(lab, attempt(['passed', 'waiting']), attempt(['passed', 'passed'], { succeededAt: 9 })),
    ).toContain('Exercice réussi');
    expect(
      describeChange(lab, attempt(['waiting', 'waiting'], { state: 'preparing' }), attempt(['waiting', 'waiting'])),
    ).toContain('À vous');
  });
});
