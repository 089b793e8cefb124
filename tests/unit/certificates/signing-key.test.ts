import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signingKey, SIGNING_KEY_FILE } from '../../../server/certificates/signing-key.ts';
import { OperatorError } from '../../../server/errors.ts';

describe('the key that signs certificates', () => {
  let state: string;
  let file: string;
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'etanche-key-'));
    file = join(state, SIGNING_KEY_FILE);
  });
  afterEach(() => rm(state, { recursive: true, force: true }));

  it('is made once, for its owner alone, and leaves nothing else behind', async () => {
    const made = await signingKey(state);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await signingKey(state)).publicKey).toBe(made.publicKey);
    expect(await readdir(state)).toEqual([SIGNING_KEY_FILE]);
  });

  it('signs what its public key verifies', async () => {
    const key = await signingKey(state);
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' });
    const signature = Buffer.from(key.sign('été'), 'base64url');
    expect(signature).toHaveLength(64);
    expect(verify(null, Buffer.from('été'), publicKey, signature)).toBe(true);
    expect(verify(null, Buffer.from('ete'), publicKey, signature)).toBe(false);
  });

  it('is refused when others may read it', async () => {
    await signingKey(state);
    await chmod(file, 0o644);
    await expect(signingKey(state)).rejects.toThrow(OperatorError);
  });

  it.each([
    ['text', 'bonjour'],
    [
      'another kind of key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
    ],
  ])('is refused, and not replaced, when the file holds %s', async (_what, content) => {
    await writeFile(file, content, { mode: 0o600 });
    await expect(signingKey(state)).rejects.toThrow(OperatorError);
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
