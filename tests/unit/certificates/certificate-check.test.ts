import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../server/contract/canonical-json.ts';
import type { Certificate, CertificateDocument } from '../../../server/contract/certificates.ts';
import { carried, certificateLink, check, type Knowledge } from '../../../src/lib/certificate-check.ts';
import { ed25519 } from '../../../src/lib/ed25519.ts';

interface Site {
  key: string;
  privateKey: KeyObject;
}
function newSite(): Site {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { key: publicKey.export({ format: 'jwk' }).x ?? '', privateKey };
}
const site = newSite();

const DOCUMENT: CertificateDocument = {
  format: 'etanche-attestation/1',
  id: 'ABCD-EFGH-JKMN',
  pseudonym: 'Éloïse d’Arc',
  issuedAt: 1_000,
  course: '1.0.0',
  class: null,
  labs: [{ id: 'un', title: 'Un « début »', succeededAt: 900 }],
};
const signed = (document: CertificateDocument, by = site): Certificate => ({
  document,
  key: by.key,
  signature: sign(null, Buffer.from(canonicalJson(document)), by.privateKey).toString('base64url'),
});
const text = (certificate: unknown): string => JSON.stringify(certificate, null, 2);
const known = (change: Partial<Knowledge> = {}): Knowledge => ({
  authority: { key: site.key, revoked: [] },
  toldAt: 2_000,
  fresh: true,
  ...change,
});
const revoked = { key: site.key, revoked: [{ id: DOCUMENT.id, at: 1_500 }] };

describe.each([
  ['the browser’s own cryptography', ed25519()],
  ['a library, where the browser withholds its own', ed25519({} as SubtleCrypto)],
])('a certificate, by %s', (_whose, verifier) => {
  const checked = async (given: string, knowledge: Knowledge | null) => check(given, knowledge, await verifier);
  const kindOf = async (given: string, knowledge: Knowledge | null = known()) => (await checked(given, knowledge)).kind;

  const certificate = signed(DOCUMENT);

  it('is valid when this site signed it and, asked now, has not taken it back', async () => {
    expect(await checked(text(certificate), known())).toEqual({ kind: 'valid', certificate });
  });

  it('is so whatever the order and the spaces of its JSON', async () => {
    const { labs, ...rest } = DOCUMENT;
    const shuffled = { signature: certificate.signature, document: { labs, ...rest }, key: certificate.key };
    expect(await kindOf(JSON.stringify(shuffled))).toBe('valid');
  });

  it('is revoked when the site says so, now or the last time it was asked', async () => {
    expect(await checked(text(certificate), known({ authority: revoked }))).toMatchObject({
      kind: 'revoked',
      at: 1_500,
    });
    expect(await kindOf(text(certificate), known({ authority: revoked, fresh: false }))).toBe('revoked');
  });

  it('is authentic without more, offline', async () => {
    expect(await checked(text(certificate), known({ fresh: false }))).toMatchObject({
      kind: 'revocation-unknown',
      toldAt: 2_000,
    });
  });

  it('is of nobody known when this browser never learnt the key', async () => {
    expect(await kindOf(text(certificate), null)).toBe('key-unknown');
  });

  it.each([
    ['the pseudonym', { pseudonym: 'apprenante-2' }],
    ['a date', { issuedAt: 1_001 }],
    ['the number', { id: 'ABCD-EFGH-JKMP' }],
    ['a lab', { labs: [] }],
    ['something added', { mention: 'très bien' }],
  ])('is modified when %s is changed, even for a revoked one', async (_what, change) => {
    const tampered = { ...certificate, document: { ...DOCUMENT, ...change } };
    expect(await kindOf(text(tampered))).toBe('modified');
    expect(await kindOf(text(tampered), known({ authority: revoked }))).toBe('modified');
  });

  it('is foreign when another key signed it, and never valid by naming ours', async () => {
    const other = newSite();
    expect(await kindOf(text(signed(DOCUMENT, other)))).toBe('foreign');
    expect(await kindOf(text({ ...signed(DOCUMENT, other), key: site.key }))).toBe('modified');
  });

  it.each([
    ['nothing', ''],
    ['words', 'bonjour'],
    ['another document', '{"document":{}}'],
    ['null', 'null'],
    ['a format to come', text({ ...certificate, document: { ...DOCUMENT, format: 'etanche-attestation/2' } })],
    ['a key cut short', text({ ...certificate, key: certificate.key.slice(2) })],
    ['a signature that is no text', text({ ...certificate, signature: 12 })],
    ['a fraction', text({ ...certificate, document: { ...DOCUMENT, issuedAt: 1.5 } })],
    ['too much', `${text(certificate)}${' '.repeat(200_000)}`],
  ])('is unreadable for %s', async (_what, given) => {
    expect(await kindOf(given)).toBe('unreadable');
  });

  it('travels in a link, after the sign that keeps it in the browser', () => {
    const link = new URL(certificateLink(certificate, 'https://etanche.example'));
    expect(link.pathname + link.search).toBe('/attestation/');
    expect(JSON.parse(carried(link.hash) ?? '')).toEqual(certificate);
    expect(carried('#verifier')).toBeNull();
    expect(carried('#attestation=%%%')).toBe('');
  });
});
