/** Whether a signature is the one that the holder of the key made of that message (RFC 8032). */
export type Verify = (
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** Public key of the first test of RFC 8032, 7.1. */
const TRIAL_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

/**
 * Verifies with the Web Cryptography API, or, where browsers withhold it (an address in plain HTTP, as in a classroom's
 * network) or lack this algorithm, with a library: loaded then, and at once, for the network may go.
 */
export async function ed25519(subtle: SubtleCrypto | undefined = globalThis.crypto.subtle): Promise<Verify> {
  const native = subtle && (await verifierOf(subtle));
  return native ?? library();
}

async function verifierOf(subtle: SubtleCrypto): Promise<Verify | null> {
  const read = (key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
    subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  try {
    await read(Uint8Array.from(TRIAL_KEY.match(/../g) ?? [], (byte) => parseInt(byte, 16)));
  } catch {
    return null;
  }
  return async (signature, message, key) => {
    try {
      return await subtle.verify('Ed25519', await read(key), signature, message);
    } catch {
      // Not every 32 bytes are a key.
      return false;
    }
  };
}

async function library(): Promise<Verify> {
  const [{ hashes, verify }, { sha512 }] = await Promise.all([
    import('@noble/ed25519'),
    import('@noble/hashes/sha2.js'),
  ]);
  hashes.sha512 = sha512;
  return async (signature, message, key) => verify(signature, message, key, { zip215: false });
}
