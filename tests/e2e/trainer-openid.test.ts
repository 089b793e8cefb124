import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invitationPath } from '../../server/contract/trainer-paths.ts';
import type { NewInvitation } from '../../server/contract/trainers.ts';
import { newVisitor, openBrowser } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { OPENID_CLIENT, openIdProvider, type OpenIdProvider } from '../support/openid-provider.ts';
import { violationsIn } from '../support/page-survey.ts';
import { testApp, type TestApp } from '../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../support/trainer-client.ts';

/** The way in by a real provider, in a real browser: its forms, its redirects, and back where one was going. */
let browser: Browser;
let provider: OpenIdProvider;
let app: TestApp;
let administrator: TrainerClient;

beforeAll(async () => {
  await builtSite();
  provider = await openIdProvider(() => [`${app.url}/api/trainer/openid/return`]);
  app = await testApp({
    ETANCHE_OIDC_ISSUER: provider.issuer,
    ETANCHE_OIDC_CLIENT_ID: OPENID_CLIENT.id,
    ETANCHE_OIDC_CLIENT_SECRET: OPENID_CLIENT.secret,
    ETANCHE_OIDC_NAME: 'Mon organisme',
  });
  administrator = await anAdministrator(app);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** A visitor whose browser goes nowhere but to this machine: the provider's forms ask for a font elsewhere. */
async function visitor() {
  const visit = await newVisitor(browser, app.url);
  await visit.context.route(/.*/, (route) =>
    new URL(route.request().url()).hostname === '127.0.0.1' ? route.continue() : route.abort(),
  );
  return visit;
}

/** Signs in at the provider and consents, as its forms ask. */
async function passProvider(page: Page, person: string): Promise<void> {
  await page.locator('input[name=login]').fill(person);
  await page.locator('input[name=password]').fill('peu importe');
  await page.locator('button[type=submit]').click();
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

it('makes the account of an invitation, then lets in where one was going', async () => {
  const { token } = await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role: 'trainer' });
  await using first = await visitor();
  await first.page.goto(invitationPath(token));
  await first.page.getByRole('link', { name: 'Ouvrir le compte avec Mon organisme' }).click();
  await passProvider(first.page, 'formatrice-1');
  await first.page.getByText('Aucune classe pour l’instant.').waitFor();

  await using again = await visitor();
  await again.page.goto('/formation/compte/');
  await again.page.getByRole('heading', { name: 'Entrer', exact: true }).waitFor();
  expect(await violationsIn(again.page, 'light')).toEqual([]);
  await again.page.getByRole('link', { name: 'Entrer avec Mon organisme' }).click();
  await passProvider(again.page, 'formatrice-1');
  await again.page.waitForURL('**/formation/compte/');
  await again.page.getByText('Ce compte entre par le fournisseur d’identité').waitFor();
});

it('says in French that the provider’s word is not enough, once', async () => {
  await using visit = await visitor();
  await visit.page.goto('/formation/');
  await visit.page.getByRole('link', { name: 'Entrer avec Mon organisme' }).click();
  await passProvider(visit.page, 'quelqu-un-d-autre');
  await visit.page.getByText('Le fournisseur d’identité n’a pas ouvert la porte.').waitFor();
  expect(new URL(visit.page.url()).search).toBe('');
  await visit.page.reload();
  await visit.page.getByRole('heading', { name: 'Entrer', exact: true }).waitFor();
  expect((await visit.page.getByRole('alert').allTextContents()).join('')).toBe('');
});
