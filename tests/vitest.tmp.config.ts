import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { root: new URL('..', import.meta.url).pathname, include: ['tests/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false, pool: 'forks' } });
