const NBSP = '\u00a0';

/** Sets the spaces of French punctuation unbreakable, in a sentence; never in a command, which is to be copied. */
export const french = (sentence: string): string =>
  sentence.replace(/ (?=[:;!?»%])/g, NBSP).replace(/«\s/g, `«${NBSP}`);
