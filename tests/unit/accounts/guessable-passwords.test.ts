import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseGuessable, withoutContext } from '../../../server/accounts/guessable-passwords.ts';
import { AppError } from '../../../server/errors.ts';
import type { NewInvitation } from '../../../server/contract/trainers.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, TRAINER_PASSWORD, type TrainerClient } from '../../support/trainer-client.ts';

const verdict = (password: string, login = 'marie.dupont'): Promise<string> =>
  refuseGuessable(password, login).then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a password', () => {
  it.each([
    'motdepasse123',
    'MotDePasse2026!',
    'P@ssw0rd2026',
    'azertyuiop12',
    '1234567890123',
    'aaaaaaaaaaaa',
    'jetaimejetaime',
    'Bonjour12345!',
    'administrateur2026',
    'Marseille13000',
    'aB3$'.repeat(50),
  ])('is refused when it is common, or nearly: %s', async (password) => {
    expect(await verdict(password)).toBe('password-common');
  });

  it.each([
    'Étanche-2026!',
    'etanche-formation-2026',
    'docker docker docker',
    'marie.dupont',
    'Marie-Dupont-1987',
    'MARIEDUPONTmotdepasse',
    'e\u0301tanche docker 1',
  ])('is refused when it is what this site or this account is called, or nearly: %s', async (password) => {
    expect(await verdict(password)).toBe('password-expected');
  });

  it.each([
    TRAINER_PASSWORD,
    'une autre phrase de passe',
    'chat lampe tuyau mardi',
    'vKx83nfaQ0pz',
    'la baleine de docker mange un biscuit',
    'Marie tricote un tuyau jaune',
    '🐳 огурец и старая лампа',
    'x'.repeat(30) + ' chat lampe tuyau mardi '.repeat(7),
  ])('is accepted when nobody would try it, even with a word of this site in it: %s', async (password) => {
    expect(await verdict(password)).toBe('accepted');
  });

  it('is looked at in turn, however many come at once', async () => {
    expect(await Promise.all(['motdepasse123', TRAINER_PASSWORD, 'docker docker'].map((one) => verdict(one)))).toEqual([
      'password-common',
      'accepted',
      'password-expected',
    ]);
  });
});

describe('what is left of a password without the words of the place', () => {
  it.each([
    ['Étanche-2026!', 'x', '2026'],
    ['Marie/Dupont', 'marie.dupont', ''],
    ['marie.dupont 75', 'marie.dupont', '75'],
    ['al au grenier', 'al', null],
    ['chat lampe', 'marie', null],
  ])('%s, for %s: %s', (password, login, left) => expect(withoutContext(password, login)).toBe(left));
});

describe('everywhere that a password is chosen', () => {
  let test: TestApp;
  let administrator: TrainerClient;
  beforeAll(async () => {
    test = await testApp();
    administrator = await anAdministrator(test);
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const told = async (response: Response) => [response.status, await response.json()];
  const refusal = (code: string) => [400, { error: { code } }];
  const accept = (body: object) => new Client(test.url).send('POST', '/api/trainer/accept', body);

  it('one is refused for a new account, whose invitation still serves', async () => {
    const { token } = await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role: 'trainer' });
    const account = { token, login: 'formatrice-1' };
    expect(await told(await accept({ ...account, password: 'motdepasse2026' }))).toEqual(refusal('password-common'));
    expect(await told(await accept({ ...account, password: 'formatrice-1-2026' }))).toEqual(
      refusal('password-expected'),
    );
    expect((await accept({ ...account, password: TRAINER_PASSWORD })).status).toBe(200);
  });

  it('one is refused by a link to a new password, which still serves', async () => {
    const { trainer } = await administrator.colleague('formatrice-2');
    const { token } = await administrator.json<NewInvitation>('POST', `/api/trainers/${trainer.id}/password-link`);
    expect(await told(await accept({ token, password: 'motdepasse2026' }))).toEqual(refusal('password-common'));
    expect(await told(await accept({ token, password: 'formatrice-2-2026' }))).toEqual(refusal('password-expected'));
    expect((await accept({ token, password: TRAINER_PASSWORD })).status).toBe(200);
  });

  it('one is refused in place of the present one, which stays', async () => {
    const trainer = await administrator.colleague('formatrice-3');
    const change = (next: string) => trainer.send('PUT', '/api/trainer/password', { current: TRAINER_PASSWORD, next });
    expect(await told(await change('motdepasse2026'))).toEqual(refusal('password-common'));
    expect(await told(await change('formatrice-3-2026'))).toEqual(refusal('password-expected'));
    expect((await change('chat lampe tuyau mardi')).status).toBe(204);
  });
});
