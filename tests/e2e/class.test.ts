import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import { newVisitor, openBrowser, type Visitor } from '../support/browser.ts';
import { LAB, openClass } from '../support/class-of-learners.ts';
import { dockOf, openLab } from '../support/dock-page.ts';
import { RealApp } from '../support/real-app.ts';
import { anAdministrator, type TrainerClient } from '../support/trainer-client.ts';

const PATIENCE = 60_000;
const NAMES = ['apprenante-1', 'apprenante-2', 'apprenante-3'] as const;
const WITNESS = 'temoin-en-marche';

/** One trainer and three learners at once, each in a browser of their own, on real sandboxes. */
describe('a class at work', () => {
  let real: RealApp;
  let browser: Browser;
  let trainer: TrainerClient;
  let theClass: ClassView;
  let room: Visitor;
  const learners: Visitor[] = [];

  beforeAll(async () => {
    real = await RealApp.open(inject('stateDir'), { ETANCHE_WARM: '3' });
    browser = await openBrowser();
    trainer = await anAdministrator(real, 'formatrice-1');
    theClass = await openClass(trainer, 'Promotion 1');
    room = await newVisitor(browser, real.url, { as: trainer });
    for (const _name of NAMES) learners.push(await newVisitor(browser, real.url));
    for (const { page } of [room, ...learners]) page.setDefaultTimeout(PATIENCE);
  });
  afterAll(async () => {
    for (const visitor of [room, ...learners]) await visitor[Symbol.asyncDispose]();
    await browser.close();
    await real[Symbol.asyncDispose]();
  });

  const pageOf = (number: number): Page => learners[number - 1]!.page;
  const row = (number: number) => room.page.locator('tbody tr').filter({ hasText: NAMES[number - 1]! });
  const mark = (number: number, status: string) =>
    row(number).locator(`.mark[data-status=${status}]`).first().waitFor();
  const strip = (number: number) => pageOf(number).getByRole('region', { name: 'Votre classe' });
  const screen = (page: Page) => page.locator('.xterm-rows').first();
  const sees = (page: Page, text: string) => screen(page).filter({ hasText: text }).waitFor();
  const type = async (page: Page, command: string): Promise<void> => {
    await page.locator('.xterm-helper-textarea').first().focus();
    await page.keyboard.type(`${command}\n`);
  };

  it('gathers by the link of the class, and opens its sandboxes', async () => {
    await room.page.goto(`/formation/salle/?classe=${theClass.id}`);
    await Promise.all(
      NAMES.map(async (name, index) => {
        const page = pageOf(index + 1);
        await page.goto(`/rejoindre/#${theClass.code}`);
        await page.getByLabel('Pseudonyme').fill(name);
        await page.getByRole('button', { name: 'Rejoindre la classe' }).click();
        await page.getByRole('link', { name: 'Je l’ai noté' }).click();
        await page.getByText('Exercice suivant').waitFor();
        await openLab(page, LAB);
        await sees(page, 'root@hote:~#');
      }),
    );
    for (const number of [1, 2, 3]) await mark(number, 'waiting');
    expect(await room.page.locator('.room-counts').innerText()).toContain('3 présences sur 3');
  });

  it('shows the trainer who succeeds, who is mistaken and on what, and who asks for help first', async () => {
    await type(pageOf(1), 'docker run -d --name temoin labo/base:1 sleep 3600');
    await mark(1, 'passed');
    await type(pageOf(2), 'docker run -d --name temoin labo/base:1 true');
    await mark(2, 'failed');
    expect(await row(2).locator('.feedback').textContent()).toContain('code de sortie 0');
    const dock = dockOf(pageOf(3));
    await dock.getByRole('button', { name: 'Demander de l’aide' }).click();
    await pageOf(3).getByRole('dialog').getByRole('textbox').fill('Par où commencer ?');
    await pageOf(3)
      .getByRole('dialog')
      .getByRole('button', { name: /Demander/ })
      .click();
    await expect
      .poll(() => room.page.locator('tbody th[role=rowheader]').allInnerTexts(), { timeout: PATIENCE })
      .toEqual(['apprenante-3', expect.any(String), expect.any(String)]);
  });

  it('lets the trainer repair in the learner’s terminal, with their word, until it is taken back', async () => {
    await using mine = await newVisitor(browser, real.url, { as: trainer });
    mine.page.setDefaultTimeout(PATIENCE);
    await mine.page.goto(room.page.url());
    await mine.page.locator('tbody tr').filter({ hasText: 'apprenante-2' }).getByRole('link').first().click();
    await mine.page.locator('.watched-screen .xterm-rows').scrollIntoViewIfNeeded();
    await sees(mine.page, 'labo/base:1 true');
    await mine.page.getByRole('button', { name: 'Demander le clavier' }).click();
    await pageOf(2).getByRole('button', { name: 'Accepter' }).click();
    await mine.page.getByText('Vous avez le clavier').waitFor();
    await type(mine.page, 'docker rm -f temoin; docker run -d --name temoin labo/base:1 sleep 3600');
    await pageOf(2).locator(`#check-${WITNESS}[data-status=passed]`).waitFor();
    await pageOf(2)
      .getByRole('button', { name: /Reprendre la main/ })
      .first()
      .click();
    await mine.page.getByText('sans rien pouvoir taper').waitFor();
    await type(mine.page, 'docker rm -f temoin');
    await type(pageOf(2), 'echo tou""jours; docker ps --format {{.Names}}');
    await sees(pageOf(2), 'toujours');
    await mark(2, 'passed');
  });

  it('reaches everybody at once with a word, and holds every keyboard in a pause', async () => {
    await trainer.send('POST', `/api/classes/${theClass.id}/messages`, {
      kind: 'message',
      text: 'On se retrouve dans cinq minutes.',
      target: null,
    });
    for (const number of [1, 2, 3]) await strip(number).getByText('On se retrouve dans cinq minutes.').waitFor();
    await trainer.send('PUT', `/api/classes/${theClass.id}/pause`, { paused: true });
    for (const number of [1, 2, 3])
      await dockOf(pageOf(number)).getByText('La classe est en pause : vos touches ne sont pas transmises.').waitFor();
    await type(pageOf(1), 'docker rm -f temoin');
    await trainer.send('PUT', `/api/classes/${theClass.id}/pause`, { paused: false });
    await dockOf(pageOf(1)).getByText('La classe est en pause').waitFor({ state: 'detached' });
    await type(pageOf(1), 'echo rep""ris');
    await sees(pageOf(1), 'repris');
    await mark(1, 'passed');
    for (const { complaints } of [room, ...learners])
      expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
