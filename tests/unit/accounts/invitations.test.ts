import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewInvitation, TrainerView } from '../../../server/contract/trainers.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, TRAINER_PASSWORD, type TrainerClient } from '../../support/trainer-client.ts';

const DAY = 24 * 3_600_000;
const account = (token: string, login: string) => ({ token, login, password: TRAINER_PASSWORD });

describe('the first invitation', () => {
  it('is made afresh at each start, voids the one before, and serves once', async () => {
    await using test = await testApp();
    const former = await test.app.firstInvitation();
    const token = await test.app.firstInvitation();
    const client = new Client(test.url);
    const accept = (given: string | null, login: string) =>
      client.send('POST', '/api/trainer/accept', account(given ?? '', login));

    expect((await accept(former, 'formatrice-1')).status).toBe(404);
    expect(await client.json('GET', `/api/trainer/invitations/${token}`)).toMatchObject({ role: 'administrator' });
    expect((await accept(token, 'formatrice-1')).status).toBe(200);
    expect((await accept(token, 'formatrice-2')).status).toBe(404);
    expect(await test.app.firstInvitation()).toBeNull();
    expect(await client.json('GET', '/api/trainer/session')).toMatchObject({ trainer: { login: 'formatrice-1' } });
  });

  it('ends with the first administrator, though printed before', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    await administrator.colleague('formatrice-1', 'administrator');
    expect(await test.app.firstInvitation()).toBeNull();
  });
});

describe('an invitation', () => {
  let test: TestApp;
  let administrator: TrainerClient;
  const invite = (role = 'trainer') => administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role });
  beforeAll(async () => {
    test = await testApp();
    administrator = await anAdministrator(test);
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('gives its role, for seven days', async () => {
    const { token, expiresAt } = await invite();
    expect(expiresAt - Date.now()).toBeGreaterThan(7 * DAY - 60_000);
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(7 * DAY);
    const made = await new Client(test.url).json<TrainerView>(
      'POST',
      '/api/trainer/accept',
      account(token, ' Formatrice-1 '),
    );
    expect(made).toMatchObject({ login: 'formatrice-1', role: 'trainer', secondFactor: false, disabled: false });
  });

  it('is void once its days are over', async () => {
    const { token } = await invite();
    await test.app.database
      .updateTable('invitation')
      .set({ expires_at: Date.now() - 1 })
      .where('used_at', 'is', null)
      .execute();
    const client = new Client(test.url);
    expect((await client.send('GET', `/api/trainer/invitations/${token}`)).status).toBe(404);
    expect((await client.send('POST', '/api/trainer/accept', account(token, 'formatrice-2'))).status).toBe(404);
  });

  it('makes one account out of several accepts at once', async () => {
    const { token } = await invite();
    const responses = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        new Client(test.url).send('POST', '/api/trainer/accept', account(token, `simultane-${n}`)),
      ),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    const accounts = await administrator.json<TrainerView[]>('GET', '/api/trainers');
    expect(accounts.filter(({ login }) => login.startsWith('simultane-'))).toHaveLength(1);
  });

  it('survives a name that is taken', async () => {
    const { token } = await invite();
    const client = new Client(test.url);
    const refused = await client.send('POST', '/api/trainer/accept', account(token, 'administratrice-1'));
    expect([refused.status, await refused.json()]).toEqual([409, { error: { code: 'login-taken' } }]);
    expect((await client.send('POST', '/api/trainer/accept', account(token, 'formatrice-3'))).status).toBe(200);
  });

  it.each([
    ['court', 'formatrice-4'],
    [TRAINER_PASSWORD, '<b>'],
    [TRAINER_PASSWORD, 'x'],
  ])('refuses the password or the name %s %s', async (password, login) => {
    const { token } = await invite();
    const response = await new Client(test.url).send('POST', '/api/trainer/accept', { token, login, password });
    expect(response.status).toBe(400);
  });

  it('is for an administrator to make, and its token is not in the database', async () => {
    const trainer = await administrator.colleague('formatrice-5');
    expect((await trainer.send('POST', '/api/trainers/invitations', { role: 'administrator' })).status).toBe(403);
    const { token } = await invite();
    const rows = await test.app.database.selectFrom('invitation').select('token_hash').execute();
    expect(rows.map(({ token_hash }) => token_hash)).not.toContain(token);
  });
});
