import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openBrowser, PHONE } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { DEPLOYMENT, LTI_CLIENT, LtiPlatform, type Click } from '../support/lti-platform.ts';
import { violationsIn } from '../support/page-survey.ts';
import { testApp, type TestApp } from '../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../support/trainer-client.ts';

const LAB = '/exercices/qui-tient-la-barre/';

/** A learning platform of another site, in a real browser: its cookies, its forms, its frames are another site's. */
describe('from a learning platform', () => {
  let browser: Browser;
  let platform: LtiPlatform;
  let app: TestApp;
  let administrator: TrainerClient;
  let trainer: TrainerClient;

  beforeAll(async () => {
    await builtSite();
    app = await testApp();
    platform = await LtiPlatform.open('localhost');
    platform.knowTool(app.url);
    administrator = await anAdministrator(app);
    trainer = await administrator.colleague('formatrice-1');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await platform[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });

  async function visitor(client?: TrainerClient, viewport?: { width: number; height: number }) {
    const visit = await newVisitor(browser, app.url, viewport ? { viewport } : {});
    const [name = '', value = ''] = client?.cookie.split('=') ?? [];
    if (client) await visit.context.addCookies([{ name, value, url: app.url }]);
    return visit;
  }
  const follow = async (page: Page, click: Click): Promise<void> => {
    await page.goto(platform.pageAddress(click));
    await page.getByRole('link', { name: 'Ouvrir l’activité' }).click();
  };
  const clean = async (page: Page): Promise<void> => {
    expect(await violationsIn(page, 'light')).toEqual([]);
    expect(await violationsIn(page, 'dark')).toEqual([]);
  };
  const learning = (who: string): Click => ({ who, role: 'Learner', target: app.url + LAB, column: 'barre' });

  it('is declared with what it shows, once it has been given our addresses', async () => {
    await using visit = await visitor(administrator);
    const { page } = visit;
    await page.goto('/formation/administration/');
    for (const path of ['launch', 'login', 'keys']) await page.getByText(`${app.url}/api/lti/${path}`).waitFor();
    await page.getByRole('button', { name: 'Déclarer une plateforme…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Déclarer une plateforme' });
    const settings = platform.settings();
    for (const [label, value] of [
      ['Nom', settings.name],
      ['Émetteur', settings.issuer],
      ['Identifiant de client', LTI_CLIENT],
      ['Identifiants de déploiement', DEPLOYMENT],
      ['Adresse du jeu de clés publiques', settings.keysUrl],
      ['Adresse du jeton d’accès', 'http://ecole.example/jeton'],
      ['Adresse de la demande d’authentification', settings.authorizationUrl],
    ] as const)
      await dialog.getByLabel(label, { exact: true }).fill(value);
    await dialog.getByRole('button', { name: 'Déclarer la plateforme' }).click();
    await dialog.getByText('Les trois adresses sont en HTTPS').waitFor();
    await clean(page);
    await dialog.getByLabel('Adresse du jeton d’accès').fill(settings.tokenUrl);
    await dialog.getByRole('button', { name: 'Déclarer la plateforme' }).click();
    await page.getByRole('rowheader', { name: settings.name }).waitFor();
    await clean(page);
  });

  it('sends somebody who chooses pages, and gets them back', async () => {
    await using visit = await visitor();
    const { page } = visit;
    await follow(page, { who: 'enseignante', role: 'Instructor' });
    await page.getByText('Sécurité, groupe cours-1').waitFor();
    expect(await page.getByRole('button', { name: 'Porter dans le cours' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'Qui tient la barre' }).check();
    await page.getByRole('checkbox', { name: /^3\. / }).check();
    await page.getByText('2 pages choisies.').waitFor();
    await clean(page);
    await page.getByRole('button', { name: 'Porter dans le cours' }).click();
    await page.getByRole('heading', { name: 'Activités ajoutées' }).waitFor();
    const items = platform.selections.at(-1)?.['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'];
    expect(items).toMatchObject([{ url: app.url + LAB }, { url: `${app.url}/cgroups/` }]);
    expect(visit.complaints).toEqual([]);
  });

  it('sends learners too early, who are told what is missing', async () => {
    await using visit = await visitor();
    await follow(visit.page, learning('a'));
    await visit.page.getByText('Aucune classe n’y est encore reliée').waitFor();
    await clean(visit.page);
  });

  it('sends who teaches, who links the course to a class, new if need be', async () => {
    await using visit = await visitor(trainer);
    const { page } = visit;
    await follow(page, { who: 'enseignante', role: 'Instructor', target: app.url + LAB });
    await page.getByText('Vous venez de').waitFor();
    await clean(page);
    await page.getByLabel('Nom de la classe').fill('Groupe du jeudi');
    await page.getByRole('button', { name: 'Relier le cours' }).click();
    await page.waitForURL('**/formation/salle/?classe=*');
    await page.getByRole('link', { name: 'Réglages' }).click();
    await page.getByText('Sécurité, groupe cours-1, sur Plateforme des essais').waitFor();
    expect(visit.complaints).toEqual([]);
  });

  it('sends learners, who come in by a pseudonym, straight to the lab', async () => {
    await using visit = await visitor(undefined, PHONE);
    const { page } = visit;
    await follow(page, learning('a'));
    await page.getByText('Groupe du jeudi').waitFor();
    await clean(page);
    await page.getByLabel('Pseudonyme').fill('x');
    await page.getByRole('button', { name: 'Entrer dans la classe' }).click();
    await page.getByText('Ce pseudonyme ne convient pas.').waitFor();
    await page.getByLabel('Pseudonyme').fill('apprenante-1');
    await page.getByRole('button', { name: 'Entrer dans la classe' }).press('Enter');
    await page.waitForURL(`**${LAB}`);
    const { learner } = await page.evaluate(
      async () => (await fetch('/api/session')).json() as Promise<{ learner: { pseudonym: string } }>,
    );
    expect(learner.pseudonym).toBe('apprenante-1');
  });

  it('sends them again from another machine, in a frame that they leave', async () => {
    await using visit = await visitor();
    const { page, context } = visit;
    await page.goto(platform.pageAddress(learning('a'), true));
    const opening = context.waitForEvent('page');
    await page.frameLocator('iframe').getByRole('link', { name: 'Ouvrir dans un nouvel onglet' }).click();
    const tab = await opening;
    await tab.waitForURL(`**${LAB}`);
    const { learner } = await tab.evaluate(
      async () => (await fetch('/api/session')).json() as Promise<{ learner: { pseudonym: string } }>,
    );
    expect(learner.pseudonym).toBe('apprenante-1');
  });

  it('is told apart from one that lies, in French', async () => {
    await using visit = await visitor();
    await follow(visit.page, { ...learning('a'), signedBy: 'somebody else' });
    await visit.page.getByText('Le lancement depuis votre plateforme est refusé.').waitFor();
    await clean(visit.page);
  });
});
