import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readCatalog, readScripts, type LabScript } from '../../labs/catalog.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import type { DockerHost } from '../../server/sandbox/docker-host.ts';
import { printMatrix, type ProofRow } from '../support/proof-matrix.ts';
import { allPassed, everythingSaid, ProofBench, refusedAsExpected } from '../support/prove-lab.ts';
import { projectDir } from '../support/test-config.ts';
import { realHost, testEngine } from '../support/test-engine.ts';

/** Untouched and solved, always twice: a lab that passes by luck does not pass. */
const ROUNDS = 2;
/** Alternatives and mutants are most of the time: played once in the whole proof, twice by `npm run test:labs`. */
const SCRIPT_ROUNDS = Number(process.env['ETANCHE_TEST_ROUNDS'] ?? 1);
const MINIMUM_MUTANTS = 3;

const catalog = await readCatalog(join(projectDir, 'labs'));
const labs = await Promise.all(catalog.map(async (entry) => ({ entry, ...(await readScripts(entry)) })));
const rows: ProofRow[] = [];

let engine: EngineHandle;
let host: DockerHost;
beforeAll(async () => {
  engine = await testEngine(inject('stateDir'));
  host = realHost(engine, 'labs');
});
afterAll(async () => {
  printMatrix(rows);
  await engine.warden.close();
});

describe.concurrent.each(labs)('$entry.lab.id', ({ entry, alternatives, mutants }) => {
  const row: ProofRow = {
    lab: entry.lab.id,
    untouched: 0,
    solution: 0,
    alternatives: [0, alternatives.length * SCRIPT_ROUNDS],
    mutants: [0, mutants.length * SCRIPT_ROUNDS],
    seconds: 0,
  };
  rows.push(row);

  const prove = async (proof: (bench: ProofBench) => Promise<void>): Promise<void> => {
    const begin = performance.now();
    const bench = await ProofBench.open(host, entry);
    try {
      await proof(bench);
      expect(bench.crashes).toEqual([]);
    } finally {
      await bench.close();
      row.seconds += (performance.now() - begin) / 1000;
    }
  };

  it(`has at least ${MINIMUM_MUTANTS} mutants`, () => {
    expect(mutants.length).toBeGreaterThanOrEqual(MINIMUM_MUTANTS);
  });

  for (let round = 1; round <= ROUNDS; round++) {
    it(`round ${round}: nothing passes untouched, everything after the solution`, async () => {
      await prove(async (bench) => {
        const untouched = await bench.verdicts();
        expect([...untouched].filter(([, verdict]) => verdict.status === 'passed').map(([id]) => id)).toEqual([]);
        row.untouched++;
        await bench.play(entry.solution.script);
        const solved = await bench.until(allPassed);
        expect([...solved].filter(([, verdict]) => verdict.status !== 'passed')).toEqual([]);
        row.solution++;
      });
    });

    if (round > SCRIPT_ROUNDS) continue;
    for (const alternative of alternatives) {
      it(`round ${round}: alternative ${alternative.name} passes`, async () => {
        await prove(async (bench) => {
          await bench.play(alternative.script);
          const solved = await bench.until(allPassed);
          expect([...solved].filter(([, verdict]) => verdict.status !== 'passed')).toEqual([]);
          row.alternatives[0]++;
        });
      });
    }

    for (const mutant of mutants) {
      it(`round ${round}: mutant ${mutant.name} is refused by ${mutant.refusedBy}`, async () => {
        await prove(async (bench) => {
          await bench.play(mutant.script);
          const verdicts = await bench.until((current) => refusedAsExpected(mutant, current));
          expectRefusal(mutant, verdicts);
          expect(allPassed(verdicts)).toBe(false);
          row.mutants[0]++;
        });
      });
    }
  }
});

function expectRefusal(mutant: LabScript, verdicts: Awaited<ReturnType<ProofBench['verdicts']>>): void {
  const verdict = verdicts.get(mutant.refusedBy ?? '');
  expect(verdict?.status, everythingSaid(verdict)).toBe('failed');
  expect(everythingSaid(verdict)).toContain(mutant.says);
}
