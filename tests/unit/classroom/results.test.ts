import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { ClassResults, Obstacles } from '../../../server/contract/results.ts';
import { insertAttempt, learnerNamed } from '../../support/class-rows.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { newClass, trainer } from './class-people.ts';

const LAB = 'plafond-de-memoire';

describe('the results of a class', () => {
  let test: TestApp;
  let teacher: Client;
  let group: ClassView;
  beforeAll(async () => {
    test = await testApp();
    teacher = await trainer(test);
    group = await newClass(teacher);
    for (const pseudonym of ['apprenante-10', 'apprenante-9'])
      await new Client(test.url).send('POST', '/api/session', { pseudonym, classCode: group.code });
    await new Client(test.url).signIn('apprenante-seule');
    const ninth = await learnerNamed(test, 'apprenante-9');
    const checks = JSON.stringify([
      { id: 'limite-posee', status: 'failed', changedAt: 1, everPassed: true },
      { id: 'autre', status: 'passed', changedAt: 1, everPassed: true },
    ]);
    const attempt = await insertAttempt(test, ninth, { lab: LAB, checks, tries: 3, succeeded_at: 1_000 });
    await insertAttempt(test, await learnerNamed(test, 'apprenante-seule'), { lab: LAB, checks });
    const { database } = test.app;
    const [first] = await checksOf(LAB);
    await database
      .insertInto('check_event')
      .values({ attempt_id: attempt, check_id: first!, status: 'failed', observed: 'aucune limite', at: 5 })
      .execute();
    await database
      .insertInto('chapter_mark')
      .values({ learner_id: ninth, chapter: 'cgroups', section: '', finished: 1, at: 1 })
      .execute();
    for (const question of [1, 2])
      await database.insertInto('quiz_mark').values({ learner_id: ninth, quiz: 'cgroups', question, at: 1 }).execute();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const checksOf = async (lab: string): Promise<string[]> => {
    const { lab: found } = await import(`../../../labs/${lab}/lab.ts`).then((module: { default: unknown }) => ({
      lab: module.default as { checks: { id: string }[] },
    }));
    return found.checks.map(({ id }) => id);
  };
  const path = (rest: string) => `/api/classes/${group.id}/${rest}`;

  it('are those of its learners and of nobody else, in the order of their names', async () => {
    const results = await teacher.json<ClassResults>('GET', path('results'));
    expect(results.class).toEqual({ id: group.id, name: group.name });
    expect(results.learners.map(({ pseudonym }) => pseudonym)).toEqual(['apprenante-9', 'apprenante-10']);
    expect(results.learners[0]).toMatchObject({
      labs: { [LAB]: { succeededAt: 1_000, passed: 2, total: 2, attempts: 1, tries: 3, hints: 0, solution: false } },
      chaptersFinished: ['cgroups'],
      quizzes: { cgroups: 2 },
      certificate: null,
    });
    expect(results.learners[1]).toMatchObject({ labs: {}, chaptersFinished: [], quizzes: {} });
  });

  it('come as a file for a spreadsheet, whose bytes begin with its mark', async () => {
    const response = await teacher.send('GET', path('results.csv'));
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="resultats-promotion-1-\d{4}-\d{2}-\d{2}\.csv"$/,
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString('utf8').split('\r\n')).toHaveLength(4);
  });

  it('say where it is hard', async () => {
    const { obstacles } = await teacher.json<Obstacles>('GET', path('obstacles'));
    expect(obstacles.map(({ lab, check }) => [lab, check])).toEqual((await checksOf(LAB)).map((id) => [LAB, id]));
    expect(obstacles[0]).toMatchObject({
      opened: 1,
      failed: 1,
      commonFeedback: { observed: 'aucune limite', learners: 1 },
    });
  });

  it.each(['results', 'results.csv', 'obstacles'])('are kept from those who do not teach it: %s', async (rest) => {
    const other = await trainer(test, `formateur-${rest}`);
    expect((await other.send('GET', path(rest))).status).toBe(404);
    expect((await new Client(test.url).send('GET', path(rest))).status).toBe(401);
  });
});
