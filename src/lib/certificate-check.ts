import { canonicalJson } from '../../server/contract/canonical-json.ts';
import type { Certificate, CertificateAuthority } from '../../server/contract/certificates.ts';
import type { Verify } from './ed25519.ts';

/** What can be said of a file that claims to be a certificate. */
export type Verdict =
  /** No certificate at all, or of a format to come. */
  | { kind: 'unreadable' }
  /** The signature is not of what is written: something was changed since. */
  | { kind: 'modified' }
  /** Whole, but signed by somebody else than this site. */
  | { kind: 'foreign'; certificate: Certificate }
  /** Whole, and nothing is known of this site's key: its server never answered here. */
  | { kind: 'key-unknown'; certificate: Certificate }
  | { kind: 'revoked'; certificate: Certificate; at: number }
  | { kind: 'valid'; certificate: Certificate }
  /** Authentic, and not revoked when the server last told. @property toldAt milliseconds since the epoch */
  | { kind: 'revocation-unknown'; certificate: Certificate; toldAt: number };

/** The site's key and revocations as the server last told them. */
export interface Knowledge {
  authority: CertificateAuthority;
  toldAt: number;
  /** Told just now: nothing can have been revoked since. */
  fresh: boolean;
}

const FORMAT = 'etanche-attestation/1';
/** Characters; a certificate of the whole course has some five thousand. */
const TEXT_MAX = 200_000;

/**
 * Checks a certificate without any network.
 * @param known what this browser knows of the site, `null` for nothing.
 */
export async function check(text: string, known: Knowledge | null, verify: Verify): Promise<Verdict> {
  const read = readCertificate(text);
  if (!read) return { kind: 'unreadable' };
  const { certificate, signed, key, signature } = read;
  const authentic = await verify(signature, new TextEncoder().encode(signed), key);
  if (!authentic) return { kind: 'modified' };
  if (!known) return { kind: 'key-unknown', certificate };
  const { authority, toldAt, fresh } = known;
  if (authority.key !== certificate.key) return { kind: 'foreign', certificate };
  const revoked = authority.revoked.find(({ id }) => id === certificate.document.id);
  if (revoked) return { kind: 'revoked', certificate, at: revoked.at };
  return fresh ? { kind: 'valid', certificate } : { kind: 'revocation-unknown', certificate, toldAt };
}

interface Read {
  certificate: Certificate;
  signed: string;
  key: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** The form alone is looked at here: that the content is what a site of ours wrote, the signature says. */
function readCertificate(text: string): Read | null {
  if (text.length > TEXT_MAX) return null;
  try {
    const certificate = JSON.parse(text) as Partial<Certificate> | null;
    if (certificate?.document?.format !== FORMAT) return null;
    const key = bytes(certificate.key, 32);
    const signature = bytes(certificate.signature, 64);
    if (!key || !signature) return null;
    return { certificate: certificate as Certificate, signed: canonicalJson(certificate.document), key, signature };
  } catch {
    return null;
  }
}

function bytes(base64url: unknown, length: number): Uint8Array<ArrayBuffer> | null {
  if (typeof base64url !== 'string' || !/^[\w-]+$/.test(base64url)) return null;
  const decoded = Uint8Array.from(fromBase64Url(base64url), (character) => character.charCodeAt(0));
  return decoded.length === length ? decoded : null;
}

const fromBase64Url = (text: string): string => atob(text.replaceAll('-', '+').replaceAll('_', '/'));

const IN_FRAGMENT = 'attestation=';

/** A link that carries the certificate: what comes after `#` never leaves the browser. */
export function certificateLink(certificate: Certificate, origin: string): string {
  const utf8 = new TextEncoder().encode(JSON.stringify(certificate));
  const encoded = btoa(String.fromCharCode(...utf8))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return `${origin}/attestation/#${IN_FRAGMENT}${encoded}`;
}

/** @param hash of the page's address. @returns the text that it carries, `null` for none, empty for an unreadable one. */
export function carried(hash: string): string | null {
  if (!hash.startsWith(`#${IN_FRAGMENT}`)) return null;
  try {
    const binary = fromBase64Url(hash.slice(IN_FRAGMENT.length + 1));
    return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}
