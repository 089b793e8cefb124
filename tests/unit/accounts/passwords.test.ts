import type * as Crypto from 'node:crypto';
import { argon2Sync } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeHash, encodeHash, hashPassword, verifyPassword } from '../../../server/accounts/passwords.ts';

const load = vi.hoisted(() => ({ computed: 0, running: 0, most: 0 }));

/** Node's own, counted. */
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  const argon2: typeof Crypto.argon2 = (algorithm, parameters, callback) => {
    load.computed += 1;
    load.running += 1;
    load.most = Math.max(load.most, load.running);
    crypto.argon2(algorithm, parameters, (error, tag) => {
      load.running -= 1;
      callback(error, tag);
    });
  };
  return { ...crypto, argon2 };
});

const PASSWORD = 'une phrase de passe';

describe('passwords', () => {
  beforeEach(() => Object.assign(load, { computed: 0, running: 0, most: 0 }));

  it('are hashed with Argon2id at the cost that OWASP asks, with a salt of their own', async () => {
    const [one, other] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
  });

  it('are recognised, and nothing else is', async () => {
    const hash = await hashPassword(PASSWORD);
    expect(await verifyPassword(PASSWORD, hash)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  it('are the same typed with composed or decomposed accents', async () => {
    expect(await verifyPassword('e\u0301tanche', await hashPassword('\u00e9tanche'))).toBe(true);
  });

  it('agree with the reference hash of another implementation', async () => {
    // phc-winner-argon2, src/test.c: hashtest(version, 2, 8, 1, "password", "somesalt", …, Argon2_id).
    const reference = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await verifyPassword('password', reference)).toBe(true);
    expect(await verifyPassword('differentpassword', reference)).toBe(false);
  });

  it('cost as much to check for nobody as for somebody', async () => {
    expect(await verifyPassword(PASSWORD, null)).toBe(false);
    expect(load.computed).toBe(1);
    const hash = decodeHash(await hashPassword(PASSWORD));
    expect(hash).toMatchObject({ memory: 19_456, passes: 2, parallelism: 1 });
  });

  it('are computed two at a time, and refused rather than queued without end', async () => {
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword(PASSWORD, CHEAP)));
    expect(load.most).toBe(2);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(80 - 64 - 2);
    expect(refused[0]).toMatchObject({ reason: { code: 'too-many-requests' } });
    expect(await verifyPassword(PASSWORD, CHEAP)).toBe(true);
  });

  it.each([
    '',
    'mot de passe en clair',
    '$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$t=2,m=19456,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=019456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/5',
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$',
    '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n',
  ])('are not read from %j', async (text) => {
    expect(decodeHash(text)).toBeNull();
    expect(await verifyPassword(PASSWORD, text)).toBe(false);
  });
});

/** A hash that costs little, for the tests that are about order. */
const CHEAP = (() => {
  const salt = Buffer.from('sel pour essais');
  const cost = { memory: 64, passes: 1, parallelism: 1 };
  const tag = argon2Sync('argon2id', { ...cost, message: PASSWORD, nonce: salt, tagLength: 32 });
  return encodeHash({ ...cost, salt, tag });
})();
