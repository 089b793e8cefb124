import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openBrowser, PHONE } from '../support/browser.ts';
import { builtSite } from '../support/built-site.ts';
import { violationsIn } from '../support/page-survey.ts';
import { serveStatically, type StaticSite } from '../support/static-site.ts';

let browser: Browser;
let site: StaticSite;

beforeAll(async () => {
  site = await serveStatically(await builtSite());
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

const focused = '*:focus';

describe('reading, with no server behind the pages', () => {
  it('begins with a way past the bar, for a keyboard', async () => {
    await using visitor = await newVisitor(browser, site.url);
    await visitor.page.goto('/namespaces/');
    await visitor.page.keyboard.press('Tab');
    expect(await visitor.page.locator(focused).textContent()).toBe('Aller au contenu');
    expect(await visitor.page.locator(focused).isVisible()).toBe(true);
    await visitor.page.keyboard.press('Enter');
    expect(new URL(visitor.page.url()).hash).toBe('#_top');
  });

  it('shows where the focus is, on everything that takes it', async () => {
    await using visitor = await newVisitor(browser, site.url);
    await visitor.page.goto('/namespaces/');
    for (let n = 0; n < 25; n++) {
      await visitor.page.keyboard.press('Tab');
      const ring = await visitor.page.locator(focused).evaluate((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          element: element.outerHTML.slice(0, 80),
          visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        };
      });
      expect(ring).toMatchObject({ visible: true });
    }
  });

  it('keeps the chosen theme from page to page, and at the next visit', async () => {
    await using visitor = await newVisitor(browser, site.url, { theme: 'light' });
    const theme = () => visitor.page.locator('html').getAttribute('data-theme');
    await visitor.page.goto('/');
    await visitor.page.getByRole('button', { name: 'Affichage' }).click();
    await visitor.page.getByLabel('Sombre').check();
    expect(await theme()).toBe('dark');
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('link', { name: 'Commencer le cours' }).click();
    await visitor.page.waitForURL('**/introduction/');
    expect(await theme()).toBe('dark');
    await visitor.page.reload();
    expect(await theme()).toBe('dark');
  });

  it('finds a word of the course, keyboard only', async () => {
    await using visitor = await newVisitor(browser, site.url);
    await visitor.page.goto('/');
    await visitor.page.keyboard.press('Control+k');
    await visitor.page.keyboard.type('cgroups');
    await visitor.page.locator('etanche-search .results a').first().waitFor();
    expect(await visitor.page.locator('etanche-search [role=status]').textContent()).toMatch(/passages?$/);
    expect(await violationsIn(visitor.page, 'light', 'etanche-search')).toEqual([]);
    await visitor.page.keyboard.press('ArrowDown');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.waitForURL((url) => url.pathname !== '/');
    expect(await visitor.page.locator('main').textContent()).toMatch(/cgroups/i);
  });

  it('explains each wrong answer of a quiz by itself, and remembers the right ones', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const { page } = visitor;
    await page.goto('/namespaces/');
    const question = page.locator('.quiz-question').first();
    const check = question.getByRole('button', { name: 'Vérifier ma réponse' });
    await check.click();
    expect(await question.getByText('Choisissez d’abord une réponse.').isVisible()).toBe(true);

    const told: string[] = [];
    for (const wrong of await question.locator('input:not([data-correct])').all()) {
      await wrong.check();
      await check.click();
      const text = (await question.locator('.verdict').textContent()) ?? '';
      expect(text).toMatch(/^Non\. ./);
      told.push(text);
    }
    expect(new Set(told).size).toBe(told.length);

    await question.locator('input[data-correct]').check();
    expect(await question.locator('.verdict').textContent()).toBe('');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await question.locator('.verdict').textContent()).toMatch(/^Juste\. ./);
    await page.reload();
    expect(await page.locator('.quiz-count').textContent()).toMatch(/^1\u00a0bonne réponse sur/);
    expect(await question.locator('input[data-correct]').isChecked()).toBe(true);
  });

  it('takes a returning reader back to where they were', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const { page } = visitor;
    await page.goto('/cgroups/');
    const headings = page.locator('.sl-markdown-content h2');
    const third = headings.nth(2);
    await third.scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollBy(0, 500));
    const id = (await third.getAttribute('id')) ?? '';
    await page.waitForFunction((section) => localStorage.getItem('etanche:progress')?.includes(section), id);
    await page.goto('/');
    const resume = page.locator('etanche-resume [data-next] a');
    expect(await resume.getAttribute('href')).toMatch(/^\/cgroups\/#./);
  });

  it('plays the lab of the home page when asked, and only then', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const { page } = visitor;
    await page.goto('/');
    const turning = page.locator('[data-turning]');
    expect(await turning.getAttribute('data-status')).toBe('failed');
    await page.getByRole('button', { name: 'Taper la correction' }).click();
    await page.getByRole('button', { name: 'Recommencer' }).waitFor();
    expect(await turning.getAttribute('data-status')).toBe('passed');
    expect(await page.locator('[data-say]').textContent()).toBe('Objectif 2 étanche.');
    await page.getByRole('button', { name: 'Recommencer' }).click();
    expect(await turning.getAttribute('data-status')).toBe('failed');
  });

  it('says that the labs’ server does not answer, and leaves the course readable', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const { page } = visitor;
    await page.goto('/namespaces/');
    await page.locator('.exercice [data-open-lab]').first().click();
    const dock = page.locator('aside.dock');
    await dock.getByText('Le serveur des exercices ne répond pas.').waitFor();
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await violationsIn(page, 'light', 'aside.dock')).toEqual([]);
    await dock.getByRole('button', { name: 'Continuer à lire' }).click();
    expect(await dock.isVisible()).toBe(false);
  });

  it('invites to open a lab when a command is to be typed and none is open', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const { page } = visitor;
    await page.goto('/namespaces/');
    const button = page.locator('.type-command').first();
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Ouvrez d’abord un exercice' });
    expect(await dialog.isVisible()).toBe(true);
    expect(await dialog.locator('[data-open-lab]').count()).toBeGreaterThanOrEqual(1);
    await page.keyboard.press('Escape');
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('opens the course’s contents as a menu on a phone, and closes it by keyboard', async () => {
    await using visitor = await newVisitor(browser, site.url, { viewport: PHONE });
    const { page } = visitor;
    await page.goto('/namespaces/');
    const contents = page.locator('#starlight__sidebar');
    expect(await contents.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Sommaire' }).click();
    expect(await contents.isVisible()).toBe(true);
    // The browser tells that a menu opened or closed a moment after it did.
    const behind = page.locator('.main-frame');
    await expect.poll(() => behind.getAttribute('inert')).not.toBeNull();
    await page.keyboard.press('Escape');
    expect(await contents.isVisible()).toBe(false);
    await expect.poll(() => behind.getAttribute('inert')).toBeNull();
    await page.getByRole('button', { name: 'Sommaire' }).click();
    await contents.getByRole('link', { name: /Les cgroups/ }).click();
    await page.waitForURL('**/cgroups/');
    expect(await contents.isVisible()).toBe(false);
  });
});
