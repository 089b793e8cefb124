import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCatalog } from '../../../labs/catalog.ts';
import { STANDARDS } from '../../../src/lib/standards.ts';
import { projectDir } from '../../support/test-config.ts';

it('every reference that a check names has words for the table of correspondences', async () => {
  const labs = (await readCatalog(join(projectDir, 'labs'))).map(({ lab }) => lab);
  const missing = labs.flatMap((lab) =>
    lab.checks.flatMap(({ references }) =>
      (['anssi', 'cis', 'attack'] as const).flatMap((standard) =>
        (references[standard] ?? [])
          .filter((reference) => !(reference in STANDARDS[standard]))
          .map((reference) => `${lab.id}: ${standard} ${reference}`),
      ),
    ),
  );
  expect(missing).toEqual([]);
});
