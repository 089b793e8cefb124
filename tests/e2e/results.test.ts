import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import { newVisitor, openBrowser, type Visitor } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { insertAttempt, learnerNamed } from '../support/class-rows.ts';
import { violationsIn } from '../support/page-survey.ts';
import { Client, testApp, type TestApp } from '../support/test-app.ts';
import { newClass, trainer } from '../unit/classroom/class-people.ts';

const LAB = 'plafond-de-memoire';
/** Enough for a table; axe looks at each cell. */
const PEOPLE = 12;

/** What a class has achieved, as its trainer reads it, prints it and takes it away. */
describe('the results of a class', () => {
  let test: TestApp;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let group: ClassView;

  beforeAll(async () => {
    await builtSite();
    test = await testApp();
    browser = await openBrowser();
    visitor = await newVisitor(browser, test.url);
    page = visitor.page;
    page.setDefaultTimeout(20_000);
    const teacher = await trainer(test);
    group = await newClass(teacher, { name: 'Promotion de mars' });
    for (let n = 1; n <= PEOPLE; n++) {
      const pseudonym = `apprenante-${n}`;
      await new Client(test.url).send('POST', '/api/session', { pseudonym, classCode: group.code });
      const checks = JSON.stringify([{ everPassed: true }, { everPassed: n % 2 === 0 }]);
      await insertAttempt(test, await learnerNamed(test, pseudonym), {
        lab: LAB,
        checks,
        succeeded_at: n % 2 === 0 ? Date.now() : null,
        solution_revealed_at: n === 1 ? 1 : null,
      });
    }
    const [name = '', value = ''] = teacher.cookie.split('=');
    await visitor.context.addCookies([{ name, value, url: test.url }]);
    await page.goto(`/formation/resultats/?classe=${group.id}`);
    await page.locator('.results-table').waitFor();
  });
  afterAll(async () => {
    await visitor[Symbol.asyncDispose]();
    await browser.close();
    await test[Symbol.asyncDispose]();
  });

  const row = (pseudonym: string) =>
    page
      .locator('.results-table tbody tr')
      .filter({ has: page.getByRole('rowheader', { name: pseudonym, exact: true }) });

  it('say in words, lab by lab, who has succeeded, who has begun, and to whom the solution was shown', async () => {
    expect(await page.locator('.results-table tbody tr').count()).toBe(PEOPLE);
    expect(await row('apprenante-2').innerText()).toMatch(/réussi le \d/);
    expect(await row('apprenante-1').innerText()).toMatch(/1\/2\*\s*objectifs, la solution ayant été montrée/);
    expect(await row('apprenante-3').innerText()).toMatch(/1\/2\s*objectifs/);
    const memory = page.locator('#couverture-anssi ~ table tr').filter({ has: page.getByText('R10', { exact: true }) });
    expect((await memory.innerText()).replaceAll('\u00a0', ' ')).toContain('50 % (6 sur 12)');
  });

  it('can be used by everybody, light and dark', async () => {
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme, 'main')).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('are printed in landscape, none of the class left out', async () => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
      Number(width) > Number(height) ? 'landscape' : 'portrait',
    );
    expect(new Set(sizes)).toEqual(new Set(['landscape']));
    await page.emulateMedia({ media: 'print' });
    const { shown, whole } = await page
      .locator('.results-scroll')
      .evaluate((box) => ({ shown: getComputedStyle(box).overflowX, whole: box.querySelectorAll('tbody tr').length }));
    expect({ shown, whole }).toEqual({ shown: 'visible', whole: PEOPLE });
    await page.emulateMedia({ media: 'screen' });
  });

  it('can be taken to a spreadsheet', async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('Télécharger pour un tableur').click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^resultats-promotion-de-mars-.*\.csv$/);
    expect((await readFile(await file.path(), 'utf8')).split('\r\n')).toHaveLength(PEOPLE + 2);
  });

  it('are for those who teach the class: others are asked who they are', async () => {
    await using stranger = await newVisitor(browser, test.url);
    await stranger.page.goto(`/formation/resultats/?classe=${group.id}`);
    await stranger.page.locator('.sign-in').waitFor();
    expect(await stranger.page.locator('.results-table').count()).toBe(0);
  });
});
