import type { CertificateAuthority } from '../../server/contract/certificates.ts';
import { api } from './api.ts';
import type { Knowledge } from './certificate-check.ts';
import { kept } from './storage.ts';

/** Milliseconds to wait for the server before saying that revocation cannot be checked. */
const PATIENCE = 5_000;

interface Told {
  authority: CertificateAuthority;
  at: number;
}

const storage = kept<Told | null>('local', 'certificate-authority', null, (stored) => {
  const told = stored as Partial<Told> | null;
  return typeof told?.authority?.key === 'string' && Array.isArray(told.authority.revoked) ? (told as Told) : null;
});

/** Asks the server for its key and revocations, and keeps them; offline, what it last told. */
export async function certificateAuthority(): Promise<Knowledge | null> {
  try {
    const authority = await Promise.race([api.certificateAuthority(), tooLate()]);
    const told = { authority, at: Date.now() };
    storage.write(told);
    return { authority, toldAt: told.at, fresh: true };
  } catch {
    const told = storage.read();
    return told && { authority: told.authority, toldAt: told.at, fresh: false };
  }
}

const tooLate = (): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE));
