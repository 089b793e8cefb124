import type { Lab } from '../../labs/lab.ts';
import type { Baseline, Observation, ProbeResult } from '../../labs/observation.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';

const READ_LIMIT = 64 * 1024;
const PROBE_OUTPUT = 16 * 1024;
const PROBE_TIMEOUT = 3_000;

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
    collect(lab.reads.files, (path) => read(host, sandboxId, ['head', '-c', String(READ_LIMIT), '--', path])),
    collect(lab.reads.logs, (name) =>
      read(host, sandboxId, ['sh', '-c', 'docker logs --tail 2000 "$1" 2>&1', 'logs', name]),
    ),
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

async function read(host: SandboxHost, sandboxId: string, command: readonly string[]): Promise<string | null> {
  try {
    const result = await host.exec(sandboxId, { command, timeout: PROBE_TIMEOUT, maxOutput: READ_LIMIT });
    return result.exitCode === 0 ? result.stdout : null;
  } catch {
    return null;
  }
}

async function probe(
  host: SandboxHost,
  sandboxId: string,
  request: { container: string; command: string[] } | undefined,
): Promise<ProbeResult | null> {
  if (!request) return null;
  try {
    const result = await host.exec(sandboxId, {
      command: ['docker', 'exec', request.container, ...request.command],
      timeout: PROBE_TIMEOUT,
      maxOutput: PROBE_OUTPUT,
    });
    // 125 and above without the command's own word: docker could not run it (container absent or stopped).
    if (result.exitCode === 1 && /No such container|is not running/.test(result.stderr)) return null;
    return { exitCode: result.exitCode, output: result.stdout + result.stderr };
  } catch {
    return null;
  }
}
