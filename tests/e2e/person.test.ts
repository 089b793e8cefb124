import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttemptView } from '../../server/contract/api.ts';
import type { ClassView } from '../../server/contract/classes.ts';
import type { SeatView } from '../../server/contract/seat.ts';
import { openBrowser, PHONE } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { LAB, Learner, openClass, trainerWindow } from '../support/class-of-learners.ts';
import { violationsIn } from '../support/page-survey.ts';
import { testApp, type TestApp } from '../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../support/trainer-client.ts';

let browser: Browser;
let app: TestApp;
let trainer: TrainerClient;
let theClass: ClassView;

beforeAll(async () => {
  await builtSite();
  app = await testApp({ ETANCHE_SANDBOXES: '20' });
  trainer = await anAdministrator(app, 'formatrice-1');
  theClass = await openClass(trainer, 'Une personne à la fois');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
});

/** The words of somebody who tries the trainer's page. */
const HOSTILE = '<img src=x onerror="document.title=\'pwned\'">**gras**';
const join = (pseudonym: string): Promise<Learner> => new Learner(app.url).join(theClass.code, pseudonym);
const person = ({ id }: Learner): string => `/formation/personne/?classe=${theClass.id}&personne=${id}`;

describe('the page of one learner', () => {
  it('shows what the learner is told, live, as text whatever it contains', async () => {
    await using one = await join('apprenante-1');
    await using visitor = await trainerWindow(browser, app, trainer);
    const { page, complaints } = visitor;
    await page.goto(person(one));
    await page.getByText('Aucun exercice n’est ouvert.').waitFor();
    await one.send('PUT', '/api/learner/help', { asking: true, note: HOSTILE });
    await page.locator('.help-asked').waitFor();
    expect(await page.locator('.help-asked').innerText()).toContain(HOSTILE);

    const attempt = await one.failACheck(app, HOSTILE);
    await page.locator('.check[data-status=failed]').waitFor();
    const lesson = await page.locator('.check[data-status=failed]').first().innerText();
    for (const part of ['à corriger', 'Attendu', 'Observé', 'Pourquoi', 'Pour le voir vous-même'])
      expect(lesson).toContain(part);
    expect(await page.locator('.answers').innerText()).toContain(HOSTILE);
    expect(await page.locator('.person img').count()).toBe(0);
    expect(await page.title()).not.toContain('pwned');

    await page.getByRole('button', { name: 'Donner 15' }).click();
    await expect
      .poll(async () => (await one.json<AttemptView>('GET', `/api/attempts/${attempt.id}`)).expiresAt)
      .toBeGreaterThanOrEqual(attempt.expiresAt + 15 * 60_000);
    await page.getByRole('button', { name: 'J’ai répondu' }).click();
    await page.locator('.help-asked').waitFor({ state: 'detached' });
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('has the keyboard and a fresh sandbox only with the learner’s word', async () => {
    await using one = await join('apprenante-2');
    await one.open(LAB);
    await using visitor = await trainerWindow(browser, app, trainer);
    const { page } = visitor;
    await page.goto(person(one));
    const bar = page.locator('.keyboard-bar');
    await bar.getByText('Vous regardez, sans rien pouvoir taper.').waitFor();
    const answer = (kind: string, granted: boolean) => one.send('PUT', '/api/learner/consent', { kind, granted });
    const asked = async () => (await one.json<SeatView>('GET', '/api/learner/seat')).request;

    await bar.getByRole('button', { name: 'Demander le clavier' }).click();
    await bar.getByText('on attend son accord').waitFor();
    expect(await asked()).toEqual({ kind: 'keyboard', from: 'formatrice-1' });
    await answer('keyboard', false);
    await bar.getByText('Le clavier vous est refusé.').waitFor();

    await bar.getByRole('button', { name: 'Demander le clavier' }).click();
    await bar.getByRole('button', { name: 'Ne plus demander' }).click();
    await bar.getByText('La personne voit que vous êtes là.').waitFor();
    expect(await asked()).toBeNull();

    await bar.getByRole('button', { name: 'Demander le clavier' }).click();
    await bar.getByText('on attend son accord').waitFor();
    await answer('keyboard', true);
    await bar.getByText('Vous avez le clavier').waitFor();
    await bar.getByRole('button', { name: 'Rendre le clavier' }).click();
    await bar.getByRole('button', { name: 'Demander le clavier' }).waitFor();

    await page.getByRole('button', { name: 'Proposer de repartir d’un bac neuf' }).click();
    await page.getByText('Proposé : on attend son accord.').waitFor();
    await answer('reset', false);
    await page.getByText('Refusé : le bac reste tel qu’il est.').waitFor();
    await page.getByRole('button', { name: 'Proposer de repartir d’un bac neuf' }).click();
    await page.getByText('Proposé : on attend son accord.').waitFor();
    await answer('reset', true);
    await page.getByText('Accepté : le bac neuf se prépare.').waitFor();
  });

  it('writes to them, points to a hint, and tells what has been read', async () => {
    await using one = await join('apprenante-3');
    await one.open(LAB);
    await using visitor = await trainerWindow(browser, app, trainer);
    const { page } = visitor;
    await page.goto(person(one));
    await page.getByLabel('Écrire à cette personne').fill('Regardez docker ps.');
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page.locator('.sent').getByText('Regardez docker ps.').waitFor();
    await page.getByRole('button', { name: /Regardez l’indice suivant/ }).click();
    await page.locator('.sent').getByText('indice à regarder').waitFor();
    const { messages } = await one.json<SeatView>('GET', '/api/learner/seat');
    expect(messages.map(({ kind }) => kind)).toEqual(['message', 'hint']);
    await one.send('PUT', `/api/learner/messages/${messages[0]?.id}/read`);
    await page
      .locator('.sent')
      .getByText(/· lu à/)
      .waitFor();
  });

  it('removes them once their name has been typed, and nobody else’s', async () => {
    await using one = await join('apprenante-4');
    await using visitor = await trainerWindow(browser, app, trainer);
    const { page } = visitor;
    await page.goto(person(one));
    await page.getByRole('button', { name: 'Retirer apprenante-4…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retirer apprenante-4 ?' });
    const button = dialog.getByRole('button', { name: 'Retirer' });
    await dialog.getByLabel(/Pour confirmer/).fill('apprenante-');
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByLabel(/Pour confirmer/).fill('apprenante-4');
    expect(await violationsIn(page, 'light', 'dialog[open]')).toEqual([]);
    await button.click();
    await page.waitForURL('**/formation/salle/**');
    await page.goto(person(one));
    await page.getByText('Cette personne n’est pas, ou n’est plus, dans la classe.').waitFor();
  });
});

describe('« où ça coince »', () => {
  it('says it is empty, then which check stops whom, and can be sorted', async () => {
    const apart = await openClass(trainer, 'Où ça coince');
    await using visitor = await trainerWindow(browser, app, trainer);
    const { page, complaints } = visitor;
    await page.goto(`/formation/ou-ca-coince/?classe=${apart.id}`);
    await page.getByText('Aucun exercice n’a encore été ouvert dans cette classe.').waitFor();
    await using one = await new Learner(app.url).join(apart.code, 'apprenante-1');
    await using two = await new Learner(app.url).join(apart.code, 'apprenante-2');
    await one.failACheck(app, '4999');
    await two.open(LAB);
    await page.getByRole('button', { name: 'Relever de nouveau' }).click();
    const rows = page.locator('.obstacles tbody tr');
    await rows.first().waitFor();
    const first = await rows.first().innerText();
    expect(first).toContain('50\u00a0%');
    expect(first).toContain('1 sur 2');
    expect(first).toContain('4999');
    await page.getByRole('button', { name: 'Objectif' }).click();
    expect(await rows.first().innerText()).toContain('Le conteneur temoin est en marche');
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('Objectif');
    await page.getByLabel('Chapitre').selectOption('reseau');
    await page.getByText('Personne n’a encore ouvert d’exercice de ce chapitre.').waitFor();
    await page.getByLabel('Chapitre').selectOption('');
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
