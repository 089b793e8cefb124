import { parseConfig, type Config } from '../../server/config.ts';

export const projectDir = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** A configuration that shares nothing with an installation: own folder, a port of the system's choice. */
export const testConfig = (stateDir: string, environment: Record<string, string> = {}): Config =>
  parseConfig(
    { ETANCHE_STATE: stateDir, ETANCHE_PORT: '0', ETANCHE_DISK: '24', ETANCHE_LOG: 'error', ...environment },
    projectDir,
    true,
  );
