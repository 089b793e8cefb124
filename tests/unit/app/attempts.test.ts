import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptView, ProgressView } from '../../../server/contract/api.ts';
import { createApp } from '../../../server/app.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { testConfig } from '../../support/test-config.ts';
import { waitUntil } from '../../support/wait-until.ts';

const LAB = 'un-processus-comme-un-autre';
const OTHER = 'qui-partage-quoi';

describe('an attempt', () => {
  let test: TestApp;
  let learner: Client;
  beforeEach(async () => {
    test = await testApp();
    learner = await new Client(test.url).signIn('apprenante-1');
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const sandboxOf = async (view: AttemptView) =>
    (
      await test.app.database
        .selectFrom('attempt')
        .select('sandbox_id')
        .where('id', '=', view.id)
        .executeTakeFirstOrThrow()
    ).sandbox_id ?? '';

  it('opens with every check waiting, and is found again', async () => {
    const view = await learner.open(LAB);
    expect(view.state).toBe('open');
    expect(view.checks.every((check) => check.status === 'waiting')).toBe(true);
    expect(await learner.json('GET', '/api/attempts/current')).toMatchObject({ id: view.id, lab: LAB });
    expect(await learner.json('POST', '/api/attempts', { lab: LAB })).toMatchObject({ id: view.id });
  });

  it('ends the previous one when another lab opens, and frees its sandbox', async () => {
    const first = await learner.open(LAB);
    const sandbox = await sandboxOf(first);
    await learner.open(OTHER);
    expect(await learner.json('GET', `/api/attempts/${first.id}`)).toMatchObject({
      state: 'ended',
      endReason: 'replaced',
    });
    await waitUntil(() => !test.host.sandboxes.has(sandbox));
  });

  it('opens once under impatient clicks', async () => {
    const views = await Promise.all(
      Array.from({ length: 6 }, () => learner.json<AttemptView>('POST', '/api/attempts', { lab: LAB })),
    );
    expect(new Set(views.map((view) => view.id)).size).toBe(1);
  });

  it('belongs to its learner alone', async () => {
    const view = await learner.open(LAB);
    const other = await new Client(test.url).signIn('apprenant-2');
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/events', undefined],
      ['POST', '/evaluate', {}],
      ['PUT', '/answers', { key: 'pid-hote', value: '1' }],
      ['POST', '/hints', {}],
      ['POST', '/solution', {}],
      ['POST', '/extend', {}],
      ['POST', '/reset', { level: 'fresh' }],
      ['POST', '/close', {}],
      ['POST', '/terminals', { terminal: 1 }],
    ] as const) {
      const response = await other.send(method, `/api/attempts/${view.id}${path}`, body);
      expect([method, path, response.status]).toEqual([method, path, 404]);
    }
  });

  it('gives hints one by one, and the solution only after an honest try', async () => {
    const view = await learner.open(LAB);
    expect((await learner.send('POST', `/api/attempts/${view.id}/solution`)).status).toBe(409);
    let last = view;
    for (let n = 0; n < view.hints.total; n++) last = await learner.json('POST', `/api/attempts/${view.id}/hints`);
    expect(last.hints.revealed).toHaveLength(view.hints.total);
    expect((await learner.send('POST', `/api/attempts/${view.id}/hints`)).status).toBe(409);
    expect(last.solution).toEqual({ available: false, revealed: false });
    await test.app.database.updateTable('attempt').set({ tries: 2 }).where('id', '=', view.id).execute();
  });

  it('extends as many times as allowed and no more', async () => {
    const view = await learner.open(LAB);
    let last = view;
    for (let n = 0; n < view.extension.left; n++) last = await learner.json('POST', `/api/attempts/${view.id}/extend`);
    expect(last.expiresAt).toBe(view.expiresAt + view.extension.left * view.extension.minutes * 60_000);
    expect((await learner.send('POST', `/api/attempts/${view.id}/extend`)).status).toBe(409);
  });

  it('starts afresh in another sandbox, the same attempt', async () => {
    const view = await learner.open(LAB);
    const before = await sandboxOf(view);
    const fresh = await learner.json<AttemptView>('POST', `/api/attempts/${view.id}/reset`, { level: 'fresh' });
    expect(fresh.id).toBe(view.id);
    expect(await sandboxOf(view)).not.toBe(before);
    await waitUntil(() => !test.host.sandboxes.has(before));
    await waitUntil(async () => (await learner.json<AttemptView>('GET', `/api/attempts/${view.id}`)).state === 'open');
  });

  it('says that the nested engine is down, and is well again after its restart', async () => {
    const view = await learner.open(LAB);
    test.host.setEngine(await sandboxOf(view), { reachable: false });
    await learner.json('POST', `/api/attempts/${view.id}/evaluate`);
    const down = await learner.json<AttemptView>('GET', `/api/attempts/${view.id}`);
    expect(down.health).toBe('engine-down');
    expect(down.checks.every((check) => check.status === 'waiting')).toBe(true);
    expect(await learner.json('POST', `/api/attempts/${view.id}/reset`, { level: 'engine' })).toMatchObject({
      health: 'ok',
    });
  });

  it('ends with a reason when its sandbox vanishes', async () => {
    const view = await learner.open(LAB);
    test.host.sandboxes.delete(await sandboxOf(view));
    await test.app.fleet.reconcile();
    expect(await learner.json('GET', `/api/attempts/${view.id}`)).toMatchObject({ state: 'ended', endReason: 'lost' });
  });

  it('ends at its hour, and when nobody has looked at it for long', async () => {
    const view = await learner.open(LAB);
    await test.app.attempts.sweep(view.startedAt + 29 * 60_000);
    expect(await learner.json('GET', `/api/attempts/${view.id}`)).toMatchObject({ state: 'open' });
    await test.app.attempts.sweep(Date.now() + 31 * 60_000);
    expect(await learner.json('GET', `/api/attempts/${view.id}`)).toMatchObject({ state: 'ended', endReason: 'idle' });
    const next = await learner.open(OTHER);
    await test.app.attempts.sweep(next.expiresAt);
    expect(await learner.json('GET', `/api/attempts/${next.id}`)).toMatchObject({
      state: 'ended',
      endReason: 'expired',
    });
  });

  it('ends when the preparation fails, and says so', async () => {
    test.host.onExec = async () => ({ exitCode: 1, stdout: '', stderr: 'broken', truncated: false });
    const view = await learner.open(LAB);
    expect(view).toMatchObject({ state: 'ended', endReason: 'setup-failed' });
  });

  it('ends at sign-out', async () => {
    const view = await learner.open(LAB);
    await learner.send('DELETE', '/api/session');
    const row = await test.app.database
      .selectFrom('attempt')
      .selectAll()
      .where('id', '=', view.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'ended', end_reason: 'signed-out' });
  });

  it('refuses an answer that no check asks for, and keeps one that is asked', async () => {
    const view = await learner.open(LAB);
    expect(
      (await learner.send('PUT', `/api/attempts/${view.id}/answers`, { key: 'inconnue', value: '1' })).status,
    ).toBe(400);
    const answered = await learner.json<AttemptView>('PUT', `/api/attempts/${view.id}/answers`, {
      key: 'pid-hote',
      value: ' 42 ',
    });
    expect(answered.answers).toEqual({ 'pid-hote': '42' });
  });

  it('refuses a lab that does not exist, in words that the page knows', async () => {
    const response = await learner.send('POST', '/api/attempts', { lab: '../etc' });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: { code: 'lab-not-found' } });
  });

  it('keeps progress after the end', async () => {
    const view = await learner.open(LAB);
    await learner.json('POST', `/api/attempts/${view.id}/close`);
    const progress = await learner.json<ProgressView>('GET', '/api/progress');
    expect(progress.labs[LAB]).toEqual({ bestPassed: 0, total: view.checks.length, succeededAt: null, attempts: 1 });
  });
});

