import { spawnSync } from 'node:child_process';

/** `npm run test:labs [-- <id>…]`: proves every lab, or those named. */
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
const { status } = spawnSync(process.execPath, vitest, { stdio: 'inherit' });
process.exit(status ?? 1);
