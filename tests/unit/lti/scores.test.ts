import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptView } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { PlatformView } from '../../../server/contract/lti.ts';
import { insertAttempt, learnerNamed } from '../../support/class-rows.ts';
import { LtiPlatform } from '../../support/lti-platform.ts';
import { aContainer, aProcess } from '../../support/observation.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../../support/trainer-client.ts';
import { waitUntil } from '../../support/wait-until.ts';

const LAB = 'qui-tient-la-barre';

describe('scores told to a platform', () => {
  let test: TestApp;
  let platform: LtiPlatform;
  let administrator: TrainerClient;
  let learner: Client;
  let learnerId: string;
  beforeEach(async () => {
    test = await testApp();
    platform = await LtiPlatform.open();
    platform.knowTool(test.url);
    administrator = await anAdministrator(test);
    await administrator.json('POST', '/api/lti/platforms', platform.settings());
    learner = await new Client(test.url).signIn('apprenante-1');
    learnerId = await learnerNamed(test, 'apprenante-1');
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
    await platform[Symbol.asyncDispose]();
  });

  const told = () => platform.scores.map(({ column, scoreGiven }) => [column, scoreGiven]);
  const platforms = () => administrator.json<PlatformView[]>('GET', '/api/lti/platforms');
  async function addCell(column: string, page: string): Promise<void> {
    const [{ id } = { id: '' }] = await platforms();
    await test.app.lti.scores.add({
      platform_id: id,
      learner_id: learnerId,
      line_item: `${platform.url}/colonnes/${column}`,
      subject: 'id-a',
      page,
    });
  }
  const succeed = (lab = LAB) => insertAttempt(test, learnerId, { lab, succeeded_at: Date.now() });
  /** As when a check turns green. */
  const judged = async (): Promise<void> => {
    const row = await test.app.database.selectFrom('attempt').selectAll().executeTakeFirstOrThrow();
    const check = { id: 'x', title: '', status: 'passed' as const, changedAt: Date.now(), everPassed: true };
    await test.app.lti.scores.judged(row, [], [check]);
  };

  it('say what is done, once, with what the platform wants to know', async () => {
    await addCell('barre', `/exercices/${LAB}/`);
    await addCell('cours', '/');
    await succeed();
    await judged();
    await waitUntil(() => platform.scores.length === 2);
    expect(platform.scores.find(({ column }) => column === 'barre')).toEqual({
      column: 'barre',
      userId: 'id-a',
      scoreGiven: 100,
      scoreMaximum: 100,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(platform.scores.find(({ column }) => column === 'cours')).toMatchObject({
      scoreGiven: 2,
      activityProgress: 'InProgress',
    });
    await judged();
    await waitUntil(async () => (await platforms())[0]?.waitingScores === 0);
    expect(platform.scores).toHaveLength(2);
    expect(platform.accessTokens).toBe(1);
  });

  it('are told as checks turn green, never taken back', async () => {
    const lab = 'un-processus-comme-un-autre';
    await addCell('processus', `/exercices/${lab}/`);
    const attempt = await learner.open(lab);
    const { sandbox_id } = await test.app.database
      .selectFrom('attempt')
      .select('sandbox_id')
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const sandbox = test.host.sandboxes.get(sandbox_id ?? '')!;
    const container = aContainer({ name: 'temoin', image: 'labo/base:1' });
    sandbox.kernel = {
      ...sandbox.kernel,
      processes: [aProcess({ containerId: container.id, sandboxPid: container.state.pid })],
    };
    test.host.setEngine(sandbox_id ?? '', { containers: [container] });
    await waitUntil(() => told().length === 1);
    const [[, score] = []] = told();
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(100);
    const stopped = { ...container, state: { ...container.state, running: false, pid: 0, status: 'exited' } };
    test.host.setEngine(sandbox_id ?? '', { containers: [stopped] });
    await waitUntil(async () => {
      const { checks } = await learner.json<AttemptView>('GET', `/api/attempts/${attempt.id}`);
      return checks.some(({ status, everPassed }) => status === 'failed' && everPassed);
    });
    await judged();
    await waitUntil(async () => (await platforms())[0]?.waitingScores === 0);
    expect(told()).toEqual([['processus', score]]);
  });

  it('come at the launch too, for what was done before', async () => {
    await succeed();
    await addCell('barre', `/exercices/${LAB}/`);
    await waitUntil(() => told().length === 1);
    expect(told()).toEqual([['barre', 100]]);
  });

  it('wait while the platform is away, and arrive once it is back', async () => {
    platform.refusal = 503;
    await addCell('barre', `/exercices/${LAB}/`);
    await succeed();
    await judged();
    expect((await platforms())[0]?.waitingScores).toBe(1);
    platform.refusal = null;
    await waitUntil(() => told().length === 1, 10_000);
    expect(told()).toEqual([['barre', 100]]);
  });

  it('ask for another access when theirs is not good any more', async () => {
    await succeed();
    await addCell('barre', `/exercices/${LAB}/`);
    await waitUntil(() => told().length === 1);
    // The platform has forgotten what it gave.
    platform.accessTokens = 40;
    await addCell('autre', `/exercices/${LAB}/`);
    await waitUntil(() => told().length === 2, 10_000);
  });

  it.each([404, 400, 422])('are given up when the platform says that they will never do: %i', async (status) => {
    platform.refusal = status;
    await succeed();
    await addCell('barre', `/exercices/${LAB}/`);
    await waitUntil(async () => (await platforms())[0]?.waitingScores === 0);
    expect(told()).toEqual([]);
  });

  it('go with the learner', async () => {
    await addCell('barre', `/exercices/${LAB}/`);
    await learner.send('DELETE', '/api/learner');
    expect(await test.app.database.selectFrom('lti_score').selectAll().execute()).toEqual([]);
  });

  it('hold nobody up who has none', async () => {
    const theClass = await administrator.json<ClassView>('POST', '/api/classes', {
      name: 'Sans plateforme',
      capacity: 3,
      startsAt: null,
      endsAt: null,
    });
    expect(await administrator.json('GET', `/api/classes/${theClass.id}/courses`)).toEqual([]);
    await succeed();
    await judged();
    expect(platform.accessTokens).toBe(0);
  });
});
