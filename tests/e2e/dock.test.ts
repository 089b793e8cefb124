import { describe, expect, it } from 'vitest';
import { newVisitor } from '../support/browser.ts';
import { beInState, dockOf, objective, openLab } from '../support/dock-page.ts';
import { aContainer, observation } from '../support/observation.ts';
import { violationsIn } from '../support/page-survey.ts';
import { onStage } from '../support/stage.ts';
import { testApp } from '../support/test-app.ts';

/** The whole program on a fake sandbox host: what the learner's machine is like is decided here. */
const LAB = 'un-processus-comme-un-autre';
const temoin = aContainer({ name: 'temoin' });
const nothing = observation();
const running = observation({ containers: [temoin] });

const stage = onStage();

describe('the lab dock', () => {
  it('asks a pseudonym once, says what is kept, and refuses what is not one', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await page.goto(`/exercices/${LAB}/`);
    await page.locator('main [data-open-lab]').click();
    const dialog = page.getByRole('dialog', { name: 'Comment vous appeler' });
    expect(await dialog.textContent()).toContain('Ni adresse électronique, ni mot de passe');
    await dialog.getByLabel('Pseudonyme').fill('!');
    await page.keyboard.press('Enter');
    expect(await dialog.getByRole('alert').textContent()).toContain('De 2 à 40 caractères');
    expect(await violationsIn(page, 'light', 'dialog[open]')).toEqual([]);
    await dialog.getByLabel('Pseudonyme').fill('apprenante-1');
    await page.keyboard.press('Enter');
    await dockOf(page).locator('.checks').waitFor();

    await page.reload();
    await dockOf(page).locator('.checks').waitFor();
    expect(await dialog.count()).toBe(0);
    expect(await page.locator('etanche-learner').textContent()).toContain('apprenante-1');
  });

  it('follows the machine live, teaches what fails, and goes back when it is undone', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const dock = dockOf(page);
    await openLab(page, LAB);
    beInState(stage.app, nothing);
    expect(await objective(page, 1).getAttribute('data-status')).toBe('waiting');
    expect(await objective(page, 1).textContent()).toContain('en attente');

    beInState(stage.app, running);
    await dock.locator('[data-status=passed]').first().waitFor();
    expect(await objective(page, 1).textContent()).toContain('étanche');
    expect(await dock.locator('[aria-live=polite]').textContent()).toBe('Objectif 1 étanche.');

    await dock.getByLabel('PID du conteneur temoin, vu de l’hôte').fill('1');
    await page.keyboard.press('Enter');
    await objective(page, 2).locator('.teaching').waitFor();
    const lesson = (await objective(page, 2).textContent()) ?? '';
    for (const part of [
      'à corriger',
      'Attendu',
      'Observé',
      'Pourquoi',
      'Pour le voir vous-même',
      'Taper dans le terminal',
      'Dans le cours',
    ]) {
      expect(lesson).toContain(part);
    }
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme, 'aside.dock')).toEqual([]);

    await dock.getByLabel('PID du conteneur temoin, vu de l’hôte').fill(String(temoin.state.pid));
    await page.keyboard.press('Enter');
    await dock.getByLabel('PID du même processus, vu de l’intérieur').fill('1');
    await page.keyboard.press('Enter');
    await dock.getByText('Tout est étanche.').waitFor();
    expect(await dock.locator('[aria-live=polite]').textContent()).toContain('Exercice réussi');
    expect(await page.locator(`[data-lab-link="${LAB}"]`).first().getAttribute('data-state')).toBe('sealed');
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme, 'aside.dock')).toEqual([]);

    beInState(stage.app, observation({ containers: [aContainer({ name: 'temoin', state: { running: false } })] }));
    await dock.locator('#check-temoin-en-marche[data-status=failed]').waitFor();
    expect(await objective(page, 1).textContent()).toContain('Il était étanche');
    expect(await dock.getByText('Tout est étanche.').count()).toBe(0);
  });

  it('gives hints one by one, and the solution once it is said that this will be noted', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const dock = dockOf(page);
    await openLab(page, LAB);
    beInState(stage.app, running);

    await dock.getByRole('tab', { name: 'Solution' }).click();
    expect(await dock.getByRole('tabpanel').first().textContent()).toContain('après un essai sérieux');

    await dock.getByRole('tab', { name: 'Indices' }).click();
    await dock.getByRole('button', { name: 'Lire un premier indice' }).click();
    await dock.locator('.hints li').first().waitFor();
    for (let read = 2; ; read++) {
      const next = dock.getByRole('button', { name: /^Lire l’indice/ });
      if ((await next.count()) === 0) break;
      await next.click();
      await dock
        .locator('.hints li')
        .nth(read - 1)
        .waitFor();
    }

    // An honest try: two wrong answers.
    await dock.getByRole('tab', { name: 'Objectifs' }).click();
    for (const wrong of ['1', '4999']) {
      await dock.getByLabel('PID du conteneur temoin, vu de l’hôte').fill(wrong);
      await page.keyboard.press('Enter');
      await objective(page, 2).locator('.teaching').getByText(wrong).first().waitFor();
      await dock.getByRole('button', { name: 'Vérifier maintenant' }).click();
    }
    await dock.getByRole('tab', { name: 'Solution' }).click();
    await dock.getByRole('button', { name: 'Voir la solution' }).click();
    const question = page.getByRole('dialog', { name: /Voir la solution/ });
    expect(await question.textContent()).toContain('Il sera noté');
    await question.getByRole('button', { name: 'Annuler' }).click();
    expect(await dock.locator('.panel pre').count()).toBe(0);
    await dock.getByRole('button', { name: 'Voir la solution' }).click();
    await question.getByRole('button', { name: 'Voir la solution' }).click();
    await dock.locator('.panel pre').first().waitFor();
    expect(await dock.locator('.panel').textContent()).toContain('docker run -d --name temoin');
  });

  it('extends the time in one click, and asks before it loses anything', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const dock = dockOf(page);
    await openLab(page, LAB);
    expect(await dock.locator('.time-left').textContent()).toMatch(/1\u00a0h\u00a0(30|29)/);
    await dock.getByRole('button', { name: /^Prolonger de 30 minutes/ }).click();
    await dock.getByText(/2\u00a0h\u00a000|1\u00a0h\u00a059/).waitFor();

    for (const [choice, question, button] of [
      ['Redémarrer le moteur Docker…', /Redémarrer le moteur/, 'Redémarrer le moteur'],
      ['Repartir d’un bac neuf…', /Repartir d’un bac neuf/, 'Tout recommencer'],
    ] as const) {
      await dock.getByRole('button', { name: 'Gérer le bac à sable' }).click();
      await dock.getByRole('button', { name: choice }).click();
      const dialog = page.getByRole('dialog', { name: question });
      expect(
        await dialog.getByRole('button', { name: 'Annuler' }).evaluate((element) => element === document.activeElement),
      ).toBe(true);
      await dialog.getByRole('button', { name: button }).click();
      await dialog.waitFor({ state: 'hidden' });
      await dock.locator('.checks').waitFor();
    }

    await dock.getByRole('button', { name: 'Gérer le bac à sable' }).click();
    await dock.getByRole('button', { name: 'Terminer l’exercice…' }).click();
    await page
      .getByRole('dialog', { name: /Terminer/ })
      .getByRole('button', { name: 'Terminer' })
      .click();
    await dock.getByText('Vous avez fermé cet exercice.').waitFor();
    await dock.getByRole('button', { name: 'Rouvrir l’exercice' }).click();
    await dock.locator('.checks').waitFor();
  });

  it('stays as it is from chapter to chapter, and comes back after a reload', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const dock = dockOf(page);
    await openLab(page, LAB);
    await dock.getByRole('tab', { name: 'Situation' }).click();
    await page.evaluate(() => document.querySelector('.terminal-screen')!.setAttribute('data-mark', 'same'));
    for (const [name, path] of [
      ['Introduction et modèle de menace', '/introduction/'],
      ['Les espaces de noms', '/namespaces/'],
    ] as const) {
      await page.locator('main a, .dock-title a, .pagination a').filter({ hasText: name }).first().click();
      await page.waitForURL(`**${path}`);
      expect(await page.locator('.terminal-screen').getAttribute('data-mark')).toBe('same');
      expect(await dock.getByRole('tab', { name: 'Situation' }).getAttribute('aria-selected')).toBe('true');
    }
    await page.reload();
    await dock.locator('.dock-prose').waitFor();
    expect(await dock.getByRole('tab', { name: 'Situation' }).getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('.terminal-screen').getAttribute('data-mark')).toBeNull();

    await dock.getByRole('button', { name: /^Masquer le bac à sable/ }).click();
    expect(await dock.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Reprendre l’exercice' }).click();
    expect(await dock.isVisible()).toBe(true);
  });

  it('says when the engine of the sandbox is down, and repairs it', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    const dock = dockOf(page);
    await openLab(page, LAB);
    beInState(stage.app, { ...nothing, engine: { ...nothing.engine, reachable: false } });
    await dock.getByText('Le moteur Docker de votre bac à sable ne répond plus.').waitFor();
    expect(await violationsIn(page, 'light', 'aside.dock')).toEqual([]);
    await dock.locator('.notice').getByRole('button', { name: 'Redémarrer le moteur' }).click();
    await dock.getByText('ne répond plus').waitFor({ state: 'detached' });
  });

  it('says that all sandboxes are taken, and tries again', async () => {
    await using small = await testApp({ ETANCHE_SANDBOXES: '1', ETANCHE_WARM: '1' });
    await using first = await newVisitor(stage.browser, small.url);
    await openLab(first.page, LAB);
    await using second = await newVisitor(stage.browser, small.url);
    const { page } = second;
    await page.goto(`/exercices/${LAB}/`);
    await page.locator('main [data-open-lab]').click();
    await page.getByLabel('Pseudonyme').fill('apprenante-2');
    await page.keyboard.press('Enter');
    await dockOf(page).getByText('Tous les bacs à sable sont occupés.').waitFor();

    await dockOf(first.page).getByRole('button', { name: 'Gérer le bac à sable' }).click();
    await dockOf(first.page).getByRole('button', { name: 'Terminer l’exercice…' }).click();
    await first.page
      .getByRole('dialog', { name: /Terminer/ })
      .getByRole('button', { name: 'Terminer' })
      .click();
    await dockOf(first.page).getByText('Vous avez fermé cet exercice.').waitFor();
    await expect
      .poll(
        async () => {
          const again = dockOf(page).getByRole('button', { name: 'Réessayer' });
          if (await again.isVisible()) await again.click();
          return dockOf(page).locator('.checks').isVisible();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(true);
  });

  it('signs out after a question, and forgets who was there', async () => {
    await using visitor = await stage.visitor();
    const { page } = visitor;
    await openLab(page, LAB, 'apprenante-3');
    await page.locator('etanche-learner [popovertarget]').click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    const dialog = page.getByRole('dialog', { name: /Se déconnecter/ });
    expect(await dialog.textContent()).toContain('votre code de reprise la retrouvera');
    await dialog.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.locator('etanche-learner').getByText('Votre place').waitFor();
    expect(await page.locator('etanche-learner').textContent()).not.toContain('apprenante-3');
    await dockOf(page).getByText('Vous avez quitté cette session.').waitFor();
    expect(await page.locator(`[data-lab-link="${LAB}"]`).first().getAttribute('data-state')).toBe('todo');
  });
});
