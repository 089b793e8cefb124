import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import type { RoomView } from '../../server/contract/room.ts';
import { newVisitor, PHONE } from '../support/browser.ts';
import { dockOf, openLab } from '../support/dock-page.ts';
import { violationsIn } from '../support/page-survey.ts';
import { onClassStage } from '../support/stage.ts';
import { testApp } from '../support/test-app.ts';
import { anAdministrator } from '../support/trainer-client.ts';

/** The learner’s side of a class, in a browser, over the whole program on a fake sandbox host. */
const LAB = 'un-processus-comme-un-autre';
const PATIENCE = { timeout: 20_000 };

const stage = onClassStage();

const aClass = (name: string, capacity = 30): Promise<ClassView> =>
  stage.trainer.json('POST', '/api/classes', { name, capacity, startsAt: null, endsAt: null });

/** Changes some settings of a class, the others as they are. */
async function change(id: string, settings: Partial<ClassView>): Promise<void> {
  const { name, state, capacity, startsAt, endsAt, warm, closedItems, recording, recordingDays } =
    await stage.trainer.json<ClassView>('GET', `/api/classes/${id}`);
  const all = { name, state, capacity, startsAt, endsAt, warm, closedItems, recording, recordingDays };
  const response = await stage.trainer.send('PUT', `/api/classes/${id}`, { ...all, ...settings });
  expect(response.status).toBe(200);
}

async function learnerId(classId: string, pseudonym: string): Promise<string> {
  const { learners } = await stage.trainer.json<RoomView>('GET', `/api/classes/${classId}/room`);
  return learners.find((learner) => learner.pseudonym === pseudonym)?.id ?? '';
}

/** Joins by the link, notes the code. @returns the resume code */
async function join(page: Page, code: string, pseudonym: string): Promise<string> {
  await page.goto(`/rejoindre/#${code}`);
  await page.getByLabel('Pseudonyme').fill(pseudonym);
  await page.getByRole('button', { name: 'Rejoindre la classe' }).click();
  const resumeCode = await page.locator('.code-large').textContent();
  await page.getByRole('link', { name: 'Je l’ai noté' }).click();
  await page.getByText('Exercice suivant').waitFor();
  return resumeCode ?? '';
}

const strip = (page: Page) => page.getByRole('region', { name: 'Votre classe' });
const menu = (page: Page) => page.locator('etanche-learner [popovertarget]');
const clean = async (page: Page, part?: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme, part)).toEqual([]);
};

