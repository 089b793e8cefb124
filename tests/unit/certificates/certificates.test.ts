import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateNumber } from '../../../server/certificates/certificate-number.ts';
import { earned } from '../../../server/certificates/earned.ts';
import { canonicalJson } from '../../../server/contract/canonical-json.ts';
import type { Certificate, CertificateAuthority, CertificateState } from '../../../server/contract/certificates.ts';
import { insertSuccesses, learnerNamed } from '../../support/class-rows.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { newClass, trainer } from '../classroom/class-people.ts';

const verifies = ({ document, key, signature }: Certificate): boolean =>
  verify(
    null,
    Buffer.from(canonicalJson(document)),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );

describe('what has been earned', () => {
  const required = [
    { id: 'un', title: 'Un' },
    { id: 'deux', title: 'Deux' },
  ];

  it('is the first success of each lab, and what is missing, in the order of the course', () => {
    const successes = [
      { lab: 'deux', succeeded_at: 9 },
      { lab: 'deux', succeeded_at: 5 },
      { lab: 'retiré', succeeded_at: 1 },
    ];
    expect(earned(required, successes, 0)).toEqual({
      done: [{ id: 'deux', title: 'Deux', succeededAt: 5 }],
      missing: ['un'],
    });
  });

  it('is nothing of what came before a revocation', () => {
    const successes = [
      { lab: 'un', succeeded_at: 5 },
      { lab: 'deux', succeeded_at: 7 },
    ];
    expect(earned(required, successes, 5).missing).toEqual(['un']);
  });
});

it('a number is sixty bits that no one misreads', () => {
  const numbers = Array.from({ length: 500 }, certificateNumber);
  expect(new Set(numbers).size).toBe(500);
  for (const number of numbers) expect(number).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
});

describe('a certificate', () => {
  let test: TestApp;
  let learner: Client;
  let learnerId: string;
  beforeEach(async () => {
    test = await testApp();
    learner = await new Client(test.url).signIn('apprenante-1');
    learnerId = await learnerNamed(test, 'apprenante-1');
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const administrator = () => trainer(test, 'formatrice-1', 'administrator');
  const state = () => learner.json<CertificateState>('GET', '/api/learner/certificate');
  const ask = () => learner.json<CertificateState>('POST', '/api/learner/certificate');

  it('is refused until every lab of the published chapters has succeeded, and the rest is told', async () => {
    const before = await state();
    expect(before.certificate).toBeNull();
    expect(before.missing.length).toBeGreaterThan(30);
    await insertSuccesses(test, learnerId, before.missing.slice(1));
    const refused = await learner.send('POST', '/api/learner/certificate');
    expect([refused.status, await refused.json()]).toEqual([409, { error: { code: 'certificate-not-earned' } }]);
    expect((await state()).missing).toEqual([before.missing[0]]);
    await insertSuccesses(test, learnerId, before.missing.slice(0, 1));
    expect((await ask()).certificate).not.toBeNull();
  });

  it('names the labs with their dates, the course’s version, the class, and bears a signature that verifies', async () => {
    const { code } = await newClass(await trainer(test), { name: 'Promotion de mars' });
    learner = new Client(test.url);
    await learner.send('POST', '/api/session', { pseudonym: 'apprenante-3', classCode: code });
    learnerId = await learnerNamed(test, 'apprenante-3');
    const { missing } = await state();
    await insertSuccesses(test, learnerId, missing, 1_000);
    const { certificate } = await ask();
    expect(certificate?.document).toMatchObject({
      format: 'etanche-attestation/1',
      pseudonym: 'apprenante-3',
      course: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      class: 'Promotion de mars',
    });
    expect(certificate?.document.labs.map(({ id }) => id)).toEqual(missing);
    expect(certificate?.document.labs[0]).toMatchObject({
      title: expect.stringMatching(/.{5}/) as string,
      succeededAt: 1_000,
    });
    expect(verifies(certificate!)).toBe(true);
    expect(verifies({ ...certificate!, document: { ...certificate!.document, pseudonym: 'apprenante-2' } })).toBe(
      false,
    );
    const authority = await learner.json<CertificateAuthority>('GET', '/api/certificates/authority');
    expect(authority).toEqual({ key: certificate?.key, revoked: [] });
  });

  it('is one, however often and however fast it is asked for, and is audited once', async () => {
    await insertSuccesses(test, learnerId, (await state()).missing);
    const answers = [...(await Promise.all([ask(), ask(), ask(), ask()])), await ask(), await state()];
    expect(new Set(answers.map(({ certificate }) => certificate?.document.id)).size).toBe(1);
    const audited = await test.app.database
      .selectFrom('audit')
      .select(['actor', 'subject'])
      .where('action', '=', 'certificate.issue')
      .execute();
    expect(audited).toEqual([{ actor: learnerId, subject: answers[0]?.certificate?.document.id }]);
  });

  it('can be taken back by an administrator, with a reason, once; the labs are then to be done anew', async () => {
    await insertSuccesses(test, learnerId, (await state()).missing);
    const first = (await ask()).certificate!;
    const admin = await administrator();
    const revoke = () =>
      admin.send('POST', `/api/certificates/${first.document.id}/revoke`, { reason: 'exercices faits par une autre' });
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(404);

    const revoked = await state();
    expect(revoked.certificate).toEqual(first);
    expect(revoked.revokedAt).toBeGreaterThan(first.document.issuedAt - 1);
    expect(revoked.missing).toEqual(first.document.labs.map(({ id }) => id));
    expect((await learner.send('POST', '/api/learner/certificate')).status).toBe(409);
    expect((await learner.json<CertificateAuthority>('GET', '/api/certificates/authority')).revoked).toEqual([
      { id: first.document.id, at: revoked.revokedAt },
    ]);
    const audited = await test.app.database
      .selectFrom('audit')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', 'certificate.revoke')
      .execute();
    expect(audited).toEqual([
      { actor: 'trainer:formatrice-1', subject: first.document.id, detail: 'exercices faits par une autre' },
    ]);

    await insertSuccesses(test, learnerId, revoked.missing, Date.now() + 1);
    const second = await ask();
    expect(second.revokedAt).toBeNull();
    expect(second.certificate?.document.id).not.toBe(first.document.id);
  });

  it('is taken back by nobody else', async () => {
    const path = '/api/certificates/ABCD/revoke';
    expect((await learner.send('POST', path, { reason: 'parce que' })).status).toBe(401);
    expect((await (await trainer(test, 'formateur-2')).send('POST', path, { reason: 'parce que' })).status).toBe(403);
    expect((await (await administrator()).send('POST', path, { reason: '' })).status).toBe(400);
  });

  it('stays verifiable and revocable once its holder has left', async () => {
    await insertSuccesses(test, learnerId, (await state()).missing);
    const { certificate } = await ask();
    await test.app.database.deleteFrom('learner').where('id', '=', learnerId).execute();
    const admin = await administrator();
    const path = `/api/certificates/${certificate?.document.id}/revoke`;
    expect((await admin.send('POST', path, { reason: 'à sa demande' })).status).toBe(204);
  });

  it('keeps the key that it was signed for when the site has another', async () => {
    await insertSuccesses(test, learnerId, (await state()).missing);
    const { certificate } = await ask();
    await test.app.database.updateTable('certificate').set({ key: 'autre' }).execute();
    expect((await state()).certificate).toEqual({ ...certificate, key: 'autre' });
  });
});
