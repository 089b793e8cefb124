import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';
import { readOrMakeKey } from '../key-file.ts';

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
  const make = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const pem = await readOrMakeKey(file, make, 'des attestations');
  try {
    return new SigningKey(pem);
  } catch (cause) {
    throw new OperatorError(
      `Le fichier ${file} n’est pas une clé Ed25519.`,
      `# restaurez-le depuis une sauvegarde ; à défaut, une autre clé sera faite, et les attestations déjà remises ne seront plus reconnues :\nmv ${file} ${file}.ancienne`,
      { cause },
    );
  }
}
