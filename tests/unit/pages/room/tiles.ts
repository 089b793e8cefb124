import type { LearnerTile } from '../../../../server/contract/room.ts';

/** The instant of these tests: 2026-03-02, 9:00 UTC. */
export const CLOCK = Date.UTC(2026, 2, 2, 9);

type Live = NonNullable<LearnerTile['live']>;

/** A lab of two checks, opened ten minutes ago, the first passed since and the second as told. */
export function aLive(status: Live['checks'][number]['status'], change: Partial<Live> = {}): Live {
  return {
    attempt: 'a',
    lab: 'un-processus-comme-un-autre',
    startedAt: CLOCK - 10 * 60_000,
    expiresAt: CLOCK + 80 * 60_000,
    checks: [
      { id: 'un', status: 'passed' },
      { id: 'deux', status },
    ],
    progressAt: CLOCK - 60_000,
    pauses: [],
    blocking: status === 'failed' ? { check: 'deux', observed: 'Rien de tel.' } : null,
    hints: 0,
    solution: false,
    ...change,
  };
}

/** Somebody present, active a minute ago, with no lab open. */
export const aTile = (change: Partial<LearnerTile> = {}): LearnerTile => ({
  id: 'l',
  pseudonym: 'apprenante-1',
  connected: true,
  activeAt: CLOCK - 60_000,
  help: null,
  live: null,
  labs: {},
  chaptersFinished: [],
  watchers: [],
  ...change,
});
