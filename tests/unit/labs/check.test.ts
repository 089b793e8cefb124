import { describe, expect, it } from 'vitest';
import { quote } from '../../../labs/check.ts';

describe('quote', () => {
  it('leaves ordinary names alone, accents and emoji included', () => {
    expect(quote('boutique-été')).toBe('« boutique-été »');
    expect(quote('🐳')).toBe('« 🐳 »');
  });

  it.each([
    ['a terminal escape', 'a\u001b[31mrouge', 'a [31mrouge'],
    ['a line break', 'a\r\nSuccès', 'a  Succès'],
    ['a NUL', 'a\u0000b', 'a b'],
    ['C1 controls', 'a\u009b2Jb', 'a 2Jb'],
    ['a right-to-left override', 'a\u202egpj.exe', 'a gpj.exe'],
    ['isolates', 'a\u2066b\u2069', 'a b'],
    ['an Arabic letter mark', 'a\u061cb', 'a b'],
    ['zero-width characters', 'a\u200bb\ufeffc', 'a b c'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
    ['half of a surrogate pair', 'a\ud83db', 'a b'],
  ])('removes %s', (_what, hostile, clean) => {
    expect(quote(hostile)).toBe(`« ${clean} »`);
  });

  it('keeps 80 characters, and cuts none in two', () => {
    expect(quote('x'.repeat(80))).toBe(`« ${'x'.repeat(80)} »`);
    expect(quote('x'.repeat(81))).toBe(`« ${'x'.repeat(79)}… »`);
    expect(quote(`${'x'.repeat(78)}🐳${'y'.repeat(10)}`)).toBe(`« ${'x'.repeat(78)}🐳… »`);
  });

  it('is not slow on megabytes, nor fooled by invisible ones', () => {
    expect(quote('\u200b'.repeat(5_000_000))).toBe('«  »');
    expect([...quote('é'.repeat(5_000_000))]).toHaveLength(84);
  });
});
