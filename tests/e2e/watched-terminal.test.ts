import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import { LocalSandboxes, PROMPT } from '../integration/terminal-harness.ts';
import { newVisitor, openBrowser, type Visitor } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { LAB, Learner, openClass, trainerWindow } from '../support/class-of-learners.ts';
import { dockOf, openLab } from '../support/dock-page.ts';
import { FakeSandboxHost } from '../support/fake-sandbox-host.ts';
import { violationsIn } from '../support/page-survey.ts';
import { testApp, type TestApp } from '../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../support/trainer-client.ts';

/** The whole program, its terminals being real shells of this machine. */
const shells = new LocalSandboxes();
class HostWithShells extends FakeSandboxHost {
  override openStream = shells.openStream;
}

let browser: Browser;
let app: TestApp;
let trainer: TrainerClient;

beforeAll(async () => {
  await builtSite();
  app = await testApp({ ETANCHE_SANDBOXES: '20' }, new HostWithShells());
  trainer = await anAdministrator(app, 'formatrice-1');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
  await shells.close();
}, 60_000);

/** A learner of the class at work in a browser of theirs, their terminal at its prompt. */
async function atWork(theClass: ClassView, pseudonym: string): Promise<{ learner: Learner; visitor: Visitor }> {
  const learner = await new Learner(app.url).join(theClass.code, pseudonym);
  const visitor = await newVisitor(browser, app.url);
  const [name = '', value = ''] = learner.cookie.split('=');
  await visitor.context.addCookies([{ name, value, url: app.url }]);
  await openLab(visitor.page, LAB);
  await sees(dockOf(visitor.page), PROMPT);
  return { learner, visitor };
}

type Place = ReturnType<Page['locator']>;
/** xterm draws nothing out of sight. */
async function sees(place: Place, text: string): Promise<void> {
  const rows = place.locator('.xterm-rows');
  await rows.scrollIntoViewIfNeeded();
  await rows.filter({ hasText: text }).first().waitFor();
}
const shows = async (place: Place): Promise<string> => (await place.locator('.xterm-rows').textContent()) ?? '';

async function type(page: Page, place: Place, text: string): Promise<void> {
  await place.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(`${text}\n`);
}

const watched = (page: Page): Place => page.locator('.watched-screen');
const person = (theClass: ClassView, { id }: Learner): string =>
  `/formation/personne/?classe=${theClass.id}&personne=${id}`;

describe('a learner’s terminal in a trainer’s page', () => {
  it('is live, in the learner’s size, takes no key nor holds the keyboard, and axe is content', async () => {
    const theClass = await openClass(trainer, 'Regarder');
    const { learner, visitor: theirs } = await atWork(theClass, 'apprenante-1');
    await using one = theirs;
    await using mine = await trainerWindow(browser, app, trainer);
    await mine.page.goto(person(theClass, learner));
    await sees(watched(mine.page), PROMPT);
    await type(one.page, dockOf(one.page), 'stty size; echo en di""rect');
    await sees(watched(mine.page), 'en direct');
    const [rows, columns] =
      /(\d+) (\d+)/
        .exec(await shows(watched(mine.page)))
        ?.slice(1)
        .map(Number) ?? [];
    expect(await watched(mine.page).locator('.xterm-rows > div').count()).toBe(rows);
    expect(columns).toBeGreaterThan(20);
    await type(mine.page, watched(mine.page), 'echo intr""us');
    await mine.page.keyboard.press('Tab');
    expect(await mine.page.evaluate(() => document.activeElement?.closest('.watched-screen') === null)).toBe(true);
    await type(one.page, dockOf(one.page), 'echo seu""le');
    await sees(watched(mine.page), 'seule');
    expect(await shows(dockOf(one.page))).not.toContain('intr');
    expect(await violationsIn(mine.page, 'light')).toEqual([]);
    expect(mine.complaints).toEqual([]);
  });

  it('takes keys with the learner’s word, and none once it is taken back', async () => {
    const theClass = await openClass(trainer, 'Taper');
    const { learner, visitor: theirs } = await atWork(theClass, 'apprenante-1');
    await using one = theirs;
    await using mine = await trainerWindow(browser, app, trainer);
    await mine.page.goto(person(theClass, learner));
    await sees(watched(mine.page), PROMPT);
    await mine.page.getByRole('button', { name: 'Demander le clavier' }).click();
    await mine.page.getByText('on attend son accord').waitFor();
    await learner.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: true });
    await mine.page.getByText('Vous avez le clavier').waitFor();
    await type(mine.page, watched(mine.page), 'echo de lo""in');
    await sees(dockOf(one.page), 'de loin');
    await learner.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: false });
    await mine.page.getByText('sans rien pouvoir taper').waitFor();
    await type(mine.page, watched(mine.page), 'echo tr""op tard');
    await type(one.page, dockOf(one.page), 'echo su""ite');
    await sees(dockOf(one.page), 'suite');
    expect(await shows(dockOf(one.page))).not.toContain('tr""op');
  });

  it('is only text, whatever a program writes: no element, no script, no link without a question', async () => {
    const theClass = await openClass(trainer, 'Hostile');
    const { learner, visitor: theirs } = await atWork(theClass, 'apprenante-1');
    await using one = theirs;
    await using mine = await trainerWindow(browser, app, trainer);
    const { page, context, complaints } = mine;
    const title = await page.goto(person(theClass, learner)).then(() => page.title());
    await sees(watched(page), PROMPT);
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.message());
      void dialog.dismiss();
    });
    const hostile = [
      String.raw`\e]0;autre titre\a\e]52;c;ZXZpbA==\a\e[c\e[5n`,
      '<img src=x onerror=alert(1)> <script>alert(2)</script>',
      String.raw`\n\e]8;;javascript:alert(3)\apiege\e]8;;\a\n\e]8;;https://ailleurs.example/\aadresse\e]8;;\a\nfi%s`,
    ].join('');
    await type(one.page, dockOf(one.page), `clear; printf '${hostile}' n`);
    await sees(watched(page), 'fin');
    expect(await shows(watched(page))).toContain('<img src=x onerror=alert(1)> <script>alert(2)</script>');
    expect(await watched(page).locator('img, script').count()).toBe(0);
    for (const text of ['piege', 'adresse']) {
      const box = await watched(page).getByText(text, { exact: true }).first().boundingBox();
      await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 3);
      await page.waitForTimeout(300);
      await page.mouse.click((box?.x ?? 0) + 6, (box?.y ?? 0) + 4);
      await page.waitForTimeout(300);
    }
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain('https://ailleurs.example/');
    expect(context.pages()).toHaveLength(1);
    expect(await page.title()).toBe(title);
    expect(complaints).toEqual([]);
  });
});

