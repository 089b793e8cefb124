import { join } from 'node:path';
import { readCatalog } from '../../../labs/catalog.ts';
import { ProofBench } from '../../support/prove-lab.ts';
import { projectDir } from '../../support/test-config.ts';
import { realHost } from '../../support/test-engine.ts';
import type { BenchContext } from '../bench-context.ts';
import { milliseconds, percentiles, Sample } from '../figures.ts';
import type { Row } from '../table.ts';

const EVALUATION = 100;
const PREPARATION = 3_000;
/** The first evaluations open connections that later ones use. */
const UNMEASURED = 3;
const INSTANCE = 'be000003';

/** Of every lab: its preparation, once; then observation and verdicts in its solved state, by the code of the server. */
export async function evaluation(context: BenchContext): Promise<Row[]> {
  const host = realHost(context.engine, INSTANCE);
  for (const { id } of await host.list()) await host.destroy(id);
  const rows: Row[] = [];
  for (const entry of await readCatalog(join(projectDir, 'labs'))) {
    context.say(`évaluation de ${entry.lab.id}`);
    const bench = await ProofBench.open(host, entry);
    try {
      rows.push({
        label: `préparation : ${entry.lab.id}`,
        count: 1,
        value: milliseconds(bench.preparation),
        target: `≤ ${PREPARATION / 1000} s`,
        held: bench.preparation <= PREPARATION,
      });
      await bench.play(entry.solution.script);
      const sample = new Sample();
      for (let n = -UNMEASURED; n < context.counts.evaluations; n++) {
        const begin = performance.now();
        await bench.verdicts();
        if (n >= 0) sample.add(performance.now() - begin);
      }
      rows.push({
        label: `évaluation entière : ${entry.lab.id}`,
        count: sample.size,
        value: percentiles(sample, 0.5, 0.95),
        target: `p95 ≤ ${EVALUATION} ms`,
        held: sample.percentile(0.95) <= EVALUATION,
      });
    } finally {
      await bench.close();
    }
  }
  return rows;
}
