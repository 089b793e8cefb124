import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOfStep, stepOf } from '../../../server/accounts/second-factor.ts';
import { openIdPath } from '../../../server/contract/trainer-paths.ts';
import type {
  AuditPage,
  InvitationView,
  NewInvitation,
  SecondFactorOffer,
  TrainerView,
} from '../../../server/contract/trainers.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, TRAINER_PASSWORD, type TrainerClient } from '../../support/trainer-client.ts';

const DAY = 24 * 3_600_000;
const NEXT = 'quatre mots tout neufs';

let test: TestApp;
let administrator: TrainerClient;
beforeEach(async () => {
  test = await testApp();
  administrator = await anAdministrator(test);
});
afterEach(() => test[Symbol.asyncDispose]());

const told = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];
const ask = ({ trainer }: Pick<TrainerClient, 'trainer'>, by: Client = administrator) =>
  by.send('POST', `/api/trainers/${trainer.id}/password-link`);
const linkFor = async (whom: TrainerClient) => (await (await ask(whom)).json()) as NewInvitation;
const renew = (token: string, rest: object = {}) =>
  new Client(test.url).send('POST', '/api/trainer/accept', { token, password: NEXT, ...rest });
const signIn = async (login: string, password: string) =>
  (await new Client(test.url).send('POST', '/api/trainer/session', { login, password })).status;
const inside = async (client: Client) => (await client.send('GET', '/api/classes')).status === 200;
const reopen = ({ trainer }: TrainerClient, by: Client = administrator) =>
  by.send('POST', `/api/trainers/${trainer.id}/reopen`);
const close = ({ trainer }: TrainerClient) => administrator.send('DELETE', `/api/trainers/${trainer.id}`);
const journal = async () =>
  (await administrator.json<AuditPage>('GET', '/api/audit')).entries.map(({ actor, action, subject }) => [
    actor,
    action,
    subject,
  ]);

