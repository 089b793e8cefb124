import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectDir } from '../support/test-config.ts';
import { report } from './finding.ts';
import { sourceStringFaults } from './source-strings.ts';

/** What the pages and the API say. Sentences for the terminal get their spaces when they are written there. */
const SOURCES = ['src/**/*.{ts,tsx}', 'server/contract/**/*.ts', 'server/{http,grading}/**/*.ts', 'labs/*/*.ts'];

it.each([
  ["const a = 'Un moment : attendez';", 1],
  ["const a = 'Un moment\u00a0: attendez';", 0],
  ['const a = <p>Vraiment ? « Oui »</p>;', 3],
  ['const a = `${n} fois ; c’est fini !`;', 2],
  ['const a = b ? c : d;', 0],
  ["const a = 'cut -d : -f 1 /etc/passwd';", 0],
  ["const a = 'https://ecole.example';", 0],
])('finds the spaces that would break in %s', (text, faults) => {
  expect(sourceStringFaults('x.tsx', text)).toHaveLength(faults);
});

it('keeps a sign with its word in every sentence of a source', () => {
  const files = globSync(SOURCES, { cwd: projectDir });
  expect(files.length).toBeGreaterThan(200);
  expect(report(files.flatMap((file) => sourceStringFaults(file, readFileSync(join(projectDir, file), 'utf8'))))).toEqual([]);
});
