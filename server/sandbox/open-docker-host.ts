import type { Config } from '../config.ts';
import type { EngineHandle } from '../engine/engine-handle.ts';
import type { Logger } from '../logger.ts';
import { DockerHost } from './docker-host.ts';
import { instanceName } from './instance-name.ts';

/** The sandboxes of this installation, on that engine. */
export async function openDockerHost(config: Config, engine: EngineHandle | null, log: Logger): Promise<DockerHost> {
  if (!engine) throw new Error('an engine is needed to make a sandbox host');
  return new DockerHost({ engine, instance: await instanceName(config.stateDir), limits: config.sandboxes, log });
}
