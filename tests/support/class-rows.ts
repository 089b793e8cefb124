import { randomUUID } from 'node:crypto';
import type { AttemptRow } from '../../server/store/schema.ts';
import type { TestApp } from './test-app.ts';

/** Rows put in place without going through what makes them. */

export async function learnerNamed({ app }: TestApp, pseudonym: string): Promise<string> {
  const { id } = await app.database
    .selectFrom('learner')
    .select('id')
    .where('pseudonym', '=', pseudonym)
    .executeTakeFirstOrThrow();
  return id;
}

/** An attempt that is over. */
export async function insertAttempt({ app }: TestApp, learnerId: string, change: Partial<AttemptRow>): Promise<string> {
  const id = randomUUID();
  await app.database
    .insertInto('attempt')
    .values({
      id,
      learner_id: learnerId,
      lab: 'un-processus-comme-un-autre',
      sandbox_id: null,
      state: 'ended',
      started_at: Date.now() - 600_000,
      expires_at: Date.now(),
      last_viewed_at: Date.now(),
      ended_at: Date.now(),
      end_reason: 'closed',
      succeeded_at: null,
      extensions_used: 0,
      hints_revealed: 0,
      solution_revealed_at: null,
      tries: 0,
      checks: '[]',
      answers: '{}',
      baseline: 'null',
      ...change,
    })
    .execute();
  return id;
}

/** One success for each lab. */
export async function insertSuccesses(
  test: TestApp,
  learnerId: string,
  labs: readonly string[],
  at = Date.now() - 1,
): Promise<void> {
  for (const lab of labs) await insertAttempt(test, learnerId, { lab, succeeded_at: at });
}