describe('joining', () => {
  it('says what the class is and that terminals are recorded before it asks a pseudonym, then gives the code once', async () => {
    const { id, code } = await aClass('Promotion de novembre');
    await change(id, { recording: true });
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await page.goto(`/rejoindre/#${code}`);
    const found = page.locator('.class-found');
    await found.getByText('Promotion de novembre').waitFor();
    expect(await found.textContent()).toContain('Les terminaux de cette classe sont enregistrés.');
    expect(new URL(page.url()).hash).toBe('');
    await clean(page);

    await page.getByLabel('Pseudonyme').fill('apprenante-1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bienvenue, apprenante-1' }).waitFor();
    expect(await page.locator('.code-large').textContent()).toMatch(
      /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/,
    );
    await clean(page);
    await page.getByRole('link', { name: 'Je l’ai noté' }).click();
    await page.locator('etanche-resume').getByText('Classe : Promotion de novembre').waitFor();
    await menu(page).click();
    expect(await page.locator('#learner-menu').textContent()).toContain('Promotion de novembre');
    await clean(page);
  });

  it('refuses in French, on the field, and loses nothing', async () => {
    const { id, code } = await aClass('Petite classe', 1);
    await using first = await stage.visitor();
    await join(first.page, code, 'apprenante-1');
    await change(id, { capacity: 2 });

    await using visitor = await stage.visitor();
    const { page } = visitor;
    await page.goto('/rejoindre/');
    const codeField = page.getByLabel('Code de la classe');
    await codeField.fill('ZZZZ-ZZZZ');
    await page.keyboard.press('Enter');
    await page.getByText('Aucune classe ne répond à ce code.').waitFor();
    expect(await codeField.inputValue()).toBe('ZZZZ-ZZZZ');
    expect(await codeField.evaluate((field) => field === document.activeElement)).toBe(true);

    await codeField.fill(code.toLowerCase().replace('-', ' '));
    await page.keyboard.press('Enter');
    const name = page.getByLabel('Pseudonyme');
    await name.fill('Apprenante-1');
    await page.keyboard.press('Enter');
    await page.getByText('Ce pseudonyme est déjà pris dans cette classe.').waitFor();
    expect(await name.inputValue()).toBe('Apprenante-1');
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await clean(page);

    await change(id, { state: 'closed' });
    await name.fill('apprenante-2');
    await page.keyboard.press('Enter');
    await page.getByText('Cette classe n’accueille plus personne.').waitFor();
    await change(id, { state: 'open', capacity: 1 });
    await page.goto(`/rejoindre/#${code}`);
    await page.getByText('Cette classe est complète.').waitFor();
    expect(await page.getByLabel('Pseudonyme').count()).toBe(0);
    await clean(page);
  });

  it('takes along what somebody did alone, and says so before', async () => {
    const { code } = await aClass('Suite');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB, 'apprenante-4');
    await page.goto(`/rejoindre/#${code}`);
    expect(await page.locator('.already').textContent()).toContain('votre progression vous suit dans la classe');
    await page.getByRole('button', { name: 'Rejoindre la classe' }).click();
    await page.locator('.code-large').waitFor();
    await page.getByRole('link', { name: 'Je l’ai noté' }).click();
    await page.getByText('Un exercice vous attend').waitFor();
  });

  it('is also a way of the dialog of the dock, the only one where the server wants a class', async () => {
    await using strict = await testApp({ ETANCHE_REGISTRATION: 'class' });
    const administrator = await anAdministrator(strict);
    const { code } = await administrator.json<ClassView>('POST', '/api/classes', {
      name: 'Sur invitation',
      capacity: 5,
      startsAt: null,
      endsAt: null,
    });
    await using visitor = await newVisitor(stage.browser, strict.url);
    const { page } = visitor;
    await page.goto(`/exercices/${LAB}/`);
    await page.locator('main [data-open-lab]').click();
    await page.getByRole('dialog').getByLabel('Pseudonyme').fill('apprenante-1');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Rejoindre une classe' });
    await dialog.getByText('Ici, on apprend dans une classe.').waitFor();
    await clean(page, 'dialog[open]');
    await dialog.getByLabel('Code de la classe').fill(code);
    await page.keyboard.press('Enter');
    await dialog.getByText('Sur invitation').waitFor();
    expect(await dialog.getByLabel('Pseudonyme').inputValue()).toBe('apprenante-1');
    await dialog.getByRole('button', { name: 'Rejoindre la classe' }).click();
    const noted = page.getByRole('dialog', { name: 'Votre code de reprise' });
    await noted.getByRole('button', { name: 'Je l’ai noté' }).click();
    await dockOf(page).locator('.checks').waitFor();
  });
});

