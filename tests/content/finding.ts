/** One fault in a text, where it is and what to write instead. */
export interface Finding {
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/** `file:line: message`, as editors and terminals make it a link. */
export const report = (findings: readonly Finding[]): string[] =>
  findings.map(({ file, line, message }) => `${file}:${line}: ${message}`);

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
