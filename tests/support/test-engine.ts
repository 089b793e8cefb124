import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Config } from '../../server/config.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { ensureEngine, purgeEngine } from '../../server/engine/ensure-engine.ts';
import type { Progress } from '../../server/engine/progress.ts';
import { DockerHost } from '../../server/sandbox/docker-host.ts';
import { testConfig } from './test-config.ts';

/** Names a state folder that is kept between runs; without it each run makes one of its own and removes it. */
export const KEPT_STATE = process.env.ETANCHE_TEST_STATE || undefined;

export const temporaryState = (): Promise<string> => mkdtemp(join(tmpdir(), 'etanche-test-'));

const quietProgress: Progress = {
  step: (_title, work) => work({ detail: () => {}, done: () => {} }),
  note: () => {},
};

/** The lab engine of this test run, found or made; close its warden when done. */
export const testEngine = (stateDir: string, progress: Progress = quietProgress): Promise<EngineHandle> =>
  ensureEngine(testConfig(stateDir), progress);

export const purgeTestEngine = (stateDir: string): Promise<void> => purgeEngine(testConfig(stateDir), quietProgress);

/** A real sandbox host under a name of its own, so that files of tests do not see each other's sandboxes. */
export function realHost(
  engine: EngineHandle,
  instance: string,
  limits: Partial<Config['sandboxes']> = {},
): DockerHost {
  return new DockerHost({
    engine,
    instance,
    limits: { ...testConfig('/unused').sandboxes, ...limits },
    log: pino({ level: 'error' }),
  });
}
