import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASS_CODE_LENGTH, codeOf, readCode, showCode } from '../../../server/contract/codes.ts';

describe('a code', () => {
  it('is read back from what is shown, whatever the case, the hyphens and the spaces', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: CLASS_CODE_LENGTH, maxLength: CLASS_CODE_LENGTH }),
        fc.constantFrom('', ' ', '-', '\u00a0', '‑', '–', ' - '),
        fc.boolean(),
        (bytes, separator, lower) => {
          const code = codeOf(bytes);
          const typed = ` ${showCode(code).replace('-', separator)} `;
          expect(readCode(lower ? typed.toLowerCase() : typed, CLASS_CODE_LENGTH)).toBe(code);
        },
      ),
    );
  });

  it('has neither I, L, O nor U, and shows groups of four', () => {
    const code = codeOf(Uint8Array.from({ length: 32 }, (_, n) => n));
    expect(code).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    expect(showCode(code.slice(0, 16))).toBe('0123-4567-89AB-CDEF');
  });

  it.each([
    ['iLoO-0l1I', '11000111'],
    ['ABCD-EFGH', 'ABCDEFGH'],
    ['ＡＢＣＤ ＥＦＧＨ', 'ABCDEFGH'],
    ['ABCD-EFG', null],
    ['ABCD-EFGHJ', null],
    ['ABCD-EFGU', null],
    ['ABCD-EFG!', null],
    ['', null],
  ])('typed as %j is %j', (typed, expected) => {
    expect(readCode(typed, CLASS_CODE_LENGTH)).toBe(expected);
  });
});
