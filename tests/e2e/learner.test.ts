import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newVisitor, openBrowser, PHONE, type Visitor } from '../support/browser.ts';
import { RealApp } from '../support/real-app.ts';

const LAB = 'un-processus-comme-un-autre';
const PATIENCE = 20_000;

/** A learner in a real browser, on a real engine, from the first page to the last check. */
describe('a learner', () => {
  let real: RealApp;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    real = await RealApp.open(inject('stateDir'), { ETANCHE_WARM: '1' });
    browser = await openBrowser();
    visitor = await newVisitor(browser, real.url);
    page = visitor.page;
    page.setDefaultTimeout(PATIENCE);
  });
  afterAll(async () => {
    await visitor[Symbol.asyncDispose]();
    await browser.close();
    await real[Symbol.asyncDispose]();
  });

  const screen = () => page.locator('.terminal-screens .xterm-rows').first();
  const check = (id: string) => page.locator(`#check-${id}`);
  const status = (id: string, wanted: string) => page.locator(`#check-${id}[data-status="${wanted}"]`).waitFor();
  const type = async (command: string) => {
    await page.locator('.terminal-screens .xterm-helper-textarea').first().focus();
    await page.keyboard.type(`${command}\n`);
  };
  const shows = async (text: string) => {
    await expect
      .poll(async () => (await screen().innerText()).replace(/\u00a0/g, ' '), { timeout: PATIENCE })
      .toContain(text);
  };

  it('opens a lab from its page with a pseudonym alone, and has a shell', async () => {
    await page.goto(`/exercices/${LAB}/`);
    await page.getByRole('button', { name: 'Ouvrir l’exercice' }).first().click();
    await page.getByRole('dialog').getByRole('textbox').fill('apprenante-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir l’exercice' }).click();
    await shows('root@hote:~#');
  });

  it('makes a beginner’s mistake, and reads why', async () => {
    await type('docker run -d --name temoin labo/base:1 true');
    await status('temoin-en-marche', 'failed');
    const words = await check('temoin-en-marche').innerText();
    expect(words).toMatch(/attendu/i);
    expect(words).toMatch(/observé/i);
    expect(words).toContain('code de sortie 0');
  });

  it('repairs it, and sees the check turn green by itself, then leak again when undone', async () => {
    await type('docker rm -f temoin; docker run -d --name temoin labo/base:1 sleep 3600');
    await status('temoin-en-marche', 'passed');
    await type('docker stop -t 0 temoin');
    await status('temoin-en-marche', 'failed');
    await type('docker start temoin');
    await status('temoin-en-marche', 'passed');
  });

  it('answers wrongly, is taught, then answers rightly', async () => {
    const field = check('pid-vu-de-l-hote').getByRole('textbox');
    await field.fill('1');
    await field.press('Enter');
    await status('pid-vu-de-l-hote', 'failed');
    await type("clear; docker inspect -f 'pid={{.State.Pid}}=' temoin");
    let pid = '';
    await expect
      .poll(async () => (pid = /pid=(\d+)=/.exec(await screen().innerText())?.[1] ?? ''), { timeout: PATIENCE })
      .not.toBe('');
    await field.fill(pid);
    await field.press('Enter');
    await status('pid-vu-de-l-hote', 'passed');
  });

  it('finds the same screen after a reload, and the answers', async () => {
    await type('echo rep""ere-$((40+2))');
    await shows('repere-42');
    await page.reload();
    await shows('repere-42');
    await status('pid-vu-de-l-hote', 'passed');
  });

  it('keeps the lab and the terminal when going to another page of the course', async () => {
    await page.goto('/namespaces/');
    await shows('repere-42');
    await page.goBack();
    await shows('repere-42');
  });

  it('keeps its shell through a restart of the server, and can go on typing', { timeout: 90_000 }, async () => {
    await type('variable=gardee');
    await real.stop();
    await page.waitForTimeout(1_000);
    await real.start();
    await expect
      .poll(
        async () => {
          await type('echo $variable-ici');
          await page.waitForTimeout(700);
          return screen().innerText();
        },
        { timeout: 60_000 },
      )
      .toContain('gardee-ici');
    await status('temoin-en-marche', 'passed');
  });

  it('opens a second terminal of its own', async () => {
    await page.getByRole('button', { name: 'Ouvrir un autre terminal' }).click();
    const second = page.locator('.terminal-screens .xterm-rows').nth(1);
    await expect.poll(() => second.innerText(), { timeout: PATIENCE }).toContain('root@hote');
    await page.getByRole('button', { name: /Fermer le terminal 2/ }).click();
  });

  it('has no accessibility fault with the dock open, wide and on a phone', async () => {
    const wide = await new AxeBuilder({ page }).exclude('.xterm').analyze();
    expect(wide.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target)])).toEqual([]);
    const { width, height } = page.viewportSize() ?? PHONE;
    await page.setViewportSize(PHONE);
    const phone = await new AxeBuilder({ page }).exclude('.xterm').analyze();
    expect(phone.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.setViewportSize({ width, height });
  });

  it('kills its own engine, is told so, and gets it back', { timeout: 90_000 }, async () => {
    await type('pkill -9 dockerd; pkill -9 containerd');
    const repair = page.getByRole('button', { name: /redémarrer le moteur/i }).first();
    await repair.waitFor();
    await repair.click();
    await page.getByText('Le moteur Docker de votre bac à sable redémarre.').waitFor();
    await page.locator('.notices .notice').waitFor({ state: 'detached', timeout: 60_000 });
    await type('docker start temoin');
    await status('temoin-en-marche', 'passed');
  });

  it('starts afresh after a question, and ends with words that say why', { timeout: 90_000 }, async () => {
    const manage = page.getByRole('button', { name: 'Gérer le bac à sable' });
    await manage.click();
    await page.getByRole('button', { name: /Repartir d’un bac neuf…/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Tout recommencer' }).click();
    await status('temoin-en-marche', 'waiting');
    await shows('root@hote:~#');
    await manage.click();
    await page.getByRole('button', { name: /Terminer l’exercice…/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Terminer', exact: true }).click();
    await page.getByText('Vous avez fermé cet exercice.').waitFor();
  });

  it('leaves the browser with nothing to complain about', () => {
    expect(
      visitor.complaints.filter(
        (complaint) =>
          !/ERR_CONNECTION_REFUSED|WebSocket connection|Failed to load resource|EventSource/.test(complaint),
      ),
    ).toEqual([]);
  });
});
