import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U to be taken for others when read aloud or copied from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Sixty random bits in three groups, such as `7Q3F-0ZKD-M4XA`: not to be guessed, nor counted. */
export const certificateNumber = (): string =>
  [...randomBytes(12)].map((byte, index) => `${index === 4 || index === 8 ? '-' : ''}${ALPHABET[byte % 32]}`).join('');
