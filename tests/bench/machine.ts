import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { EngineApi } from '../../server/engine/engine-api.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';

const load = (): string =>
  loadavg()
    .map((value) => value.toLocaleString('fr-FR', { maximumFractionDigits: 1 }))
    .join(' ; ');

/** What the figures were measured on. */
export async function describeMachine(engine: EngineHandle): Promise<string> {
  const { Version } = await new EngineApi(engine.socketPath).json<{ Version: string }>('GET', '/version');
  return [
    `${availableParallelism()} cœurs (${cpus()[0]?.model ?? 'modèle inconnu'})`,
    `noyau ${release()}`,
    `cgroup v${engine.traits.cgroupVersion}`,
    `disque des bacs : ${engine.traits.storage}`,
    `Docker ${Version}`,
    `Node ${process.versions.node}`,
  ].join(', ');
}

/** Load of the last minute, five minutes and fifteen: above the number of cores, the figures say little. */
export const describeLoad = (): string => `charge de la machine : ${load()}`;
