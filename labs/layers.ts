import { baselineContainer, container } from './facts.ts';
import type { ContainerFacts, Observation } from './observation.ts';

/**
 * What the labs on images ask: what is in the layers? Their preparation runs a container, « douane », that has the
 * engine's own directories before its eyes, read-only, and a probe in it prints paths, one a line.
 */
export const CUSTOMS = 'douane';

/** A file in a layer, or the configuration of an image. */
export interface StoredFile {
  /** Directory under `overlay2/`, absent for a configuration. */
  layer?: string;
  /** Path in the layer, or the image's identifier without `sha256:`. */
  path: string;
}

/** Past this, the output of a probe may have been cut: what it does not list is not known. */
const WHOLE_OUTPUT = 16_000;

/**
 * The files that the probe of that name printed; `null` when it did not run in the prepared container. `grep` ends with 2
 * when there was a file that it could not read, and marks of deletion are such files.
 */
export function storedFiles(o: Observation, probe: string): StoredFile[] | null {
  const result = o.probes[probe];
  if (!result || result.exitCode < 0 || result.exitCode > 2 || result.output.length > WHOLE_OUTPUT) return null;
  if (container(o, CUSTOMS)?.id !== baselineContainer(o, CUSTOMS)?.id) return null;
  return result.output.split('\n').flatMap((line): StoredFile[] => {
    const config = /^\/configurations\/([0-9a-f]{64})$/.exec(line)?.[1];
    if (config) return [{ path: config }];
    const [, layer, path] = /^\/couches\/([0-9a-z]{25,64})\/diff(\/.+)$/.exec(line) ?? [];
    return layer && path ? [{ layer, path }] : [];
  });
}

/** Those of these files that the image of a container brings. */
export const broughtBy = (files: readonly StoredFile[], { layers, imageId }: ContainerFacts): StoredFile[] =>
  files.filter(({ layer, path }) => (layer === undefined ? imageId === `sha256:${path}` : layers.includes(layer)));
