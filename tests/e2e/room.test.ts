import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import type { SeatView } from '../../server/contract/seat.ts';
import { PHONE } from '../support/browser.ts';
import { Learner, openClass } from '../support/class-of-learners.ts';
import { violationsIn } from '../support/page-survey.ts';
import { TRAINER_PASSWORD } from '../support/trainer-client.ts';
import { onClassStage } from '../support/stage.ts';

const LAPTOP = { width: 1366, height: 768 };
const PROJECTOR = { width: 1920, height: 1080 };

const stage = onClassStage();

const room = ({ id }: ClassView): string => `/formation/salle/?classe=${id}`;
const rowOf = (page: Page, learner: Learner) => page.locator(`tbody tr[data-id="${learner.id}"]`);
const names = (page: Page): Promise<string[]> => page.locator('tbody th[role=rowheader]').allInnerTexts();
const learner = (theClass: ClassView, pseudonym: string): Promise<Learner> =>
  new Learner(stage.app.url).join(theClass.code, pseudonym);

describe('the room of a class', () => {
  it('asks to sign in, then follows a learner live, without a reload nor a request', async () => {
    const theClass = await openClass(stage.trainer, 'Salle en direct');
    await using one = await learner(theClass, 'apprenante-1');
    await using two = await learner(theClass, 'apprenante-2');
    await using visitor = await stage.visitor();
    const { page, complaints } = visitor;
    await page.goto(room(theClass));
    await page.getByLabel('Nom').fill('formatrice-1');
    await page.getByLabel('Mot de passe').fill(TRAINER_PASSWORD);
    await page.getByRole('button', { name: 'Entrer' }).click();
    await rowOf(page, two).waitFor();
    expect(await page.locator('.room-counts').innerText()).toContain('2 présences sur 2');
    expect(await rowOf(page, one).innerText()).toContain('page ouverte, sans exercice');

    const requests: string[] = [];
    // The router may fetch a page whose link is pointed at: that is neither a reload nor a question about the class.
    page.on('request', (request) => {
      if (request.isNavigationRequest() || request.url().includes('/api/')) requests.push(request.url());
    });
    await one.failACheck(stage.app, '4999');
    await rowOf(page, one).locator('.mark[data-status=failed]').waitFor();
    expect(await rowOf(page, one).locator('.mark[data-status=passed]').count()).toBe(1);
    const told = rowOf(page, one).locator('.feedback p');
    expect(await told.textContent()).toContain('4999');
    // One line, however long; whole in a row of its own.
    expect((await told.boundingBox())?.height).toBeLessThan(32);
    await rowOf(page, one).getByRole('button', { name: 'Retour entier' }).click();
    expect(await page.locator('.row-detail').innerText()).toContain('4999');
    expect(await rowOf(page, one).locator('.state').innerText()).toContain('travaille');
    expect(requests).toEqual([]);

    await one[Symbol.asyncDispose]();
    await rowOf(page, one).getByText('page fermée').waitFor();
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });

  it('puts whoever asks for help first, says so aloud once, and forgets it once answered', async () => {
    const theClass = await openClass(stage.trainer, 'Demandes d’aide');
    await using one = await learner(theClass, 'apprenante-1');
    await using two = await learner(theClass, 'apprenante-2');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.goto(room(theClass));
    await rowOf(page, one).waitFor();
    expect(await names(page)).toEqual(['apprenante-1', 'apprenante-2']);
    await two.send('PUT', '/api/learner/help', { asking: true, note: 'Je ne vois pas <b>mon</b> conteneur' });
    await expect.poll(() => names(page)).toEqual(['apprenante-2', 'apprenante-1']);
    expect(await page.locator('.room > [aria-live=polite]').textContent()).toBe('apprenante-2 demande de l’aide.');
    expect(await rowOf(page, two).locator('.note').innerText()).toContain('<b>mon</b>');
    await page.getByRole('button', { name: /1 aide/ }).click();
    await expect.poll(() => names(page)).toEqual(['apprenante-2']);
    await two.send('PUT', '/api/learner/help', { asking: false, note: '' });
    await page.getByText('Personne ne répond à ce choix.').waitFor();
    expect(await page.locator('.room > [aria-live=polite]').textContent()).toBe('');
    await page.getByRole('button', { name: 'Montrer tout le monde' }).click();
    await expect.poll(() => names(page)).toEqual(['apprenante-1', 'apprenante-2']);
  });

  it('holds its rows under the pointer, and says how many wait to move', async () => {
    const theClass = await openClass(stage.trainer, 'Lignes tenues');
    await using one = await learner(theClass, 'apprenante-1');
    await using two = await learner(theClass, 'apprenante-2');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.goto(room(theClass));
    await rowOf(page, one).hover();
    await two.send('PUT', '/api/learner/help', { asking: true, note: '' });
    const waiting = page.getByRole('button', { name: /1.personne change de place/ });
    await waiting.waitFor();
    expect(await names(page)).toEqual(['apprenante-1', 'apprenante-2']);
    await waiting.click();
    await expect.poll(() => names(page)).toEqual(['apprenante-2', 'apprenante-1']);
    expect(await waiting.count()).toBe(0);
  });

  it('is walked by the keyboard: one stop, arrows, search, help, and the person', async () => {
    const theClass = await openClass(stage.trainer, 'Au clavier');
    await using one = await learner(theClass, 'apprenante-1');
    await using two = await learner(theClass, 'zoé');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.goto(room(theClass));
    await rowOf(page, two).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);
    await rowOf(page, one).locator('th').focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('zoé');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toContain('page ouverte');
    await page.keyboard.press('Control+Home');
    expect(await focused()).toBe('apprenante-1');
    expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Clavier et signes' });
    await keys.waitFor();
    await keys.getByLabel(/Les touches d’un seul caractère/).uncheck();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    await page.keyboard.press('v');
    expect(await page.locator('.room-wall').count()).toBe(0);
    await page.getByRole('button', { name: 'Clavier et signes' }).click();
    await keys.getByLabel(/Les touches d’un seul caractère/).check();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.keyboard.type('zoe');
    await expect.poll(() => names(page)).toEqual(['zoé']);
    await rowOf(page, two).locator('th').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/formation/personne/**');
    await page.getByRole('heading', { name: 'zoé' }).waitFor();
  });

  it('suspends everybody after a question, speaks to all and sends them to a chapter', async () => {
    const theClass = await openClass(stage.trainer, 'Toute la classe');
    await using one = await learner(theClass, 'apprenante-1');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.goto(room(theClass));
    await page.getByRole('button', { name: 'Suspendre tout le monde…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspendre' }).click();
    await page.getByText('Les terminaux de tout le monde sont suspendus.').waitFor();
    const seat = () => one.json<SeatView>('GET', '/api/learner/seat');
    expect((await seat()).pausedAt).not.toBeNull();
    await page.getByRole('button', { name: 'Rendre les terminaux' }).click();
    await page.getByRole('button', { name: 'Suspendre tout le monde…' }).waitFor();
    expect((await seat()).pausedAt).toBeNull();

    await page.getByRole('button', { name: 'Message à la classe…' }).click();
    await page.getByLabel('Votre message').fill('Pause dans dix minutes.');
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Envoyer au chapitre…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Chapitre', { exact: true }).selectOption('reseau');
    await dialog.getByLabel('Section').selectOption({ index: 1 });
    expect(await violationsIn(page, 'light', 'dialog[open]')).toEqual([]);
    await dialog.getByRole('button', { name: 'Envoyer' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { messages } = await seat();
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ['message', 'Pause dans dix minutes.'],
      ['chapter', ''],
    ]);
    expect(messages[1]?.target).toMatch(/^\/reseau\/#[a-z0-9-]+$/);
  });

  it('says that its news have stopped, and goes on by itself', async () => {
    const theClass = await openClass(stage.trainer, 'Liaison coupée');
    await using one = await learner(theClass, 'apprenante-1');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.route('**/room/events', (route) => route.fulfill({ status: 503 }));
    await page.goto(room(theClass));
    await page.getByText('La liaison avec le serveur est coupée.').waitFor();
    await rowOf(page, one).waitFor();
    await page.unroute('**/room/events');
    await page.getByText('La liaison avec le serveur est coupée.').waitFor({ state: 'detached' });
  });

  it('shows its code in large while it is empty, and nothing of somebody else’s class', async () => {
    const theClass = await openClass(stage.trainer, 'Encore vide');
    await using visitor = await stage.visitor({ as: stage.trainer });
    const { page } = visitor;
    await page.goto(room(theClass));
    await page.locator('.room-empty .code').waitFor();
    expect(await page.locator('.room-empty .code').innerText()).toBe(theClass.code);
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme)).toEqual([]);

    await using other = await stage.visitor({ as: await stage.trainer.colleague('formatrice-2') });
    await other.page.goto(room(theClass));
    await other.page.getByText('Cette classe n’existe pas, ou n’est pas la vôtre.').waitFor();
    expect(await other.page.locator('.room').count()).toBe(0);
  });

  it('holds forty people: all at once on a laptop and a projector, none sideways, axe content', async () => {
    const theClass = await openClass(stage.trainer, 'Quarante personnes');
    await using learners = new AsyncDisposableStack();
    for (let n = 1; n <= 40; n++) {
      const one = learners.use(await learner(theClass, `apprenante-${n}`));
      if (n <= 3) await one.failACheck(stage.app);
      if (n === 40) await one.send('PUT', '/api/learner/help', { asking: true, note: 'Bloquée' });
    }
    await using visitor = await stage.visitor({ as: stage.trainer, viewport: PROJECTOR });
    const { page, complaints } = visitor;
    await page.goto(room(theClass));
    await page.locator('tbody tr').nth(39).waitFor();
    expect((await names(page))[0]).toBe('apprenante-40');
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme)).toEqual([]);
    await page.getByRole('button', { name: 'Vue serrée' }).click();
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme)).toEqual([]);
    for (const viewport of [PROJECTOR, LAPTOP]) {
      await page.setViewportSize(viewport);
      const bottoms = await page
        .locator('.room-wall > li')
        .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().bottom));
      expect(bottoms.length).toBe(40);
      expect(Math.max(...bottoms)).toBeLessThanOrEqual(viewport.height);
    }
    for (const face of ['Vue serrée', 'Tableau']) {
      await page.setViewportSize(LAPTOP);
      await page.getByRole('button', { name: face }).click();
      for (const viewport of [PROJECTOR, LAPTOP, PHONE, { width: 320, height: 640 }]) {
        await page.setViewportSize(viewport);
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect({ face, viewport, excess }).toEqual({ face, viewport, excess: 0 });
      }
    }
    expect(complaints).toEqual([]);
  }, 300_000);
});
