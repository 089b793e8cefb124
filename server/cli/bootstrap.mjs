// Entry of every `npm` command. Plain JavaScript: it runs on whatever Node started npm (20 or later), installs the
// dependencies when they are not those of the lock file, then hands over to the Node that they bring.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HELP } from './help.mjs';
import { NODE_FLAGS } from './node-flags.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
const [command = 'start', ...options] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} est trop ancien : Étanche demande Node 20 ou plus récent.`, 'node --version');
}
if (options.includes('--help') || options.includes('-h')) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (!dependenciesMatch()) install();
run();

/** True when node_modules holds what the lock file says; packages for other platforms may be absent. */
function dependenciesMatch() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    const present = installed[path];
    return path === '' || link || (present ? present.version === version : optional === true);
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(project, path), 'utf8')).packages;
  } catch {
    return null;
  }
}

function install() {
  console.log('Installation des dépendances (npm ci) : une à deux minutes la première fois.');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { status } = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: 'inherit',
  });
  if (status !== 0) {
    fail('L’installation des dépendances a échoué (voir ci-dessus).', 'npm ci    # puis : npm start');
  }
}

function run() {
  const script = command === 'test' ? ['tests/run.ts'] : ['server/main.ts', command];
  const node = join(project, 'node_modules/.bin/node');
  const child = spawn(node, [...NODE_FLAGS, ...script, ...options], {
    cwd: project,
    stdio: 'inherit',
  });
  // A terminal gives Ctrl+C to the whole group: sent again, it would count as a second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Node ne se lance pas : ${error.message}`, 'rm -r node_modules && npm start'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

function fail(message, remedy) {
  console.error(`\n${message}\n\n  ${remedy}\n`);
  process.exit(1);
}