describe('a link to a new password', () => {
  it('says whose it is, for seven days, and changes nothing until it serves', async () => {
    const trainer = await administrator.colleague('formatrice-1');
    const { token, expiresAt } = await linkFor(trainer);
    expect(expiresAt - Date.now()).toBeGreaterThan(7 * DAY - 60_000);
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(7 * DAY);
    const view = await new Client(test.url).json<InvitationView>('GET', `/api/trainer/invitations/${token}`);
    expect(view).toEqual({ role: 'trainer', login: 'formatrice-1', expiresAt });
    expect(await inside(trainer)).toBe(true);
    expect(await signIn('formatrice-1', TRAINER_PASSWORD)).toBe(200);
  });

  it('gives the same account another password, once: no second factor, no other session is left', async () => {
    const trainer = await administrator.colleague('formatrice-2');
    const { secret } = await trainer.json<SecondFactorOffer>('POST', '/api/trainer/second-factor');
    const code = codeOfStep(secret, stepOf(Date.now()));
    expect((await trainer.send('PUT', '/api/trainer/second-factor', { code })).status).toBe(204);

    const { token } = await linkFor(trainer);
    const client = new Client(test.url);
    const entered = await client.json<TrainerView>('POST', '/api/trainer/accept', { token, password: NEXT });
    expect(entered).toEqual({ ...trainer.trainer, secondFactor: false });
    expect([await inside(client), await inside(trainer)]).toEqual([true, false]);
    expect(await signIn('formatrice-2', TRAINER_PASSWORD)).toBe(403);
    expect(await signIn('formatrice-2', NEXT)).toBe(200);
    expect(await told(await renew(token))).toEqual([404, 'invitation-invalid']);
    expect((await journal()).slice(0, 5).reverse()).toEqual([
      ['trainer:administratrice-1', 'trainer.password-link', 'formatrice-2'],
      ['trainer:formatrice-2', 'trainer.password-renewed', 'formatrice-2'],
      ['trainer:formatrice-2', 'trainer.second-factor.remove', 'formatrice-2'],
      ['unknown', 'trainer.refused', 'formatrice-2'],
      ['trainer:formatrice-2', 'trainer.sign-in', 'formatrice-2'],
    ]);
  });

  it('serves one of several who come at once', async () => {
    const { token } = await linkFor(await administrator.colleague('formatrice-3'));
    const responses = await Promise.all([1, 2, 3].map(() => renew(token)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('is void once a later one is made, the password changed, or the account closed', async () => {
    const trainer = await administrator.colleague('formatrice-4');
    const former = await linkFor(trainer);
    const later = await linkFor(trainer);
    expect(await told(await renew(former.token))).toEqual([404, 'invitation-invalid']);

    const change = { current: TRAINER_PASSWORD, next: NEXT };
    expect((await trainer.send('PUT', '/api/trainer/password', change)).status).toBe(204);
    expect(await told(await renew(later.token))).toEqual([404, 'invitation-invalid']);

    const last = await linkFor(trainer);
    await close(trainer);
    await reopen(trainer);
    expect(await told(await renew(last.token))).toEqual([404, 'invitation-invalid']);
  });

  it('does not open a closed account, even when it was closed behind its back', async () => {
    const trainer = await administrator.colleague('formatrice-5');
    const { token } = await linkFor(trainer);
    const accounts = test.app.database.updateTable('trainer').where('login', '=', 'formatrice-5');
    await accounts.set({ disabled_at: Date.now() }).execute();
    expect(await told(await renew(token))).toEqual([404, 'invitation-invalid']);
    await accounts.set({ disabled_at: null }).execute();
    expect(await signIn('formatrice-5', TRAINER_PASSWORD)).toBe(200);
  });

  it('names no account: the login is the one that it is bound to', async () => {
    const { token } = await linkFor(await administrator.colleague('formatrice-6'));
    expect(await told(await renew(token, { login: 'administratrice-1' }))).toEqual([400, 'bad-request']);
    const { token: toNew } = await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', {
      role: 'trainer',
    });
    expect(await told(await renew(toNew))).toEqual([400, 'bad-request']);
  });

  it('is for an administrator to make, for somebody else, who exists and has a password here', async () => {
    const trainer = await administrator.colleague('formatrice-7');
    expect(await told(await ask(administrator, trainer))).toEqual([403, 'forbidden']);
    expect(await told(await ask(administrator))).toEqual([403, 'forbidden']);
    const stranger = { ...trainer.trainer, id: 'personne' };
    expect(await told(await ask({ trainer: stranger }))).toEqual([404, 'trainer-not-found']);
    await close(trainer);
    expect(await told(await ask(trainer))).toEqual([409, 'account-closed']);
    await reopen(trainer);
    await test.app.database
      .updateTable('trainer')
      .set({ password_hash: null, openid_subject: 'https://fournisseur.example 7' })
      .where('login', '=', 'formatrice-7')
      .execute();
    expect(await told(await ask(trainer))).toEqual([409, 'account-without-password']);
  });

  it('survives a start of the server, which voids its own first invitation', async () => {
    const { token } = await linkFor(await administrator.colleague('formatrice-8'));
    await test.app.firstInvitation();
    expect((await renew(token)).status).toBe(200);
  });
});

it('a link to a new password gives no account to an identity of OpenID Connect', async () => {
  await using other = await testApp({
    ETANCHE_OIDC_ISSUER: 'https://fournisseur.example',
    ETANCHE_OIDC_CLIENT_ID: 'etanche',
    ETANCHE_OIDC_CLIENT_SECRET: 'secret',
  });
  const first = await anAdministrator(other);
  const { trainer } = await first.colleague('formatrice-1');
  const { token } = await first.json<NewInvitation>('POST', `/api/trainers/${trainer.id}/password-link`);
  const left = await fetch(other.url + openIdPath(token), { redirect: 'manual' });
  expect(left.headers.get('location')).toBe('/formation/?refus=invitation-invalid');
});

describe('a closed account', () => {
  it('is reopened as it was, by an administrator', async () => {
    const trainer = await administrator.colleague('formatrice-9');
    await close(trainer);
    expect(await signIn('formatrice-9', TRAINER_PASSWORD)).toBe(403);
    expect((await reopen(trainer)).status).toBe(204);
    expect(await inside(trainer)).toBe(false);
    expect(await signIn('formatrice-9', TRAINER_PASSWORD)).toBe(200);
    expect((await journal()).at(1)).toEqual(['trainer:administratrice-1', 'trainer.reopen', 'formatrice-9']);
  });

  it('is alone in being reopened: one that is open is not written down, one that does not exist is said', async () => {
    const trainer = await administrator.colleague('formatrice-10');
    const before = await journal();
    expect((await reopen(trainer)).status).toBe(204);
    expect(await journal()).toEqual(before);
    expect(await told(await administrator.send('POST', '/api/trainers/personne/reopen'))).toEqual([
      404,
      'trainer-not-found',
    ]);
    expect(await told(await reopen(trainer, trainer))).toEqual([403, 'forbidden']);
  });
});
