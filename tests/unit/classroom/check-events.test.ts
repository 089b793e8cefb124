import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEvents, together, type AttemptJournal } from '../../../server/attempts/attempt-journal.ts';
import type { CheckView } from '../../../server/contract/api.ts';
import type { AttemptRow } from '../../../server/store/schema.ts';
import { aContainer, aProcess } from '../../support/observation.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { waitUntil } from '../../support/wait-until.ts';

const view = (id: string, status: CheckView['status'], observed?: string): CheckView => ({
  id,
  status,
  changedAt: 5,
  everPassed: false,
  ...(observed === undefined ? {} : { observed }),
});

describe('the changes of checks', () => {
  it('are those of status alone', () => {
    const before = [view('a', 'failed', 'un'), view('b', 'waiting')];
    expect(checkEvents('t', before, [view('a', 'failed', 'deux'), view('b', 'passed', 'bien')])).toEqual([
      { attempt_id: 't', check_id: 'b', status: 'passed', observed: '', at: 5 },
    ]);
  });

  it('keep four hundred characters of what a failure says, and no half of one', () => {
    const [event] = checkEvents('t', [view('a', 'waiting')], [view('a', 'failed', `${'x'.repeat(399)}🚢 et la suite`)]);
    expect(event?.observed).toBe('x'.repeat(399));
  });
});

it('a journal that fails stops neither the others nor the attempt', async () => {
  const noted: string[] = [];
  const journal = (note: (what: string) => Promise<void>): AttemptJournal => ({
    opened: () => note('opened'),
    judged: () => note('judged'),
    ended: () => note('ended'),
  });
  const all = together(
    [journal(() => Promise.reject(new Error('plein'))), journal(async (what) => void noted.push(what))],
    pino({ level: 'silent' }),
  );
  const row = {} as AttemptRow;
  await all.opened(row);
  await all.judged(row, [], []);
  await all.ended(row);
  expect(noted).toEqual(['opened', 'judged', 'ended']);
});

describe('in a live attempt', () => {
  let test: TestApp;
  let learner: Client;
  beforeEach(async () => {
    test = await testApp();
    learner = await new Client(test.url).signIn('apprenante-1');
  });
  afterEach(() => test[Symbol.asyncDispose]());

  it('a check that passes, then is undone, leaves two rows, which go with the learner', async () => {
    const attempt = await learner.open('un-processus-comme-un-autre');
    const events = () =>
      test.app.database
        .selectFrom('check_event')
        .selectAll()
        .where('attempt_id', '=', attempt.id)
        .orderBy('id')
        .execute();
    const { sandbox_id, learner_id } = await test.app.database
      .selectFrom('attempt')
      .select(['sandbox_id', 'learner_id'])
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const id = sandbox_id ?? '';
    const temoin = aContainer({ name: 'temoin', image: 'labo/base:1' });
    const sandbox = test.host.sandboxes.get(id)!;
    sandbox.kernel = {
      ...sandbox.kernel,
      processes: [aProcess({ containerId: temoin.id, sandboxPid: temoin.state.pid })],
    };
    test.host.setEngine(id, { containers: [temoin] });
    await waitUntil(async () => (await events()).some(({ status }) => status === 'passed'));
    const passed = (await events()).find(({ status }) => status === 'passed')!;

    const stopped = { ...temoin, state: { ...temoin.state, running: false, pid: 0, status: 'exited' } };
    test.host.setEngine(id, { containers: [stopped] });
    const undone = async () =>
      (await events()).find(({ check_id, status }) => check_id === passed.check_id && status === 'failed');
    await waitUntil(async () => (await undone()) !== undefined);
    expect((await undone())?.observed).not.toBe('');
    expect(passed.observed).toBe('');

    await test.app.database.deleteFrom('learner').where('id', '=', learner_id).execute();
    expect(await events()).toEqual([]);
  });
});
