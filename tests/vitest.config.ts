import { defineConfig } from 'vitest/config';

/** One project per kind of test, so that each runs alone: `vitest --project unit`. Files that share a real engine run one at a time. */
const project = (name: string, timeout: number, serial: boolean, engine = serial) => ({
  test: {
    name,
    root: new URL('..', import.meta.url).pathname,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: timeout,
    hookTimeout: serial ? 300_000 : 30_000,
    fileParallelism: !serial,
    maxConcurrency: 4,
    globalSetup: engine ? ['tests/support/engine-setup.ts'] : [],
    pool: 'forks' as const,
  },
});

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      project('unit', 10_000, false),
      project('contract', 120_000, true),
      project('integration', 120_000, true),
      project('labs', 600_000, true),
      project('content', 120_000, true),
      // Only one of its files has the engine: the others see a fake host behind the real pages.
      {
        test: {
          ...project('e2e', 120_000, true).test,
          globalSetup: ['tests/support/site-setup.ts', 'tests/support/engine-setup.ts'],
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
    ],
  },
});
