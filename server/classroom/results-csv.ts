import type { LabMeta } from '../../labs/schema.ts';
import { CHAPTERS } from '../../labs/schema.ts';
import type { ClassResults, LearnerResult } from '../contract/results.ts';

/**
 * A class's results for a spreadsheet set to French: semicolons, decimal commas, CRLF, and a byte order mark without which
 * Excel reads UTF-8 as Windows-1252. RFC 4180 for the quotes. One row a learner.
 */

const MINUTES = 60_000;

/** An instant becomes « 2026-11-26 14:05 », in the server's time zone: read as a date whatever the spreadsheet's language. */
type Cell = string | number | Date | null;

export function resultsCsv({ learners }: ClassResults, labs: readonly LabMeta[]): string {
  const header = [
    'Pseudonyme',
    'Arrivée',
    'Exercices réussis',
    `Part des exercices réussis (sur ${labs.length})`,
    'Temps passé (heures)',
    'Tentatives',
    'Essais refusés',
    'Indices lus',
    'Solutions montrées',
    'Chapitres lus',
    'Bonnes réponses aux questions',
    'Attestation',
    ...labs.map((lab) => `${label(lab)}, part des objectifs`),
    ...labs.map((lab) => `${label(lab)}, réussi le`),
    ...labs.map((lab) => `${label(lab)}, minutes`),
  ];
  const rows = learners.map((learner) => row(learner, labs));
  return `\uFEFF${[header, ...rows].map((cells) => cells.map(written).join(';')).join('\r\n')}\r\n`;
}

const label = ({ chapter, order, title }: LabMeta): string => `${CHAPTERS.indexOf(chapter) + 1}.${order} ${title}`;

function row(learner: LearnerResult, labs: readonly LabMeta[]): Cell[] {
  const outcomes = labs.map(({ id }) => learner.labs[id]);
  const sum = (of: (lab: LearnerResult['labs'][string]) => number): number =>
    outcomes.reduce((total, outcome) => total + (outcome ? of(outcome) : 0), 0);
  const succeeded = sum(({ succeededAt }) => Number(succeededAt !== null));
  return [
    learner.pseudonym,
    new Date(learner.joinedAt),
    succeeded,
    labs.length === 0 ? 0 : succeeded / labs.length,
    sum(({ spent }) => spent) / (60 * MINUTES),
    sum(({ attempts }) => attempts),
    sum(({ tries }) => tries),
    sum(({ hints }) => hints),
    sum(({ solution }) => Number(solution)),
    learner.chaptersFinished.length,
    Object.values(learner.quizzes).reduce((total, count) => total + count, 0),
    learner.certificate,
    ...outcomes.map((outcome) => (outcome && outcome.total > 0 ? outcome.passed / outcome.total : null)),
    ...outcomes.map((outcome) => (outcome && outcome.succeededAt !== null ? new Date(outcome.succeededAt) : null)),
    ...outcomes.map((outcome) => (outcome ? Math.round(outcome.spent / MINUTES) : null)),
  ];
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(Math.round(cell * 100) / 100).replace('.', ',');
  if (cell instanceof Date) return localMinute(cell);
  return `"${inert(cell).replaceAll('"', '""')}"`;
}

/**
 * What a spreadsheet would run as a formula becomes text again.
 * OWASP, “CSV Injection”: cells that begin with = + - @, a tab or a carriage return; their full-width forms and the line
 * feed besides.
 */
const inert = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text);

const two = (value: number): string => String(value).padStart(2, '0');

const localDay = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const localMinute = (date: Date): string => `${localDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;

/** Letters and digits alone: it is written into a header, and onto any disk. */
export function csvFileName({ class: { name }, at }: Pick<ClassResults, 'class' | 'at'>): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return ['resultats', plain, localDay(new Date(at))].filter(Boolean).join('-') + '.csv';
}