describe('a pause', () => {
  it('is said over the learner’s terminal, where keys then do nothing', async () => {
    const theClass = await openClass(trainer, 'Pause');
    const { visitor: theirs } = await atWork(theClass, 'apprenante-1');
    await using one = theirs;
    await trainer.send('PUT', `/api/classes/${theClass.id}/pause`, { paused: true });
    const strip = dockOf(one.page).getByText('La classe est en pause : vos touches ne sont pas transmises.');
    await strip.waitFor();
    await type(one.page, dockOf(one.page), 'echo per""du');
    await trainer.send('PUT', `/api/classes/${theClass.id}/pause`, { paused: false });
    await strip.waitFor({ state: 'detached' });
    await type(one.page, dockOf(one.page), 'echo rep""ris');
    await sees(dockOf(one.page), 'repris');
    expect(await shows(dockOf(one.page))).not.toContain('per');
  });
});

describe('a recording', () => {
  it('is played in the page: from the start, at will, by the keyboard, and axe is content', async () => {
    const theClass = await openClass(trainer, 'Rejouer');
    const { name, state, capacity, startsAt, endsAt, warm, closedItems, recordingDays } = theClass;
    const settings = { name, state, capacity, startsAt, endsAt, warm, closedItems, recordingDays, recording: true };
    await trainer.send('PUT', `/api/classes/${theClass.id}`, settings);
    const { learner, visitor: theirs } = await atWork(theClass, 'apprenante-1');
    await using one = theirs;
    await type(one.page, dockOf(one.page), 'clear; echo "<img src=x onerror=alert(1)>"; echo au dé""but');
    await sees(dockOf(one.page), 'au début');
    await one.page.waitForTimeout(4_000);
    await type(one.page, dockOf(one.page), 'echo à la f""in');
    await sees(dockOf(one.page), 'à la fin');

    await using mine = await trainerWindow(browser, app, trainer);
    const { page, complaints } = mine;
    await page.goto(person(theClass, learner));
    await page.getByRole('button', { name: /^Terminal 1 \(/ }).click();
    const player = page.locator('.replay');
    await player.getByRole('button', { name: 'Lire' }).waitFor();
    const position = player.getByRole('slider', { name: 'Position' });
    await position.focus();
    await page.keyboard.press('End');
    await sees(player, 'à la fin');
    expect(await player.locator('img').count()).toBe(0);
    // Idle moments are shortened to two seconds: four of them were not shown.
    const [shown, total] = [await position.inputValue(), await position.getAttribute('max')].map(Number);
    expect(shown).toBeCloseTo(total ?? 0, 0);
    await page.keyboard.press('Home');
    await expect.poll(() => shows(player)).not.toContain('à la fin');
    await player.getByRole('combobox', { name: 'Vitesse' }).selectOption('8');
    await page.keyboard.press('Tab');
    await position.focus();
    await page.keyboard.press(' ');
    await player.getByRole('button', { name: 'Pause' }).waitFor();
    await sees(player, 'à la fin');
    await player.getByRole('button', { name: 'Lire' }).waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
