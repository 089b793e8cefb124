import { generateKeyPairSync, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../server/contract/canonical-json.ts';
import type { Certificate, CertificateState } from '../../server/contract/certificates.ts';
import type { Visitor } from '../support/browser.ts';
import { insertSuccesses, learnerNamed } from '../support/class-rows.ts';
import { violationsIn } from '../support/page-survey.ts';
import { onClassStage } from '../support/stage.ts';
import { Client } from '../support/test-app.ts';

/** A learner who has finished, and whoever wants to verify it, in a real browser. */
describe('a certificate', () => {
  const stage = onClassStage();
  let visitor: Visitor;
  let page: Page;
  let learnerId: string;
  let certificate: Certificate;

  beforeAll(async () => {
    const learner = await new Client(stage.app.url).signIn('apprenante-1');
    visitor = await stage.visitor({ as: learner });
    page = visitor.page;
    page.setDefaultTimeout(20_000);
    learnerId = await learnerNamed(stage.app, 'apprenante-1');
    const { missing } = await learner.json<CertificateState>('GET', '/api/learner/certificate');
    await insertSuccesses(stage.app, learnerId, missing.slice(2));
  });
  afterAll(() => visitor[Symbol.asyncDispose]());

  const sheet = () => page.locator('etanche-certificate .sheet');
  const verify = async (given: unknown): Promise<string> => {
    await page.locator('#certificate-text').fill(typeof given === 'string' ? given : JSON.stringify(given));
    await page.getByRole('button', { name: 'Vérifier' }).click();
    return verdict();
  };
  const verdict = async (): Promise<string> =>
    (await page.locator('etanche-verification .verdict strong').innerText()).replaceAll('\u00a0', ' ');

  it('says what is missing, with the way there', async () => {
    await page.goto('/attestation/');
    await expect.poll(() => page.locator('.missing a').count()).toBe(2);
    await page.locator('.missing a').first().click();
    await page.waitForURL('**/exercices/*/');
  });

  it('is given once everything has succeeded, fits one sheet of paper, and can be kept as a file', async () => {
    const learner = new Client(stage.app.url);
    learner.cookie = (await visitor.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const { missing } = await learner.json<CertificateState>('GET', '/api/learner/certificate');
    await insertSuccesses(stage.app, learnerId, missing);
    await page.goto('/attestation/');
    await page.getByRole('button', { name: 'Recevoir mon attestation' }).click();
    await sheet().waitFor();
    expect(await sheet().locator('.name').innerText()).toBe('apprenante-1');
    expect(await sheet().locator('.labs li').count()).toBeGreaterThan(30);
    for (const theme of ['light', 'dark'] as const) expect(await violationsIn(page, theme, 'main')).toEqual([]);

    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Télécharger' }).click(),
    ]);
    certificate = JSON.parse(await readFile(await file.path(), 'utf8')) as Certificate;
    expect(file.suggestedFilename()).toBe(`attestation-${certificate.document.id}.json`);
  });

  it('is verified here by whoever has its file', async () => {
    expect(await verify(certificate)).toBe('Authentique et valable.');
    expect(await verify('bonjour')).toBe('Illisible.');
    await page.locator('#certificate-file').setInputFiles({
      name: 'attestation.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(certificate)),
    });
    await expect.poll(verdict).toBe('Authentique et valable.');
  });

  it('is verified without any network once the page is there', async () => {
    await visitor.context.setOffline(true);
    expect(await verify(certificate)).toBe('Authentique ; retrait non vérifiable hors ligne.');
    const document = { ...certificate.document, pseudonym: 'apprenante-2' };
    expect(await verify({ ...certificate, document })).toBe('Contenu modifié.');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const forged = {
      document,
      key: publicKey.export({ format: 'jwk' }).x,
      signature: sign(null, Buffer.from(canonicalJson(document)), privateKey).toString('base64url'),
    };
    expect(await verify(forged)).toBe('Signée par une autre clé que celle de ce site.');
    await visitor.context.setOffline(false);
  });

  it('is said to be taken back, then also offline by whoever has learnt it', async () => {
    const withdrawal = `/api/certificates/${certificate.document.id}/revoke`;
    await stage.trainer.send('POST', withdrawal, { reason: 'à titre d’essai' });
    expect(await verify(certificate)).toMatch(/^Authentique, mais retirée le /);
    await visitor.context.setOffline(true);
    expect(await verify(certificate)).toMatch(/^Authentique, mais retirée le /);
    await visitor.context.setOffline(false);
    await page.reload();
    expect(await sheet().locator('.withdrawn').innerText()).toMatch(/^Retirée le /);
    expect(await page.locator('.missing a').count()).toBe(certificate.document.labs.length);
  });

  it('is verified from a link that carries it, by somebody without a session', async () => {
    await using stranger = await stage.visitor();
    const encoded = Buffer.from(JSON.stringify(certificate)).toString('base64url');
    await stranger.page.goto(`/attestation/#attestation=${encoded}`);
    await expect
      .poll(() => stranger.page.locator('etanche-verification .verdict strong').innerText())
      .toMatch(/^Authentique, mais retirée le /);
    expect(stranger.complaints).toEqual([]);
  });

  it('is verified where the browser withholds its cryptography, and once the network is gone', async () => {
    await using stranger = await stage.visitor();
    // As at an address in plain HTTP that is not this machine's.
    await stranger.context.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }));
    await stranger.page.goto('/attestation/', { waitUntil: 'networkidle' });
    expect(await stranger.page.evaluate(() => crypto.subtle as unknown)).toBeUndefined();
    await stranger.context.setOffline(true);
    const said = async (given: unknown): Promise<string> => {
      await stranger.page.locator('#certificate-text').fill(JSON.stringify(given));
      await stranger.page.getByRole('button', { name: 'Vérifier' }).click();
      return stranger.page.locator('etanche-verification .verdict strong').innerText();
    };
    expect(await said(certificate)).toMatch(/^Authentique, mais retirée le /);
    const { document } = certificate;
    expect(await said({ ...certificate, document: { ...document, pseudonym: 'autre' } })).toBe('Contenu modifié.');
  });

  it('asks nothing that the content security policy refuses', () => {
    const refused = visitor.complaints.filter((complaint) => !/ERR_INTERNET_DISCONNECTED/.test(complaint));
    expect(refused).toEqual([]);
  });
});
