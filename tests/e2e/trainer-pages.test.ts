import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHAPTERS } from '../../labs/schema.ts';
import { codeOfStep, stepOf } from '../../server/accounts/second-factor.ts';
import type { ClassView } from '../../server/contract/classes.ts';
import type { Visitor } from '../support/browser.ts';
import { violationsIn } from '../support/page-survey.ts';
import { onStage } from '../support/stage.ts';
import { TRAINER_PASSWORD } from '../support/trainer-client.ts';

/** The pages of whoever teaches, in a real browser, on the whole program with a fake sandbox host. One story, in order. */
const stage = onStage({ environment: {} });
let administrator: Visitor;
let page: Page;
beforeAll(async () => {
  administrator = await stage.visitor();
  await administrator.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  ({ page } = administrator);
  page.setDefaultTimeout(10_000);
});

const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const classes = async (): Promise<ClassView[]> =>
  (await (await page.request.get('/api/classes')).json()) as ClassView[];
const onlyClass = async (): Promise<ClassView> => {
  const [one, ...others] = await classes();
  expect(others).toEqual([]);
  return one!;
};
const isAccessible = async (of: Page, part?: string): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) expect(await violationsIn(of, theme, part)).toEqual([]);
};

async function acceptInvitation(by: Page, login: string): Promise<void> {
  await by.getByLabel('Nom', { exact: true }).fill(login);
  await by.getByLabel('Mot de passe', { exact: true }).fill(TRAINER_PASSWORD);
  await by.getByRole('button', { name: 'Ouvrir le compte', exact: true }).click();
  await by.waitForURL('**/formation/');
  await by.getByRole('heading', { name: /classes/ }).waitFor();
}

async function signIn(by: Page, login: string, password = TRAINER_PASSWORD): Promise<void> {
  await by.getByLabel('Nom', { exact: true }).fill(login);
  await by.getByLabel('Mot de passe', { exact: true }).fill(password);
  await by.getByRole('button', { name: 'Entrer', exact: true }).click();
}

