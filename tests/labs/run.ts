import { spawnSync } from 'node:child_process';

/** `npm run test:labs [-- <id>…]`: proves every lab, or those named, every script twice. */
const ids = process.argv.slice(2);
const filter = ids.length > 0 ? ['-t', `^(${ids.join('|')}) `] : [];
const vitest = [
  'node_modules/.bin/vitest',
  'run',
  '--config',
  'tests/vitest.config.ts',
  '--project',
  'labs',
  ...filter,
];
const env = { ...process.env, ETANCHE_TEST_ROUNDS: '2' };
const { status } = spawnSync(process.execPath, vitest, { stdio: 'inherit', env });
process.exit(status ?? 1);
