import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readOrMakeKey } from '../key-file.ts';

/** In the state folder: what platforms know this tool by. */
export const TOOL_KEY_FILE = 'lti-key.pem';

export const ALGORITHM = 'RS256';

/** RSA, for platforms must take RS256 and need take nothing else (1EdTech Security Framework 1.0, 6.1). */
export class ToolKey {
  readonly private: KeyObject;
  readonly id: string;
  /** RFC 7517. */
  readonly public: Readonly<Record<string, unknown>>;

  constructor(pem: string) {
    this.private = createPrivateKey(pem);
    const { kty, n, e } = createPublicKey(this.private).export({ format: 'jwk' });
    // RFC 7638: members in that order, without spaces.
    this.id = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
    this.public = { kty, n, e, kid: this.id, use: 'sig', alg: ALGORITHM };
  }
}

/** Made at the first need. @throws OperatorError when others may read it. */
export async function toolKey(stateDir: string): Promise<ToolKey> {
  const make = async (): Promise<string> => {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  };
  return new ToolKey(await readOrMakeKey(join(stateDir, TOOL_KEY_FILE), make, 'de l’outil LTI'));
}