describe('coming back', () => {
  it('finds on another machine what was done on the first, by the code or from the dock', async () => {
    const { code } = await aClass('Aller et retour');
    await using first = await stage.visitor();
    const resumeCode = await join(first.page, code, 'apprenante-5');
    await openLab(first.page, LAB);
    await first.page.goto('/namespaces/');
    await first.page.evaluate(() =>
      document.querySelectorAll('.sl-markdown-content h2')[2]?.scrollIntoView({ block: 'start' }),
    );
    await expect
      .poll(
        () =>
          first.page.evaluate(
            async () => ((await (await fetch('/api/progress')).json()) as { chapters: object }).chapters,
          ),
        PATIENCE,
      )
      .toHaveProperty('namespaces');

    await using second = await stage.visitor();
    const { page } = second;
    await page.goto('/reprendre/');
    const field = page.getByLabel('Code de reprise');
    await field.fill('AAAA-BBBB-CCCC-DDDD');
    await page.keyboard.press('Enter');
    await page.getByText('Ce code de reprise ne correspond à personne.').waitFor();
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await clean(page);
    await field.fill(resumeCode.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByText('Un exercice vous attend').waitFor();
    expect(await menu(page).textContent()).toContain('apprenante-5');
    expect(await page.locator(`[data-lab="${LAB}"]`).first().getAttribute('data-state')).toBe('started');

    await using third = await stage.visitor();
    await third.page.goto(`/exercices/${LAB}/`);
    await third.page.locator('main [data-open-lab]').click();
    await third.page.getByRole('button', { name: 'J’ai un code de reprise' }).click();
    await third.page.getByRole('dialog').getByLabel('Code de reprise').fill(resumeCode);
    await third.page.keyboard.press('Enter');
    await dockOf(third.page).locator('.checks').waitFor();
  });

  it('makes a new code on demand, and the old one no longer opens', async () => {
    const { code } = await aClass('Codes');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const old = await join(page, code, 'apprenante-6');
    await menu(page).click();
    await page.getByRole('button', { name: 'Mon code de reprise' }).click();
    await clean(page, 'dialog[open]');
    await page.getByRole('button', { name: 'Faire un nouveau code' }).click();
    const fresh =
      (await page.getByRole('dialog', { name: 'Votre code de reprise' }).locator('.code-large').textContent()) ?? '';
    expect(fresh).not.toBe(old);
    await clean(page, 'dialog[open]');

    await using other = await stage.visitor();
    await other.page.goto(`/reprendre/#${old}`);
    await other.page.getByRole('button', { name: 'Reprendre' }).click();
    await other.page.getByText('ne correspond à personne').waitFor();
    await other.page.getByLabel('Code de reprise').fill(fresh);
    await other.page.keyboard.press('Enter');
    await expect.poll(() => menu(other.page).textContent(), PATIENCE).toContain('apprenante-6');
  });

  it('shows nothing of somebody else who was here before, nor sends it under the new name', async () => {
    const { code } = await aClass('Machine partagée');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-7');
    await openLab(page, LAB);
    await visitor.context.clearCookies();
    await join(page, code, 'apprenante-8');
    expect(await page.locator(`[data-lab="${LAB}"]`).first().getAttribute('data-state')).toBe('todo');
  });
});

describe('in class', () => {
  it('shows a message as text only, pushes the page down for it, and drops it once dismissed', async () => {
    const { id, code } = await aClass('Messages');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    const words = 'Regardez <img src=x onerror="document.title=1"> la <b>section</b> 2';
    await stage.trainer.send('POST', `/api/classes/${id}/messages`, { kind: 'message', text: words, target: null });
    await strip(page).getByText(words).waitFor();
    // Said once what it is about has been drawn.
    await page
      .locator('#class-strip [role=status]')
      .getByText('Message de formatrice-1')
      .waitFor({ state: 'attached' });
    const bottom = await strip(page).evaluate((element) => element.getBoundingClientRect().bottom);
    const top = await page.locator('main').evaluate((element) => element.getBoundingClientRect().top + scrollY);
    expect(top).toBeGreaterThanOrEqual(bottom);
    await clean(page);
    await page.setViewportSize(PHONE);
    await clean(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

    await stage.trainer.send('POST', `/api/classes/${id}/messages`, {
      kind: 'chapter',
      text: 'On passe à la suite.',
      target: '/namespaces/',
    });
    await strip(page).getByText('encore 1 message').waitFor();
    await strip(page).getByRole('button', { name: 'Effacer ce message de formatrice-1' }).click();
    await strip(page).getByText('On passe à la suite.').waitFor();
    await page.locator('etanche-resume').getByText('Votre classe en est à').waitFor();
    await strip(page).getByRole('link', { name: 'Ouvrir la page' }).click();
    await page.waitForURL('**/namespaces/');
    await strip(page).getByRole('button', { name: 'Effacer ce message de formatrice-1' }).click();
    await expect.poll(() => strip(page).locator('.strip-line').count(), PATIENCE).toBe(0);
    await page.reload();
    await page.waitForTimeout(500);
    expect(await strip(page).locator('.strip-line').count()).toBe(0);
    const refused = await stage.trainer.send('POST', `/api/classes/${id}/messages`, {
      kind: 'chapter',
      text: '',
      target: '//ailleurs',
    });
    expect(refused.status).toBe(400);
  });

  it('gives the keyboard only when accepted, and takes it back with one key', async () => {
    const { id, code } = await aClass('Clavier');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    await openLab(page, LAB);
    const learner = await learnerId(id, 'apprenante-1');
    const ask = (kind: 'keyboard' | 'reset') =>
      stage.trainer.send('POST', `/api/classes/${id}/learners/${learner}/consent`, { kind });
    await page.locator('.xterm-helper-textarea').first().focus();

    expect((await ask('keyboard')).status).toBe(204);
    const question = strip(page).getByText('formatrice-1 demande à écrire dans votre terminal.');
    await question.waitFor();
    await page.locator('#class-strip [role=alert]').filter({ hasText: 'demande à écrire' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm');
    await clean(page);
    await strip(page).getByRole('button', { name: 'Refuser' }).click();
    await question.waitFor({ state: 'detached' });

    await ask('keyboard');
    await strip(page).getByRole('button', { name: 'Accepter' }).press('Enter');
    await strip(page).getByText('écrit dans votre terminal.').waitFor();
    expect(await dockOf(page).locator('.class-marks').textContent()).toContain('formatrice-1');
    await clean(page);
    await page.locator('.xterm-helper-textarea').first().focus();
    await page.keyboard.press('F8');
    await strip(page).getByText('écrit dans votre terminal.').waitFor({ state: 'detached' });
    const detail = await stage.trainer.json<{ keyboard: string | null }>(
      'GET',
      `/api/classes/${id}/learners/${learner}`,
    );
    expect(detail.keyboard).toBeNull();

    await ask('reset');
    await strip(page).getByText('propose de repartir d’un bac à sable neuf').waitFor();
    await strip(page).getByRole('button', { name: 'Refuser' }).click();
    await expect.poll(() => strip(page).locator('.strip-line').count(), PATIENCE).toBe(0);
  });

  it('says that the class is in pause, that the terminal is recorded, and reveals the hint pointed to', async () => {
    const { id, code } = await aClass('Marques');
    await change(id, { recording: true });
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    await openLab(page, LAB);
    const dock = dockOf(page);
    await dock.locator('.class-marks').getByText('Enregistré').waitFor();
    await stage.trainer.send('PUT', `/api/classes/${id}/pause`, { paused: true });
    await strip(page).getByText('La classe est en pause.').waitFor();
    await dock.locator('.class-marks').getByText('En pause').waitFor();
    await clean(page);
    await stage.trainer.send('PUT', `/api/classes/${id}/pause`, { paused: false });
    await strip(page).getByText('La classe est en pause.').waitFor({ state: 'detached' });

    await stage.trainer.send('POST', `/api/classes/${id}/messages`, {
      kind: 'hint',
      text: 'Lisez donc un indice.',
      target: null,
    });
    await strip(page).getByRole('button', { name: 'Voir l’indice suivant' }).click();
    await dock.locator('.hints li').first().waitFor();
    await expect.poll(() => strip(page).locator('.strip-line').count(), PATIENCE).toBe(0);
  });

  it('asks for help with a word, and takes it back', async () => {
    const { id, code } = await aClass('Aide');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    await openLab(page, LAB);
    const dock = dockOf(page);
    await dock.getByRole('button', { name: 'Demander de l’aide' }).click();
    const dialog = page.getByRole('dialog', { name: 'Demander de l’aide' });
    await dialog.getByLabel('Ce qui vous bloque').fill('Je ne vois pas le conteneur.');
    await clean(page, 'dialog[open]');
    await dialog.getByRole('button', { name: 'Demander' }).click();
    await dock.getByText(/Demande envoyée à \d+\u00a0h\u00a0\d\d/).waitFor();
    const asked = async () => {
      const { learners } = await stage.trainer.json<RoomView>('GET', `/api/classes/${id}/room`);
      return learners[0]?.help?.note ?? null;
    };
    expect(await asked()).toBe('Je ne vois pas le conteneur.');
    await clean(page, 'aside.dock');
    await dock.getByRole('button', { name: 'Annuler la demande d’aide' }).click();
    await dock.getByRole('button', { name: 'Demander de l’aide' }).waitFor();
    expect(await asked()).toBeNull();
  });

  it('shows what is not open yet, does not open it, and opens it as soon as the class does', async () => {
    const { id, code } = await aClass('Pas à pas');
    await change(id, { closedItems: ['introduction'] });
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    expect(await page.locator('etanche-resume [data-next] a').getAttribute('href')).not.toContain(LAB);
    await page.goto(`/exercices/${LAB}/`);
    const button = page.locator('main [data-open-lab]');
    await expect.poll(() => button.textContent(), PATIENCE).toContain('Pas encore ouvert dans votre classe');
    await clean(page);
    await button.click({ force: true });
    await page.waitForTimeout(300);
    expect(await dockOf(page).isVisible()).toBe(false);
    await change(id, { closedItems: [] });
    await expect.poll(() => button.textContent(), PATIENCE).toContain('Ouvrir l’exercice');
    await button.click();
    await dockOf(page).locator('.checks').waitFor();
  });

  it('tells it well when only the server knows that a lab is closed', async () => {
    const { id, code } = await aClass('Juste fermé');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    await page.goto(`/exercices/${LAB}/`);
    await page.route('**/api/learner/seat**', (route) => route.abort());
    await page.reload();
    await change(id, { closedItems: [LAB] });
    await page.locator('main [data-open-lab]').click();
    await dockOf(page).getByText('Cet exercice n’est pas encore ouvert dans votre classe.').waitFor();
  });

  it('no longer shows a seat to somebody who has been removed', async () => {
    const { id, code } = await aClass('Retrait');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await join(page, code, 'apprenante-1');
    await stage.trainer.send('POST', `/api/classes/${id}/messages`, {
      kind: 'message',
      text: 'Bonjour.',
      target: null,
    });
    await strip(page).getByText('Bonjour.').waitFor();
    const learner = await learnerId(id, 'apprenante-1');
    expect((await stage.trainer.send('DELETE', `/api/classes/${id}/learners/${learner}`)).status).toBe(204);
    await strip(page).waitFor({ state: 'detached' });
    await expect.poll(() => menu(page).textContent(), PATIENCE).toContain('Votre place');
  });

  it('leaves for good only once the pseudonym is typed, and nothing is left', async () => {
    const { id, code } = await aClass('Départ');
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const resumeCode = await join(page, code, 'apprenante-1');
    await openLab(page, LAB);
    await menu(page).click();
    await page.getByRole('button', { name: 'Quitter et tout effacer' }).click();
    const dialog = page.getByRole('dialog', { name: /Quitter et tout effacer/ });
    await dialog.getByRole('button', { name: 'Tout effacer' }).click();
    await dialog.getByText('Pour confirmer, saisissez exactement').waitFor();
    await clean(page, 'dialog[open]');
    await dialog.getByLabel('Votre pseudonyme, pour confirmer').fill('apprenante-1');
    await dialog.getByRole('button', { name: 'Tout effacer' }).click();
    await expect.poll(() => menu(page).textContent(), PATIENCE).not.toContain('apprenante-1');
    expect(await learnerId(id, 'apprenante-1')).toBe('');
    expect(await page.locator(`[data-lab-link="${LAB}"]`).first().getAttribute('data-state')).toBe('todo');
    await page.goto(`/reprendre/#${resumeCode}`);
    await page.getByRole('button', { name: 'Reprendre' }).click();
    await page.getByText('ne correspond à personne').waitFor();
  });
});
