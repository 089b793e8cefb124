import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertificateState } from '../../../server/contract/certificates.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import { aContainer, aProcess } from '../../support/observation.ts';
import { insertSuccesses, learnerNamed } from '../../support/class-rows.ts';
import { LearningRecordStore } from '../../support/learning-record-store.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator } from '../../support/trainer-client.ts';
import { waitUntil } from '../../support/wait-until.ts';

const LAB = 'un-processus-comme-un-autre';
const HOME = 'https://etanche.example';

describe('statements to a learning record store', () => {
  let store: LearningRecordStore;
  let test: TestApp;
  let learner: Client;
  let learnerId: string;
  beforeEach(async () => {
    store = await LearningRecordStore.open();
    test = await testApp({
      ETANCHE_ORIGINS: HOME,
      ETANCHE_XAPI_URL: `${store.url}/`,
      ETANCHE_XAPI_USER: 'etanche',
      ETANCHE_XAPI_PASSWORD: 'secret:é',
    });
    learner = await new Client(test.app.address()).signIn('apprenante-1');
    learnerId = await learnerNamed(test, 'apprenante-1');
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  it('say what a learner begins, succeeds in, fails at and leaves, in ADL’s words and under a number', async () => {
    const attempt = await learner.open(LAB);
    const { sandbox_id } = await test.app.database
      .selectFrom('attempt')
      .select('sandbox_id')
      .where('id', '=', attempt.id)
      .executeTakeFirstOrThrow();
    const id = sandbox_id ?? '';
    const temoin = aContainer({ name: 'temoin', image: 'labo/base:1' });
    const sandbox = test.host.sandboxes.get(id)!;
    sandbox.kernel = {
      ...sandbox.kernel,
      processes: [aProcess({ containerId: temoin.id, sandboxPid: temoin.state.pid })],
    };
    const objective = `${HOME}/exercices/${LAB}/#`;
    test.host.setEngine(id, { containers: [temoin] });
    await waitUntil(() => store.said().some((words) => words.startsWith(`passed ${objective}`)));
    const stopped = { ...temoin, state: { ...temoin.state, running: false, pid: 0, status: 'exited' } };
    test.host.setEngine(id, { containers: [stopped] });
    await waitUntil(() => store.said().some((words) => words.startsWith(`failed ${objective}`)));
    await learner.send('POST', `/api/attempts/${attempt.id}/close`);
    await waitUntil(() => store.said().includes(`terminated ${HOME}/exercices/${LAB}/`));

    expect(store.said()[0]).toBe(`initialized ${HOME}/exercices/${LAB}/`);
    const [first] = [...store.statements.values()];
    expect(first?.actor.account).toEqual({ homePage: HOME, name: learnerId });
    expect(first?.context.registration).toBe(attempt.id);
    expect(JSON.stringify([...store.statements.values()])).not.toContain('apprenante-1');
    const basic = `Basic ${Buffer.from('etanche:secret:é').toString('base64')}`;
    expect(store.requests.every(({ status }) => status === 200)).toBe(true);
    expect(store.requests.every(({ authorization }) => authorization === basic)).toBe(true);
    expect(store.requests.every(({ version }) => version === '1.0.3')).toBe(true);
  });

  it('say once that a chapter is read, and that the course is done', async () => {
    const finish = () => learner.send('PUT', '/api/progress/chapters/cgroups', { section: 'fin', finished: true });
    await finish();
    await finish();
    const { missing } = await learner.json<CertificateState>('GET', '/api/learner/certificate');
    await insertSuccesses(test, learnerId, missing);
    await learner.send('POST', '/api/learner/certificate');
    await waitUntil(() => store.said().includes(`completed ${HOME}/`));
    expect(store.said()).toEqual([`completed ${HOME}/cgroups/`, `completed ${HOME}/`]);
  });

  it('wait while the store is away, hold nobody up, and arrive once it is back', async () => {
    await store.goAway();
    const attempt = await learner.open(LAB);
    expect(attempt.state).toBe('open');
    await learner.send('POST', `/api/attempts/${attempt.id}/close`);
    expect(await waiting()).toBe(2);
    await store.comeBack();
    await waitUntil(() => store.statements.size === 2, 10_000);
    await waitUntil(async () => (await waiting()) === 0);
  });

  it('count no pause of the class in what took time', async () => {
    const trainer = await anAdministrator({ app: test.app, url: test.app.address() });
    const { id } = await trainer.json<ClassView>('POST', '/api/classes', {
      name: 'Promotion 1',
      capacity: 3,
      startsAt: null,
      endsAt: null,
    });
    await test.app.database.updateTable('learner').set({ class_id: id }).where('id', '=', learnerId).execute();
    const begun = Date.now();
    const attempt = await learner.open(LAB);
    const pause = (paused: boolean) => trainer.send('PUT', `/api/classes/${id}/pause`, { paused });
    await pause(true);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await pause(false);
    await learner.send('POST', `/api/attempts/${attempt.id}/close`);
    const elapsed = (Date.now() - begun) / 1000;
    await waitUntil(() => store.said().includes(`terminated ${HOME}/exercices/${LAB}/`));
    const told = [...store.statements.values()].map(({ result }) => /^PT([\d.]+)S$/.exec(result?.duration ?? '')?.[1]);
    expect(Number(told.find(Boolean))).toBeGreaterThan(0);
    expect(Number(told.find(Boolean))).toBeLessThan(elapsed - 0.99);
  });

  it('are dropped when their learner leaves before they are sent', async () => {
    await store.goAway();
    await learner.open(LAB);
    expect(await waiting()).toBe(1);
    await test.app.attempts.endAll(learnerId, 'signed-out');
    await test.app.database.deleteFrom('learner').where('id', '=', learnerId).execute();
    expect(await waiting()).toBe(0);
  });

  const waiting = async (): Promise<number> =>
    (await test.app.database.selectFrom('xapi_statement').select('seq').execute()).length;
});

it('nothing is kept nor sent when no store is configured', async () => {
  await using test = await testApp();
  const learner = await new Client(test.url).signIn('apprenante-1');
  const attempt = await learner.open(LAB);
  await learner.send('POST', `/api/attempts/${attempt.id}/close`);
  expect(await test.app.database.selectFrom('xapi_statement').selectAll().execute()).toEqual([]);
});
