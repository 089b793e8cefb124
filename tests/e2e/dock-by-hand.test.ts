import { describe, expect, it } from 'vitest';
import { PHONE } from '../support/browser.ts';
import { dockOf, openLab } from '../support/dock-page.ts';
import { onStage } from '../support/stage.ts';

const LAB = 'un-processus-comme-un-autre';

const stage = onStage();

describe('the dock by keyboard', () => {
  it('is reached by a skip link, resized with arrows, and keeps its size', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB);
    const width = async () => Math.round((await dockOf(page).boundingBox())?.width ?? 0);
    const separator = page.getByRole('separator', { name: 'Largeur du bac à sable' });
    const before = await width();
    await separator.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await width()).toBe(before + 64);
    expect(await separator.getAttribute('aria-valuenow')).toBe(String(before + 64));
    await page.keyboard.press('End');
    expect(await width()).toBe(380);
    const share = page.getByRole('separator', { name: 'Hauteur des objectifs et du terminal' });
    await share.focus();
    await page.keyboard.press('ArrowUp');
    expect(await share.getAttribute('aria-valuenow')).toBe('45');
    await page.reload();
    await dockOf(page).locator('.checks').waitFor();
    expect(await width()).toBe(380);
    expect(await share.getAttribute('aria-valuenow')).toBe('45');

    await page.goto('/namespaces/');
    await dockOf(page).locator('.checks').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.locator('*:focus').textContent()).toBe('Aller au bac à sable');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('#dock') !== null)).toBe(true);
  });

  it('goes through its tabs with arrows, one stop each', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB);
    await page.getByRole('tab', { name: 'Objectifs' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Situation' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('End');
    expect(await page.getByRole('tab', { name: 'Solution' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('*:focus').textContent()).toBe('Objectifs');
    expect(await page.locator('.panels [role=tab][tabindex="0"]').count()).toBe(1);
  });

  it('has one to four terminals, and a way out of them', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB);
    const more = page.getByRole('button', { name: 'Ouvrir un autre terminal' });
    for (let n = 2; n <= 4; n++) await more.click();
    expect(await page.getByRole('tab', { name: /^Terminal/ }).count()).toBe(4);
    expect(await more.count()).toBe(0);
    await page.getByRole('button', { name: 'Fermer le terminal 4' }).click();
    expect(await page.getByRole('tab', { name: 'Terminal 3' }).getAttribute('aria-selected')).toBe('true');

    await page.locator('.terminal-screen:not([hidden]) .xterm-helper-textarea').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.keyboard.press('Shift+F6');
    expect(await page.evaluate(() => document.activeElement?.closest('.xterm') === null)).toBe(true);
  });

  it('explains the terminal’s keys, size and screen-reader mode, and remembers the choice', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB);
    await page.getByRole('button', { name: 'Clavier, taille et accessibilité' }).click();
    const help = page.getByRole('dialog', { name: /Terminal/ });
    expect(await help.textContent()).toContain('F6');
    await help.getByLabel(/^Taille du texte/).fill('18');
    await help.getByLabel(/^Mode lecteur d’écran/).check();
    await page.keyboard.press('Escape');
    await page.locator('.xterm-accessibility').first().waitFor({ state: 'attached' });
    await page.reload();
    await dockOf(page).locator('.checks').waitFor();
    await page.locator('.xterm-accessibility').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Clavier, taille et accessibilité' }).click();
    expect(await help.getByLabel(/^Taille du texte/).inputValue()).toBe('18');
  });
});

describe('the dock on a phone', () => {
  it('is a sheet of three heights, over a text that can still be read to its end', async () => {
    await using visitor = await stage.visitor({ viewport: PHONE });
    const { page } = visitor;
    await openLab(page, LAB);
    const height = async () => (await dockOf(page).boundingBox())?.height ?? 0;
    const handle = page.locator('.sheet-handle');
    const middle = await height();
    expect(middle).toBeGreaterThan(PHONE.height * 0.45);
    expect(middle).toBeLessThan(PHONE.height * 0.65);
    await handle.focus();
    await page.keyboard.press('ArrowUp');
    expect(await height()).toBeGreaterThan(PHONE.height * 0.85);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await height()).toBeLessThan(PHONE.height * 0.2);
    expect(await dockOf(page).locator('.check-strip').isVisible()).toBe(true);
    expect(await handle.getAttribute('aria-label')).toContain('réduit');

    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const [text, sheet] = await Promise.all([page.locator('.site-footer').boundingBox(), dockOf(page).boundingBox()]);
    expect((text?.y ?? 0) + (text?.height ?? 0)).toBeLessThanOrEqual(sheet?.y ?? 0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });

  it('drags from height to height', async () => {
    await using visitor = await stage.visitor({ viewport: PHONE });
    const { page } = visitor;
    await openLab(page, LAB);
    const grip = (await page.locator('.sheet-handle').boundingBox())!;
    await page.mouse.move(grip.x + 100, grip.y + 10);
    await page.mouse.down();
    await page.mouse.move(grip.x + 100, grip.y - 120, { steps: 4 });
    await page.mouse.up();
    expect(await dockOf(page).getAttribute('data-sheet')).toBe('haut');
  });

  it('has the terminal as its last tab, and goes there to type a command', async () => {
    await using visitor = await stage.visitor({ viewport: PHONE });
    const { page } = visitor;
    await openLab(page, LAB);
    expect(await dockOf(page).locator('.terminals').isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click();
    expect(await dockOf(page).locator('.terminals').isVisible()).toBe(true);
    expect(await dockOf(page).locator('.checks').isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Objectifs' }).click();
    expect(await dockOf(page).locator('.checks').isVisible()).toBe(true);
  });
});