describe('the pages of whoever teaches', () => {
  it('tell somebody who comes by chance what they are for, and where the course is', async () => {
    await page.goto('/');
    await page.locator('footer').getByRole('link', { name: 'Formation' }).click();
    await page.getByRole('heading', { name: 'Entrer', exact: true }).waitFor();
    expect(await page.locator('main').textContent()).toContain('Pour apprendre, vous n’en avez pas besoin');
    await isAccessible(page);
  });

  it('open the first account by the link of the start, which serves once', async () => {
    const token = await stage.app.app.firstInvitation();
    await page.goto(`/formation/invitation/#${token}`);
    await page.getByText('Cette invitation ouvre un compte d’administration').waitFor();
    await isAccessible(page);

    const password = page.getByLabel('Mot de passe', { exact: true });
    await page.getByLabel('Nom', { exact: true }).fill('administratrice-1');
    await password.fill('trop court');
    expect(await page.locator('main').textContent()).toContain('10 pour l’instant');
    await page.getByRole('button', { name: 'Ouvrir le compte', exact: true }).click();
    expect(await password.evaluate((field: HTMLInputElement) => field.validity.tooShort)).toBe(true);
    await page.getByLabel('Montrer ce mot de passe').check();
    expect(await password.getAttribute('type')).toBe('text');

    await acceptInvitation(page, 'administratrice-1');
    await page.getByText('Aucune classe pour l’instant.').waitFor();
    await isAccessible(page);

    await using other = await stage.visitor();
    await other.page.goto(`/formation/invitation/#${token}`);
    await other.page.getByText('Ce lien ne vaut plus.').waitFor();
  });

  it('create a class, once the machine has said whether it can hold it', async () => {
    await page.getByRole('button', { name: 'Créer une classe' }).click();
    const dialog = page.getByRole('dialog', { name: 'Créer une classe' });
    await dialog.getByLabel('Nom de la classe').fill('Session de mars');
    await dialog.getByLabel('Nombre de personnes').fill('400');
    await dialog.getByText('c’est trop pour cette machine').waitFor();
    await dialog.getByLabel('Nombre de personnes').fill('4');
    await dialog.getByText('cette machine tient 4\u00a0personnes à la fois').waitFor();
    await dialog.getByLabel('Début').fill('2030-03-04T09:00');
    await dialog.getByLabel('Fin').fill('2030-03-04T08:00');
    await dialog.getByText('La fin vient après le début.').waitFor();
    await isAccessible(page, 'dialog[open]');
    await dialog.getByLabel('Fin').fill('2030-03-04T17:30');
    await dialog.getByRole('button', { name: 'Créer la classe' }).click();
    await page.waitForURL('**/formation/classe/?classe=*');
    await page.getByRole('heading', { name: 'Le code de la classe' }).waitFor();

    const made = await onlyClass();
    expect(made).toMatchObject({ name: 'Session de mars', capacity: 4, state: 'open' });
    expect(new Date(made.endsAt!).getHours()).toBe(17);
    expect(await page.locator('.trainer-bar').textContent()).toContain('Session de mars');
  });

  it('copy the code and the link, project them, and replace the code after a question', async () => {
    const { code } = await onlyClass();
    const panel = page.locator('.code-panel');
    await panel.getByRole('button', { name: 'Copier le code' }).click();
    await panel.getByText('Copié.').waitFor();
    expect(await clipboard()).toBe(code);
    await panel.getByRole('button', { name: 'Copier le lien' }).click();
    await expect.poll(clipboard).toBe(`${stage.app.url}/rejoindre/#${code}`);

    await panel.getByRole('button', { name: 'Projeter' }).click();
    const projection = page.getByRole('dialog', { name: 'Session de mars' });
    expect(await projection.textContent()).toContain(code);
    expect(await projection.getByRole('img').locator('path').getAttribute('d')).toMatch(/^M\d/);
    await isAccessible(page, 'dialog.projection');
    await page.keyboard.press('Escape');
    await projection.waitFor({ state: 'hidden' });

    await panel.getByRole('button', { name: 'Remplacer le code…' }).click();
    await page
      .getByRole('dialog', { name: /Remplacer le code/ })
      .getByRole('button', { name: 'Remplacer le code' })
      .click();
    await expect.poll(async () => (await onlyClass()).code).not.toBe(code);
    expect(await panel.locator('.class-code').textContent()).toBe((await onlyClass()).code);
  });

  it('save every setting at once, and find them again', async () => {
    const form = page.locator('form.settings');
    await form.getByLabel('Nom de la classe').fill('Session d’avril');
    await form.getByLabel(/^Fermée/).check();
    await form.getByLabel('Personnes accueillies, au plus').fill('3');
    await form.getByLabel('Bacs à sable gardés prêts').fill('2');
    await form.getByRole('button', { name: 'Tout fermer' }).click();
    await form.getByLabel(/^2\. /).check();
    await form.locator('.open-items summary').nth(1).click();
    await form.locator('.open-items > ol > li').nth(1).locator('details input').first().uncheck();
    await form.getByLabel('Enregistrer les terminaux').check();
    await form.getByLabel('Jours avant effacement').fill('7');
    await form.getByText('Des changements ne sont pas encore enregistrés.').waitFor();
    await isAccessible(page);
    await form.getByRole('button', { name: 'Enregistrer les réglages' }).click();
    await form.getByText('Réglages enregistrés.').waitFor();

    const kept = await onlyClass();
    expect(kept).toMatchObject({
      name: 'Session d’avril',
      state: 'closed',
      capacity: 3,
      warm: 2,
      recording: true,
      recordingDays: 7,
    });
    expect(kept.closedItems).toContain('introduction');
    expect(kept.closedItems).not.toContain('namespaces');
    expect(kept.closedItems.filter((item) => !(CHAPTERS as readonly string[]).includes(item))).toHaveLength(1);

    await page.reload();
    expect(await form.getByLabel('Nom de la classe').inputValue()).toBe('Session d’avril');
    expect(await form.getByLabel(/^2\. /).isChecked()).toBe(true);
    expect(await form.getByLabel(/^1\. /).isChecked()).toBe(false);
    expect(await form.getByLabel('Début').inputValue()).toBe('2030-03-04T09:00');
  });

  it('invite a second trainer, who sees a class only once it is confided', async () => {
    await page.getByRole('link', { name: 'Administration' }).click();
    await page.getByRole('button', { name: 'Créer un lien d’invitation' }).click();
    await page.getByText('il n’est montré qu’une fois').waitFor();
    await isAccessible(page);
    await page.getByRole('button', { name: 'Copier le lien d’invitation' }).click();
    await expect.poll(clipboard).toContain('/formation/invitation/#');

    await using second = await stage.visitor();
    await second.page.goto(await clipboard());
    await second.page.getByText('Cette invitation ouvre un compte de formation').waitFor();
    await acceptInvitation(second.page, 'formatrice-1');
    await second.page.getByText('Aucune classe pour l’instant.').waitFor();
    await second.page.goto('/formation/administration/');
    await second.page.getByText('Cette page est réservée à l’administration.').waitFor();

    const { id } = await onlyClass();
    await page.goto(`/formation/classe/?classe=${id}`);
    const confide = page.getByLabel('Confier aussi la classe à');
    await confide.fill('personne-ici');
    await page.keyboard.press('Enter');
    await page.getByText('Aucun compte ne porte ce nom.').waitFor();
    await confide.fill('formatrice-1');
    await page.keyboard.press('Enter');
    await page.getByText('formatrice-1 anime aussi cette classe.').waitFor();
    await second.page.goto('/formation/');
    await second.page.getByRole('heading', { name: 'Session d’avril' }).waitFor();
    await isAccessible(second.page);
  });

  it('say in French that a password is wrong, and let in where one was going', async () => {
    const { id } = await onlyClass();
    await using visitor = await stage.visitor();
    await visitor.page.goto(`/formation/classe/?classe=${id}`);
    await signIn(visitor.page, 'formatrice-1', 'pas le bon mot de passe');
    await visitor.page.getByText('Ce nom et ce mot de passe ne vont pas ensemble.').waitFor();
    await isAccessible(visitor.page);
    await signIn(visitor.page, 'formatrice-1');
    await visitor.page.getByRole('heading', { name: 'Le code de la classe' }).waitFor();
    expect(visitor.page.url()).toContain(`/formation/classe/?classe=${id}`);

    await visitor.page.getByRole('button', { name: 'Sortir', exact: true }).click();
    await visitor.page.getByRole('heading', { name: 'Entrer', exact: true }).waitFor();
    expect(await visitor.page.locator('.trainer-bar').count()).toBe(0);
  });

  it('set a second factor by its first code, ask it at the door, and remove it', async () => {
    await using visitor = await stage.visitor();
    const own = visitor.page;
    await own.goto('/formation/compte/');
    await signIn(own, 'formatrice-1');
    await own.getByRole('button', { name: 'Poser un second facteur' }).click();
    const secret = ((await own.locator('.secret code').textContent()) ?? '').replaceAll(' ', '');
    await own.getByRole('img', { name: /Code QR du secret/ }).waitFor();
    await isAccessible(own);
    await own.getByLabel('Premier code à six chiffres').fill('000 000');
    await own.getByRole('button', { name: 'Vérifier et poser' }).click();
    await own.getByText('Ce code à six chiffres n’est pas le bon.').waitFor();
    const step = stepOf(Date.now());
    await own.getByLabel('Premier code à six chiffres').fill(codeOfStep(secret, step));
    await own.getByRole('button', { name: 'Vérifier et poser' }).click();
    await own.getByText('En place.').waitFor();

    await own.getByRole('button', { name: 'Sortir de tous les navigateurs' }).click();
    await signIn(own, 'formatrice-1');
    await own.getByText('Il faut aussi le code à six chiffres.').waitFor();
    const code = own.getByLabel('Code à six chiffres');
    expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
    // Each code serves once: the next one is accepted already, for clocks that differ.
    await code.fill(codeOfStep(secret, step + 1));
    await page.keyboard.press('Enter');
    await own.getByRole('button', { name: 'Entrer', exact: true }).click();
    await own.getByText('En place.').waitFor();

    await own.getByLabel('Mot de passe, pour le retirer').fill(TRAINER_PASSWORD);
    await own.getByRole('button', { name: 'Retirer le second facteur' }).click();
    await own.getByRole('button', { name: 'Poser un second facteur' }).waitFor();
  });

  it('change a password, which signs the others out', async () => {
    const NEXT = 'une autre phrase de passe, plus longue';
    await using here = await stage.visitor();
    await using elsewhere = await stage.visitor();
    for (const visitor of [here, elsewhere]) {
      await visitor.page.goto('/formation/compte/');
      await signIn(visitor.page, 'formatrice-1');
      await visitor.page.getByRole('heading', { name: 'Sortir de partout' }).waitFor();
    }
    await here.page.getByLabel('Mot de passe actuel').fill(TRAINER_PASSWORD);
    await here.page.getByLabel('Nouveau mot de passe').fill(NEXT);
    await here.page.getByRole('button', { name: 'Changer de mot de passe' }).click();
    await here.page.getByText('Mot de passe changé.').waitFor();
    await here.page.goto('/formation/');
    await here.page.getByRole('heading', { name: 'Vos classes' }).waitFor();

    // A page that was open when its session ended asks to sign in, in place, at the first thing it does.
    await elsewhere.page.getByRole('button', { name: 'Poser un second facteur' }).click();
    await elsewhere.page.getByRole('heading', { name: 'Entrer', exact: true }).waitFor();
    await signIn(elsewhere.page, 'formatrice-1', NEXT);
    await elsewhere.page.getByRole('heading', { name: 'Sortir de partout' }).waitFor();
  });

  it('lead back in somebody who has lost a password, by a link, and refuse one that is guessed', async () => {
    await page.goto('/formation/administration/');
    const ask = page.getByRole('button', { name: 'Nouveau mot de passe pour formatrice-1…' });
    await ask.waitFor();
    // One’s own is changed at one’s own page, by giving the present one.
    expect(await page.getByRole('button', { name: /^Nouveau mot de passe/ }).count()).toBe(1);
    await ask.click();
    const dialog = page.getByRole('dialog', { name: 'Nouveau mot de passe pour formatrice-1' });
    await dialog.getByRole('button', { name: 'Créer le lien' }).click();
    await dialog.getByText('il n’est montré qu’une fois').waitFor();
    const done = dialog.getByRole('button', { name: 'Fermer' });
    expect(await done.evaluate((button) => button === document.activeElement)).toBe(true);
    await isAccessible(page, 'dialog[open]');
    await dialog.getByRole('button', { name: 'Copier le lien' }).click();
    await expect.poll(clipboard).toContain('/formation/mot-de-passe/#');
    await done.click();
    await dialog.waitFor({ state: 'hidden' });

    await using visitor = await stage.visitor();
    const own = visitor.page;
    await own.goto(await clipboard());
    await own.getByRole('heading', { name: 'Nouveau mot de passe', exact: true }).waitFor();
    await own.getByText('Pour le compte formatrice-1.').waitFor();
    const choose = async (password: string): Promise<void> => {
      await own.getByLabel('Nouveau mot de passe', { exact: true }).fill(password);
      await own.getByRole('button', { name: 'Choisir ce mot de passe' }).click();
    };
    await choose('motdepasse2026');
    await own.getByText('Ce mot de passe est de ceux qu’on essaie en premier.').waitFor();
    await isAccessible(own);
    await choose('formatrice-1-2026');
    await own.getByText('il tient à votre nom ou à celui de ce site').waitFor();
    await choose('chat lampe tuyau mardi');
    await own.getByRole('heading', { name: 'Vos classes' }).waitFor();
    await own.goto(await clipboard());
    await own.getByText('Ce lien ne vaut plus.').waitFor();
  });

  it('keep the journal, in words, close an account after a question, and reopen it', async () => {
    await page.goto('/formation/administration/');
    await page.getByText('Le journal est intact').waitFor();
    const journal = page.getByRole('region', { name: 'Lignes du journal' });
    for (const words of [
      'crée une classe',
      'classe «\u00a0Session d’avril\u00a0»',
      'invite',
      'n’a pas pu entrer',
      'pose un second facteur',
      'choisit un nouveau mot de passe par un lien',
    ]) {
      expect(await journal.getByText(words, { exact: true }).count()).toBeGreaterThan(0);
    }
    await page.getByRole('button', { name: 'Fermer le compte formatrice-1…' }).click();
    await page
      .getByRole('dialog', { name: /Fermer le compte formatrice-1/ })
      .getByRole('button', { name: 'Fermer le compte' })
      .click();
    const row = page.getByRole('row', { name: /^formatrice-1 Formation/ });
    await row.getByText('fermé', { exact: true }).waitFor();
    await isAccessible(page);
    await page.getByRole('button', { name: 'Rouvrir le compte formatrice-1' }).click();
    await row.getByText('ouvert', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Fermer le compte administratrice-1…' }).click();
    await page
      .getByRole('dialog', { name: /Fermer le compte administratrice-1/ })
      .getByRole('button', { name: 'Fermer le compte' })
      .click();
    await page.getByText('C’est le dernier compte d’administration.').waitFor();
    await isAccessible(page);
  });

  it('refuse in French to take back a certificate that was never given', async () => {
    await page.getByLabel('Numéro de l’attestation').fill('inconnue');
    await page.getByLabel('Raison').fill('Essai');
    await page.getByRole('button', { name: 'Retirer l’attestation…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retirer l’attestation' }).click();
    await page.getByText('Cette attestation n’existe pas.').waitFor();
  });

  it('delete a class once its name has been typed', async () => {
    const { id } = await onlyClass();
    await page.goto(`/formation/classe/?classe=${id}`);
    await page.getByRole('button', { name: 'Effacer la classe…' }).click();
    const dialog = page.getByRole('dialog', { name: /Effacer/ });
    const confirm = dialog.getByRole('button', { name: 'Effacer la classe' });
    await isAccessible(page, 'dialog[open]');
    await dialog.getByLabel('Pour confirmer').fill('Session');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Pour confirmer').fill('Session d’avril');
    await confirm.click();
    await page.waitForURL('**/formation/');
    await page.getByText('Aucune classe pour l’instant.').waitFor();
    expect(await classes()).toEqual([]);
    await page.goto(`/formation/classe/?classe=${id}`);
    await page.getByText('Cette classe n’existe pas, ou n’est pas la vôtre.').waitFor();
  });

  it('break no rule of the content security policy, and throw nothing', () => {
    // The statuses of refused calls are told by the browser itself.
    expect(administrator.complaints.filter((complaint) => !complaint.includes('Failed to load resource'))).toEqual([]);
  });
});
