import { lineAt, type Finding } from './finding.ts';

/** Readers are addressed as « vous ». */
const FAMILIAR = /(?<![\p{L}\p{N}’'-])(?:tu|te|toi|ton|ta|tes|t’)(?![\p{L}\p{N}])|(?<=\p{L}-)(?:tu|toi)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])t’(?=\p{L})/giu;

export const familiarAddress = (file: string, prose: string): Finding[] =>
  [...prose.matchAll(FAMILIAR)].map((match) => ({
    file,
    line: lineAt(prose, match.index),
    message: `« ${match[0]} » : le cours vouvoie`,
  }));
