import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';

/** In the state folder, to be backed up with the database: without it, no certificate of this site can be added. */
export const SIGNING_KEY_FILE = 'certificate-key.pem';

/** The key that signs certificates: Ed25519, RFC 8032. */
export class SigningKey {
  readonly #private: KeyObject;
  /** The 32 bytes of the public key, base64url. */
  readonly publicKey: string;

  /** @param pem PKCS #8. @throws Error when it is no Ed25519 key. */
  constructor(pem: string) {
    this.#private = createPrivateKey(pem);
    const { kty, crv, x } = createPublicKey(this.#private).export({ format: 'jwk' });
    if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new Error('not an Ed25519 key');
    this.publicKey = x;
  }

  /** @returns the 64 bytes of the signature, base64url. */
  sign(text: string): string {
    return sign(null, Buffer.from(text, 'utf8'), this.#private).toString('base64url');
  }
}

/**
 * Reads this installation's key, or makes it once.
 * @throws OperatorError when the file is not such a key, or others may read it.
 */
export async function signingKey(stateDir: string): Promise<SigningKey> {
  const file = join(stateDir, SIGNING_KEY_FILE);
  await makeOnce(file);
  if (((await stat(file)).mode & 0o077) !== 0)
    throw new OperatorError(
      'D’autres comptes de cette machine peuvent lire la clé des attestations.',
      `chmod 600 ${file}`,
    );
  try {
    return new SigningKey(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new OperatorError(
      `Le fichier ${file} n’est pas une clé Ed25519.`,
      `# restaurez-le depuis une sauvegarde ; à défaut, une autre clé sera faite, et les attestations déjà remises ne seront plus reconnues :\nmv ${file} ${file}.ancienne`,
      { cause },
    );
  }
}

/** Whole or not at all: written aside, then given its name, which fails when it is already taken. */
async function makeOnce(file: string): Promise<void> {
  if (await stat(file).catch(() => null)) return;
  const draft = `${file}.${process.pid}`;
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(draft, pem, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}
