import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loginFrom } from '../../../server/accounts/open-id.ts';
import { openIdPath } from '../../../server/contract/trainer-paths.ts';
import type { NewInvitation, TrainerView } from '../../../server/contract/trainers.ts';
import {
  FormBrowser,
  OPENID_CLIENT,
  openIdProvider,
  passProvider,
  type OpenIdProvider,
} from '../../support/openid-provider.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../../support/trainer-client.ts';

const settings = (issuer: string) => ({
  ETANCHE_OIDC_ISSUER: issuer,
  ETANCHE_OIDC_CLIENT_ID: OPENID_CLIENT.id,
  ETANCHE_OIDC_CLIENT_SECRET: OPENID_CLIENT.secret,
  ETANCHE_OIDC_NAME: 'Mon organisme',
});

describe('entry by OpenID Connect', () => {
  let provider: OpenIdProvider;
  let test: TestApp;
  let administrator: TrainerClient;
  beforeAll(async () => {
    provider = await openIdProvider(() => [`${test.url}/api/trainer/openid/return`]);
    test = await testApp(settings(provider.issuer));
    administrator = await anAdministrator(test);
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  const invite = async () =>
    (await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role: 'trainer' })).token;
  /** Leaves for the provider. @returns where the browser is sent. */
  const leave = async (browser: FormBrowser, invitation?: string): Promise<string> =>
    (await browser.visit(test.url + openIdPath(invitation))).headers.get('location') ?? '';
  /** Comes back from the provider. @returns the page it is led to. */
  const comeBack = async (browser: FormBrowser, address: string) =>
    (await browser.visit(address)).headers.get('location');
  const pass = async (browser: FormBrowser, person: string, invitation?: string) =>
    comeBack(browser, await passProvider(browser, await leave(browser, invitation), person));
  const who = async (browser: FormBrowser): Promise<TrainerView | null> => {
    const { trainer } = (await (await browser.visit(`${test.url}/api/trainer/session`)).json()) as {
      trainer: TrainerView | null;
    };
    return trainer;
  };
  const refusal = '/formation/?refus=open-id-refused';

  it('is offered under the name that was configured', async () => {
    expect(await new Client(test.url).json('GET', '/api/trainer/session')).toEqual({
      trainer: null,
      openId: { name: 'Mon organisme' },
    });
  });

  it('makes the account of an invitation, then lets in without one', async () => {
    const browser = new FormBrowser();
    const invitation = await invite();
    expect(await pass(browser, 'formatrice-1', invitation)).toBe('/formation/');
    expect(await who(browser)).toMatchObject({ login: 'formatrice-1', role: 'trainer', password: false });
    expect(browser.cookieOf(test.url, 'etanche-openid')).toBeUndefined();

    const elsewhere = new FormBrowser();
    expect(await pass(elsewhere, 'formatrice-1')).toBe('/formation/');
    expect(await who(elsewhere)).toMatchObject({ login: 'formatrice-1' });
    // The invitation has served.
    expect(await leave(new FormBrowser(), invitation)).toBe('/formation/?refus=invitation-invalid');
  });

  it('lets in nobody else whom the provider knows', async () => {
    const browser = new FormBrowser();
    expect(await pass(browser, 'inconnue-1')).toBe(refusal);
    expect(await who(browser)).toBeNull();
    const accounts = await administrator.json<TrainerView[]>('GET', '/api/trainers');
    expect(accounts.map(({ login }) => login)).not.toContain('inconnue-1');
  });

  it('gives an invitation to one of two who come back with it', async () => {
    const invitation = await invite();
    const browsers = [new FormBrowser(), new FormBrowser()];
    const returns = await Promise.all(
      browsers.map(async (browser, n) => passProvider(browser, await leave(browser, invitation), `simultanee-${n}`)),
    );
    const pages = await Promise.all(browsers.map((browser, n) => comeBack(browser, returns[n] ?? '')));
    expect(pages.sort()).toEqual(['/formation/', '/formation/?refus=invitation-invalid']);
  });

  it('does not take an invitation that ran out on the way', async () => {
    const browser = new FormBrowser();
    const address = await passProvider(browser, await leave(browser, await invite()), 'formatrice-4');
    await test.app.database
      .updateTable('invitation')
      .set({ expires_at: Date.now() - 1 })
      .where('used_at', 'is', null)
      .execute();
    expect(await comeBack(browser, address)).toBe('/formation/?refus=invitation-invalid');
  });

  it('names a namesake otherwise', async () => {
    const browser = new FormBrowser();
    expect(await pass(browser, 'Administratrice-1', await invite())).toBe('/formation/');
    expect(await who(browser)).toMatchObject({ login: 'administratrice-1-2' });
  });

  it('does not let in a closed account, even with an invitation', async () => {
    const browser = new FormBrowser();
    await pass(browser, 'formatrice-2', await invite());
    const { id = '' } = (await who(browser)) ?? {};
    await administrator.send('DELETE', `/api/trainers/${id}`);
    expect(await who(browser)).toBeNull();
    expect(await pass(new FormBrowser(), 'formatrice-2')).toBe(refusal);
    expect(await pass(new FormBrowser(), 'formatrice-2', await invite())).toBe(refusal);
  });

  it('asks with a challenge, a state and a nonce, and binds the way back to the browser', async () => {
    const browser = new FormBrowser();
    const response = await browser.visit(test.url + openIdPath());
    const asked = new URL(response.headers.get('location') ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(response.headers.get('set-cookie')).toMatch(
      /^etanche-openid=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  describe('refuses', () => {
    const readyToReturn = async (browser: FormBrowser, change: (asked: URLSearchParams) => void = () => {}) => {
      const authorization = new URL(await leave(browser));
      change(authorization.searchParams);
      return passProvider(browser, authorization.href, 'formatrice-3');
    };
    beforeAll(async () => {
      expect(await pass(new FormBrowser(), 'formatrice-3', await invite())).toBe('/formation/');
      expect(await comeBack(...(await here()))).toBe('/formation/');
    });
    /** What would get in, were it not for what each test does to it. */
    const here = async (): Promise<[FormBrowser, string]> => {
      const browser = new FormBrowser();
      return [browser, await readyToReturn(browser)];
    };

    it('somebody else’s way back: another browser, with or without a flow of its own', async () => {
      const [, address] = await here();
      const victim = new FormBrowser();
      expect(await comeBack(victim, address)).toBe(refusal);
      await leave(victim);
      expect(await comeBack(victim, address)).toBe(refusal);
      expect(await who(victim)).toBeNull();
    });

    it('a way back that has served', async () => {
      const [browser, address] = await here();
      expect(await comeBack(browser, address)).toBe('/formation/');
      expect(await comeBack(browser, address)).toBe(refusal);
    });

    it('a second return of one departure, though the first went wrong', async () => {
      const [browser, address] = await here();
      const cookie = `etanche-openid=${browser.cookieOf(address, 'etanche-openid')}`;
      const wrong = new URL(address);
      wrong.searchParams.set('state', 'un-autre-etat');
      expect(await comeBack(browser, wrong.href)).toBe(refusal);
      const again = await browser.visit(address, undefined, { cookie });
      expect(again.headers.get('location')).toBe(refusal);
    });

    it('who took more than ten minutes', async () => {
      const [browser, address] = await here();
      using _ = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 601_000);
      expect(await comeBack(browser, address)).toBe(refusal);
    });

    it.each([
      ['state', 'un-autre-etat'],
      ['code', 'un-autre-code'],
      ['iss', 'https://ailleurs.example'],
    ])('another %s', async (name, value) => {
      const [browser, address] = await here();
      const changed = new URL(address);
      changed.searchParams.set(name, value);
      expect(await comeBack(browser, changed.href)).toBe(refusal);
    });

    it('an identity that was asked for with another nonce', async () => {
      const browser = new FormBrowser();
      const address = await readyToReturn(browser, (asked) => asked.set('nonce', 'un-autre-nonce'));
      expect(new URL(address).searchParams.has('code')).toBe(true);
      expect(await comeBack(browser, address)).toBe(refusal);
    });

    it('a code that was asked for with another challenge', async () => {
      const browser = new FormBrowser();
      const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
      const address = await readyToReturn(browser, (asked) => asked.set('code_challenge', challenge));
      expect(new URL(address).searchParams.has('code')).toBe(true);
      expect(await comeBack(browser, address)).toBe(refusal);
    });

    it('whoever the provider refuses', async () => {
      const browser = new FormBrowser();
      const { searchParams } = new URL(await leave(browser));
      const address = `${test.url}/api/trainer/openid/return?error=access_denied&state=${searchParams.get('state')}`;
      expect(await comeBack(browser, address)).toBe(refusal);
    });

    it('to begin from another site', async () => {
      const browser = new FormBrowser();
      const response = await browser.visit(test.url + openIdPath(), undefined, { 'sec-fetch-site': 'cross-site' });
      expect(response.headers.get('location')).toBe('/formation/');
      expect(browser.cookieOf(test.url, 'etanche-openid')).toBeUndefined();
    });
  });
});

it('says so when the provider does not answer, and tries again', async () => {
  const provider = await openIdProvider(() => []);
  await provider[Symbol.asyncDispose]();
  await using test = await testApp(settings(provider.issuer));
  const leave = async () => (await new FormBrowser().visit(test.url + openIdPath())).headers.get('location');
  expect(await leave()).toBe('/formation/?refus=open-id-refused');
  await using _ = await openIdProvider(() => [], Number(new URL(provider.issuer).port));
  expect(await leave()).toContain(`${provider.issuer}/auth?`);
});

it('is not there where it is not configured', async () => {
  await using test = await testApp();
  const client = new Client(test.url);
  expect(await client.json('GET', '/api/trainer/session')).toEqual({ trainer: null, openId: null });
  expect((await client.send('GET', openIdPath())).status).toBe(404);
  expect((await client.send('GET', '/api/trainer/openid/return')).status).toBe(404);
});

it.each([
  ['Éloïse.Dupont@organisme.example', 'eloise.dupont'],
  ['  <Jean> Martin ', 'jean-martin-'],
  ['李', 'formation'],
  ['', 'formation'],
  ['a'.repeat(60), 'a'.repeat(30)],
])('makes a name of ours out of %j', (name, login) => {
  expect(loginFrom(name)).toBe(login);
});
