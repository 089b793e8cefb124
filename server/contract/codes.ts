/**
 * Codes that people read aloud, write on a board, and type: Crockford's base 32 (crockford.com/base32.html), which has no
 * I, L, O or U. Five bits a character.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 40 bits: it opens a class while it lasts, and guesses are counted. */
export const CLASS_CODE_LENGTH = 8;
/** 80 bits: it opens somebody's place. */
export const RESUME_CODE_LENGTH = 16;

/** One character for each byte; uniform when the bytes are. */
export const codeOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('');

/** In groups of four: `ABCD-EFGH`. */
export const showCode = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? '';

/**
 * What somebody meant to type: case, spaces and hyphens do not count, I and L are read as 1, O as 0.
 * @returns `null` when it cannot be a code of that length.
 */
export function readCode(text: string, length: number): string | null {
  const code = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  return code.length === length && [...code].every((character) => ALPHABET.includes(character)) ? code : null;
}
