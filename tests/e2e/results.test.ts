import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassView } from '../../server/contract/classes.ts';
import type { Visitor } from '../support/browser.ts';
import { openClass } from '../support/class-of-learners.ts';
import { insertAttempt, learnerNamed } from '../support/class-rows.ts';
import { violationsIn } from '../support/page-survey.ts';
import { sheets } from '../support/paper.ts';
import { onClassStage } from '../support/stage.ts';
import { Client } from '../support/test-app.ts';

const LAB = 'plafond-de-memoire';
/** Enough for a table; axe looks at each cell. */
const PEOPLE = 12;

/** What a class has achieved, as its trainer reads it, prints it and takes it away. */
describe('the results of a class', () => {
  const stage = onClassStage();
  let visitor: Visitor;
  let page: Page;
  let group: ClassView;

  beforeAll(async () => {
    visitor = await stage.visitor({ as: stage.trainer });
    page = visitor.page;
    page.setDefaultTimeout(20_000);
    group = await openClass(stage.trainer, 'Promotion de mars');
    for (let n = 1; n <= PEOPLE; n++) {
      const pseudonym = `apprenante-${n}`;
      await new Client(stage.app.url).send('POST', '/api/session', { pseudonym, classCode: group.code });
      const checks = JSON.stringify([{ everPassed: true }, { everPassed: n % 2 === 0 }]);
      await insertAttempt(stage.app, await learnerNamed(stage.app, pseudonym), {
        lab: LAB,
        checks,
        succeeded_at: n % 2 === 0 ? Date.now() : null,
        solution_revealed_at: n === 1 ? 1 : null,
      });
    }
    await page.goto(`/formation/resultats/?classe=${group.id}`);
    await page.locator('.results-table').waitFor();
  });
  afterAll(() => visitor[Symbol.asyncDispose]());

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
    expect(new Set(await sheets(page))).toEqual(new Set(['landscape']));
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
    await using stranger = await stage.visitor();
    await stranger.page.goto(`/formation/resultats/?classe=${group.id}`);
    await stranger.page.locator('.sign-in').waitFor();
    expect(await stranger.page.locator('.results-table').count()).toBe(0);
  });
});
