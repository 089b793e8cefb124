import type { Locator, Page } from 'playwright-core';
import type { Observation } from '../../labs/observation.ts';
import type { TestApp } from './test-app.ts';

/** The dock as a learner meets it, by its roles and words. */
export const dockOf = (page: Page): Locator => page.locator('aside.dock');

export const objective = (page: Page, number: number): Locator =>
  dockOf(page)
    .locator('.checks > ol > li')
    .nth(number - 1);

/** Opens a lab from its page, giving a pseudonym when it is asked for. */
export async function openLab(page: Page, lab: string, pseudonym = 'apprenante-1'): Promise<void> {
  await page.goto(`/exercices/${lab}/`);
  await page.locator('main [data-open-lab]').click();
  const asked = page.getByRole('dialog', { name: 'Comment vous appeler' });
  await asked.or(dockOf(page).locator('.checks')).first().waitFor();
  if (await asked.isVisible()) {
    await asked.getByLabel('Pseudonyme').fill(pseudonym);
    await asked.getByRole('button', { name: 'Ouvrir l’exercice' }).click();
  }
  await dockOf(page).locator('.checks').waitFor();
  await dockOf(page).locator('.preparing').waitFor({ state: 'detached' });
}

/** Makes every sandbox of the fake host be in that state, and rings as a nested engine would. */
export function beInState({ host }: TestApp, { engine, kernel }: Pick<Observation, 'engine' | 'kernel'>): void {
  for (const [id, sandbox] of host.sandboxes) {
    sandbox.kernel = kernel;
    host.setEngine(id, engine);
  }
}
