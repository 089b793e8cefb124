import { french } from './typography.ts';
import type { Finding, Severity } from './diagnosis.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Mark, its word for who sees no colour, and its colour (ECMA-48). */
const FACES: Readonly<Record<Severity, { mark: string; word: string; colour: string }>> = {
  good: { mark: '✓', word: '', colour: '32' },
  advice: { mark: '·', word: 'conseil', colour: '36' },
  warning: { mark: '!', word: 'attention', colour: '33' },
  danger: { mark: '✗', word: 'danger', colour: '31;1' },
};

const INDENT = '      ';

function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => indent + part).join('\n');
}

/** The screen of `npm run docteur`. */
export function diagnosisScreen(
  facts: MachineFacts,
  findings: readonly Finding[],
  width: number,
  colours: boolean,
): string {
  const paint = (code: string, text: string): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const column = Math.min(Math.max(width, 60), 100);
  const blocks = [`\n${paint('1', facts.distribution)} · noyau ${facts.kernel}`];
  for (const group of new Set(findings.map((finding) => finding.group))) {
    blocks.push(`\n${paint('1', group)}`);
    for (const finding of findings.filter((candidate) => candidate.group === group)) {
      const { mark, word, colour } = FACES[finding.severity];
      const title = `${mark} ${finding.subject} : ${finding.state}${word && ` (${word})`}`;
      blocks.push(`  ${paint(colour, french(title))}`, wrap(french(finding.meaning), column, INDENT));
      for (const line of finding.remedy?.split('\n') ?? []) blocks.push(`${INDENT}${paint('2', '→')} ${line}`);
    }
  }
  return `${blocks.join('\n')}\n\n${french(verdict(findings))}\n`;
}

function verdict(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  if (count('danger') > 0)
    return 'Bon pour apprendre seul ou entre gens de confiance ; à corriger avant d’ouvrir à d’autres.';
  if (count('warning') > 0)
    return 'Le cours fonctionne ; ce qui est marqué d’un « ! » mérite d’être réglé avant une classe.';
  return 'Cette machine convient à une classe.';
}
