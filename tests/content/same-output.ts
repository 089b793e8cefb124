/**
 * Whether a command printed what the page shows. The page shows one run, so three things stand for others of their kind:
 * a number for any number, a container or image identifier for any identifier, and `…`, alone on its line for any
 * lines, within one for anything. Spaces are not compared: columns widen with the numbers in them.
 */
export function sameOutput(expected: string, actual: string): boolean {
  const pattern = tidyLines(expected).map((line) => (line === '…' ? ANY_LINES : `${linePattern(line)}\n`));
  return new RegExp(`^${pattern.join('')}$`).test(tidyLines(actual).map((line) => `${line}\n`).join(''));
}

const ANY_LINES = '(?:[^\\n]*\\n)*';

const tidyLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');

const TOKENS = /…|\b(?:[0-9a-f]{64}|[0-9a-f]{12}|[0-9a-f]{16})\b|\d+/g;

function linePattern(line: string): string {
  let pattern = '';
  let from = 0;
  for (const token of line.matchAll(TOKENS)) {
    pattern += literal(line.slice(from, token.index)) + tokenPattern(token[0]);
    from = token.index + token[0].length;
  }
  return pattern + literal(line.slice(from));
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function tokenPattern(token: string): string {
  if (token === '…') return '[^\\n]*';
  return /^\d{1,11}$/.test(token) || token.length < 12 ? '\\d+' : '(?:[0-9a-f]{12,64}|\\d+)';
}
