/** One line of the results. A line without `value` is a measure that could not be made: `note` says why. */
export interface Row {
  label: string;
  /** Number of measures behind the value. */
  count?: number;
  value?: string;
  target?: string;
  /** Whether the target is held; absent when there is none. */
  held?: boolean;
  note?: string;
}

export interface Section {
  title: string;
  rows: readonly Row[];
}

const WIDTHS = { label: 72, count: 6, value: 36, target: 34 } as const;

const line = (label: string, count: string, value: string, target: string, verdict: string): string =>
  [
    label.padEnd(WIDTHS.label),
    count.padStart(WIDTHS.count),
    '  ',
    value.padEnd(WIDTHS.value),
    target.padEnd(WIDTHS.target),
    verdict,
  ]
    .join('')
    .trimEnd();

const verdict = (held: boolean | undefined): string => (held === undefined ? '' : held ? 'tenue' : 'MANQUÉE');

function printRow(row: Row): string[] {
  const value = row.value ?? 'non mesuré';
  const main = line(
    `  ${row.label}`,
    row.count === undefined ? '' : String(row.count),
    value,
    row.target ?? '',
    verdict(row.held),
  );
  return row.note === undefined ? [main] : [main, `      ${row.note}`];
}

/** The results as text, ready to be printed. */
export function printTable(sections: readonly Section[]): string {
  return [
    line('Mesure', 'n', 'Obtenu', 'Cible', ''),
    ...sections.flatMap(({ title, rows }) => ['', title, ...rows.flatMap(printRow)]),
  ].join('\n');
}

/** Targets held, missed, and measures that could not be made. */
export function tally(sections: readonly Section[]): { held: number; missed: number; unmeasured: number } {
  const rows = sections.flatMap((section) => section.rows);
  return {
    held: rows.filter((row) => row.held === true).length,
    missed: rows.filter((row) => row.held === false).length,
    unmeasured: rows.filter((row) => row.value === undefined).length,
  };
}
