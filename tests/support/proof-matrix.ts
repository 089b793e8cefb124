/** How often each proof of a lab held; the pairs are `[held, asked]`, over all rounds. */
export interface ProofRow {
  lab: string;
  untouched: number;
  solution: number;
  alternatives: [number, number];
  mutants: [number, number];
  seconds: number;
}

/** Prints the matrix of labs, one line each: what held, over what was asked. */
export function printMatrix(rows: readonly ProofRow[]): void {
  const line = (cells: readonly string[]): string =>
    `${(cells[0] ?? '').padEnd(34)}${cells
      .slice(1)
      .map((cell) => cell.padStart(13))
      .join('')}`;
  const lines = [
    line(['exercice', 'intact', 'solution', 'alternatives', 'mutants', 'secondes']),
    ...rows.map((row) =>
      line([
        row.lab,
        `${row.untouched}/2`,
        `${row.solution}/2`,
        `${row.alternatives[0]}/${row.alternatives[1]}`,
        `${row.mutants[0]}/${row.mutants[1]}`,
        row.seconds.toFixed(1),
      ]),
    ),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
