import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepDisplay } from '../server/cli/progress.ts';
import { ensureSite } from '../server/cli/site-build.ts';
import { prepareMachine } from './support/prepare-machine.ts';
import { projectDir } from './support/test-config.ts';
import { KEPT_STATE, purgeTestEngine, temporaryState, testEngine } from './support/test-engine.ts';

/**
 * `npm test`: the whole proof. Every part runs even when another fails; ends with `N passed, N failed`.
 * `npm test -- unit types`: only the parts named by these words.
 */
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

interface Part {
  title: string;
  passed: number;
  failed: number;
  seconds: number;
}

const parts: Part[] = [];
const scratch = await mkdtemp(join(tmpdir(), 'etanche-results-'));

function run(command: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command.slice(), {
      cwd: projectDir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function part(
  name: string,
  title: string,
  count: () => Promise<{ passed: number; failed: number }>,
): Promise<void> {
  if (!isWanted(name)) return;
  process.stdout.write(`\n── ${title} ${'─'.repeat(Math.max(2, 90 - title.length))}\n`);
  const begin = performance.now();
  const result = await count().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  parts.push({ title, ...result, seconds: (performance.now() - begin) / 1000 });
}

/** A tool that passes or fails as a whole. */
const tool = (name: string, title: string, ...commands: string[][]) =>
  part(name, title, async () => {
    const codes = [];
    for (const command of commands) codes.push(await run(command));
    return { passed: codes.filter((code) => code === 0).length, failed: codes.filter((code) => code !== 0).length };
  });

interface VitestResults {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
}

const vitest = (title: string, project: string, environment: Record<string, string> = {}) =>
  part(project, title, async () => {
    const output = join(scratch, `${project}.json`);
    const options = [
      '--config',
      'tests/vitest.config.ts',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
    ];
    await run(['node_modules/.bin/vitest', 'run', ...options, `--outputFile.json=${output}`], environment);
    const results = JSON.parse(await readFile(output, 'utf8')) as VitestResults;
    // A test that was left out proves nothing: it counts against us, as does a file that does not load.
    const failed = results.numFailedTests + results.numPendingTests;
    return { passed: results.numPassedTests, failed: failed === 0 && !results.success ? 1 : failed };
  });

const bin = (name: string): string => `node_modules/.bin/${name}`;

await prepareMachine();
// Types of the content, which both of the next need. Then one core each: none of them measures time.
if (isWanted('types') || isWanted('lint')) await run([bin('astro'), 'sync']);
await Promise.all([
  tool('types', 'types', [bin('astro'), 'check'], [bin('tsc'), '--noEmit']),
  tool(
    'lint',
    'lint',
    [bin('eslint'), '--max-warnings', '0', '.'],
    [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  ),
]);
await tool(
  'arch',
  'sens des imports, code mort',
  [bin('depcruise'), '--config', 'tests/architecture/dependency-cruiser.cjs', 'labs', 'server', 'src', 'tests'],
  [bin('knip')],
);
await part('build', 'site', async () => {
  await ensureSite(projectDir, new StepDisplay(process.stdout));
  return { passed: 1, failed: 0 };
});
await vitest('unités', 'unit');

const stateDir = KEPT_STATE ?? (await temporaryState());
try {
  await part('engine', 'moteur des bacs', async () => {
    const engine = await testEngine(stateDir, new StepDisplay(process.stdout));
    await engine.warden.close();
    return { passed: 1, failed: 0 };
  });
  const environment = { ETANCHE_TEST_STATE: stateDir };
  await vitest('contrats', 'contract', environment);
  await vitest('intégration', 'integration', environment);
  await vitest('exercices', 'labs', environment);
  await vitest('contenu', 'content', environment);
  await vitest('navigateur', 'e2e', environment);
} finally {
  if (!KEPT_STATE) await purgeTestEngine(stateDir);
  await rm(scratch, { recursive: true, force: true });
}

const sum = (key: 'passed' | 'failed'): number => parts.reduce((total, entry) => total + entry[key], 0);
process.stdout.write(`\n${availableParallelism()} cœurs\n`);
for (const { title, passed, failed, seconds } of parts) {
  process.stdout.write(
    `${title.padEnd(32)}${String(passed).padStart(6)} ok${String(failed).padStart(6)} en échec${seconds.toFixed(0).padStart(7)} s\n`,
  );
}
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
