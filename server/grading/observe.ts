import type { Lab } from '../../labs/lab.ts';
import type { Baseline, Observation, ProbeResult } from '../../labs/observation.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';

type Probe = Lab['reads']['probes'][string];

/**
 * Collects one observation: engine and kernel at the same time, then what the lab reads besides. Few calls, all bounded;
 * whatever cannot be read is absent, never an error.
 */
export async function observe(
  host: SandboxHost,
  sandboxId: string,
  lab: Lab,
  answers: Readonly<Record<string, string>>,
  baseline: Baseline | null,
): Promise<Observation> {
  const [engine, kernel, files, logs, probes] = await Promise.all([
    host.engineFacts(sandboxId),
    host.kernelFacts(sandboxId),
    collect(lab.reads.files, (path) => host.readFile(sandboxId, path)),
    collect(lab.reads.logs, (name) => host.containerLogs(sandboxId, name)),
    collect(Object.keys(lab.reads.probes), (name) => probe(host, sandboxId, lab.reads.probes[name])),
  ]);
  return { at: Date.now(), engine, kernel, answers, files, logs, probes, baseline };
}

/** What must be remembered of the start state, to tell an update from a replacement. */
export const baselineOf = (observation: Observation): Baseline => ({
  at: observation.at,
  containers: observation.engine.containers,
  cgroups: observation.kernel.cgroups,
});

const collect = async <T>(names: readonly string[], one: (name: string) => Promise<T>): Promise<Record<string, T>> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await one(name)] as const)));

const probe = async (host: SandboxHost, sandboxId: string, request: Probe | undefined): Promise<ProbeResult | null> =>
  request ? host.probe(sandboxId, request.container, request.command) : null;
