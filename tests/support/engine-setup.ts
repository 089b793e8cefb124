import type { TestProject } from 'vitest/node';
import { KEPT_STATE, purgeTestEngine, temporaryState, testEngine } from './test-engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stateDir: string;
  }
}

/** Makes the lab engine of a test run before its first file, and removes it after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = KEPT_STATE ?? (await temporaryState());
  const purge = async (): Promise<void> => {
    if (!KEPT_STATE) await purgeTestEngine(stateDir);
  };
  try {
    const engine = await testEngine(stateDir);
    await engine.warden.close();
  } catch (error) {
    await purge();
    throw error;
  }
  project.provide('stateDir', stateDir);
  return purge;
}