describe('when the house is full', () => {
  it('says so at once, and gives the place as soon as one is free', async () => {
    await using test = await testApp({ ETANCHE_SANDBOXES: '1', ETANCHE_WARM: '1' });
    const first = await new Client(test.url).signIn('apprenante-1');
    const second = await new Client(test.url).signIn('apprenant-2');
    const view = await first.open(LAB);
    const refused = await second.send('POST', '/api/attempts', { lab: LAB });
    expect(await refused.json()).toEqual({ error: { code: 'capacity-full' } });
    await first.json('POST', `/api/attempts/${view.id}/close`);
    await waitUntil(async () => (await second.send('POST', '/api/attempts', { lab: LAB })).status === 200);
  });
});

describe('after a restart of the server', () => {
  it('the attempt, its answers and its sandbox are still there', async () => {
    const before = await testApp();
    const learner = await new Client(before.url).signIn('apprenante-1');
    const view = await learner.open(LAB);
    await learner.json('PUT', `/api/attempts/${view.id}/answers`, { key: 'pid-hote', value: '42' });
    const sandboxes = [...before.host.sandboxes.keys()];
    await before.app[Symbol.asyncDispose]();

    await using app = await createApp(testConfig(before.stateDir), null, { host: before.host });
    const { urls } = await app.start();
    const back = new Client(urls[0] ?? '');
    back.cookie = learner.cookie;
    expect(await back.json('GET', '/api/attempts/current')).toMatchObject({
      id: view.id,
      state: 'open',
      answers: { 'pid-hote': '42' },
    });
    // The pool may grow meanwhile: nothing that was there is lost.
    expect([...before.host.sandboxes.keys()]).toEqual(expect.arrayContaining(sandboxes));
  });
});
