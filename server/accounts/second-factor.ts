import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecondFactorOffer } from '../contract/trainers.ts';

/** What authenticator applications understand everywhere: SHA-1, six digits, thirty seconds (RFC 6238). */
const STEP = 30_000;
const DIGITS = 6;
/** RFC 4226, 4: 160 bits. */
const SECRET_BYTES = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ISSUER = 'Étanche';

/** Base32 without padding (RFC 4648, 6), as authenticator applications read it. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET.charAt(parseInt(group.padEnd(5, '0'), 2))).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The thirty seconds that hold the instant. */
export const stepOf = (now: number): number => Math.floor(now / STEP);

/** RFC 4226, 5.3, for one step. Pure. */
export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step that the code is of, among this one and its two neighbours: clocks differ (RFC 6238, 5.2). Pure.
 * @param lastStep the last one accepted: neither it nor an earlier one serves again.
 * @returns null for a wrong code, or one that has served.
 */
export function acceptedStep(secret: string, code: string, now: number, lastStep: number | null): number | null {
  const present = stepOf(now);
  const given = Buffer.from(code);
  for (const step of [present, present - 1, present + 1]) {
    const expected = Buffer.from(codeOfStep(secret, step));
    const same = given.length === expected.length && timingSafeEqual(given, expected);
    if (same && step > (lastStep ?? -1)) return step;
  }
  return null;
}

/** A new secret, and the address that an authenticator application reads from a QR code (Key URI Format). */
export function newSecondFactor(login: string): SecondFactorOffer {
  const secret = base32(randomBytes(SECRET_BYTES));
  const label = `${encodeURIComponent(ISSUER)}:${encodeURIComponent(login)}`;
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(ISSUER)}` };
}
