import { expect, it } from 'vitest';
import { broughtBy, storedFiles } from '../../../labs/layers.ts';
import { aContainer, observation } from '../../support/observation.ts';

const LAYER = 'a'.repeat(25);
const CONFIG = 'b'.repeat(64);
const output = [
  `/couches/${LAYER}/diff/tmp/cle`,
  `/configurations/${CONFIG}`,
  '/couches/../etc/passwd',
  'grep: bruit',
].join('\n');
const customs = aContainer({ name: 'douane' });

const seen = (exitCode: number, containers = [customs]) =>
  storedFiles(
    observation({ containers, baseline: [customs], probes: { recherche: { exitCode, output } } }),
    'recherche',
  );

it('reads the paths that the customs container prints, and nothing else', () => {
  expect(seen(2)).toEqual([{ layer: LAYER, path: '/tmp/cle' }, { path: CONFIG }]);
});

it('trusts only the prepared container, and a probe that ran', () => {
  expect(seen(126)).toBeNull();
  expect(seen(-1)).toBeNull();
  expect(seen(0, [{ ...customs, id: 'f'.repeat(64) }])).toBeNull();
});

it('tells what the image of a container brings', () => {
  const files = seen(0) ?? [];
  expect(broughtBy(files, aContainer({ layers: [LAYER] }))).toHaveLength(1);
  expect(broughtBy(files, aContainer({ imageId: `sha256:${CONFIG}` }))).toEqual([{ path: CONFIG }]);
  expect(broughtBy(files, aContainer())).toEqual([]);
});
