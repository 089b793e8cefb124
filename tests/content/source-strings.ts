import ts from 'typescript';
import type { Finding } from './finding.ts';

/** A breaking space where French wants none: before a high sign that ends a word, inside « ». Code has neither. */
const BREAKING = /(?:(?<![-\w])\p{L}{2,}|[»)…’`]) (?:[;:?!](?=[\s'"`<\\]|$)|»)|« /gu;

/** What a person may read in a source: texts of elements, strings, the fixed parts of templates. */
export function sourceStringFaults(file: string, text: string): Finding[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) || ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      for (const match of node.getText().matchAll(BREAKING)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart() + match.index).line + 1;
        findings.push({ file, line, message: `« ${match[0]} » : il faut une espace insécable` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}
