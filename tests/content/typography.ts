import { lineAt, type Finding } from './finding.ts';

/**
 * The house's typography, after the usage of the Imprimerie nationale:
 * a narrow no-break space (U+202F) before `;` `!` `?`, a no-break space (U+00A0) before `:` and inside « »,
 * the curly apostrophe, the ellipsis in one character, and a no-break space between a number and its unit.
 */
const NARROW = '\u202f';
const WIDE = '\u00a0';

interface Rule {
  fault: RegExp;
  message: string;
}

const UNITS = '(?:Kio|Mio|Gio|octets|Mo|Go|ms|millisecondes|min|bits|%)';

const RULES: readonly Rule[] = [
  { fault: /(?<![\u202f!?\u0000])[;!?]/g, message: 'une espace fine insécable (U+202F) avant ce signe' },
  { fault: /(?<![\u00a0\u0000]):/g, message: 'une espace insécable (U+00A0) avant les deux-points' },
  { fault: /«(?!\u00a0)/g, message: 'une espace insécable (U+00A0) après «' },
  { fault: /(?<!\u00a0)»/g, message: 'une espace insécable (U+00A0) avant »' },
  { fault: /'/g, message: 'une apostrophe courbe (’)' },
  { fault: /"/g, message: 'des guillemets français (« »)' },
  { fault: /\.{3}/g, message: 'des points de suspension en un seul signe (…)' },
  { fault: new RegExp(`\\d ${UNITS}(?![\\p{L}])`, 'gu'), message: 'une espace insécable (U+00A0) entre le nombre et l’unité' },
  { fault: / [,.](?=\s|$)/gm, message: 'pas d’espace avant une virgule ou un point' },
  { fault: /(?<=\S) {2,}(?=\S)/g, message: 'une seule espace' },
];

/** Faults of typography in prose (see `prose.ts`), each with the fix. */
export const typographyFaults = (file: string, prose: string): Finding[] =>
  RULES.flatMap(({ fault, message }) =>
    [...prose.matchAll(fault)].map((match) => ({
      file,
      line: lineAt(prose, match.index),
      message: `« ${around(prose, match.index)} » : il faut ${message}`,
    })),
  );

const around = (text: string, index: number): string =>
  text
    .slice(Math.max(0, index - 24), index + 12)
    .replace(/[\u0000\n]+/g, ' ')
    .replaceAll(NARROW, '⍽')
    .replaceAll(WIDE, '⎵')
    .trim();
