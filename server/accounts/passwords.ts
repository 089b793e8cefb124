import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../errors.ts';

const derive = promisify(argon2);

/** OWASP, Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane. Memory is in KiB (RFC 9106). */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** A computation takes 19 MiB and a core: sign-ins leave the rest of the machine to the labs. */
const AT_ONCE = 2;
const WAITING = 64;

interface Hash {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  tag: Buffer;
}

/** The PHC string format: fixed order, no leading zero, base64 without padding. */
const PHC =
  /^\$argon2id\$v=19\$m=([1-9]\d{1,5}),t=([1-9]\d?),p=([1-9])\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/;

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

export const encodeHash = ({ memory, passes, parallelism, salt, tag }: Hash): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

/** @returns null for anything but what `encodeHash` writes. */
export function decodeHash(text: string): Hash | null {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(text) ?? [];
  const hash = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
  return encodeHash(hash) === text ? hash : null;
}

/** What an unknown account is compared with: no password gives it, and it costs as much as a real one. */
const NOBODY: Hash = { ...COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };

/** @returns the password's hash, a PHC string. @throws AppError `too-many-requests` when too many are waiting. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return encodeHash({ ...COST, salt, tag: await tagOf(password, { ...COST, salt, tag: Buffer.alloc(TAG_BYTES) }) });
}

/**
 * Whether it is the password. Takes as long without a hash as with one.
 * @param stored a PHC string; `null` for an account that does not exist or has no password.
 * @throws AppError `too-many-requests` when too many are waiting.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const known = stored === null ? null : decodeHash(stored);
  const expected = known ?? NOBODY;
  const same = timingSafeEqual(await tagOf(password, expected), expected.tag);
  return same && known !== null;
}

/** NIST SP 800-63B, 3.1.1.2: the same characters typed on another keyboard are the same password. */
const tagOf = (password: string, { memory, passes, parallelism, salt, tag }: Hash): Promise<Buffer> =>
  inTurn(() =>
    derive('argon2id', {
      message: password.normalize('NFKC'),
      nonce: salt,
      memory,
      passes,
      parallelism,
      tagLength: tag.length,
    }),
  );

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length >= WAITING) throw new AppError('too-many-requests');
  // Whoever ends hands its place over: `running` does not change.
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
