import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { installPackages } from './cli/debian-packages.ts';
import { diagnosisScreen } from './cli/diagnosis-screen.ts';
import { diagnose } from './cli/diagnosis.ts';
import { machineFacts } from './cli/machine-facts.ts';
import { announce, preflight, runningServer } from './cli/preflight.ts';
import { StepDisplay } from './cli/progress.ts';
import { errorText } from './cli/report-error.ts';
import { ensureSite } from './cli/site-build.ts';
import { french } from './cli/typography.ts';
import { parseConfig, type Config } from './config.ts';
import { invitationPath } from './contract/trainer-paths.ts';
import { ensureEngine, purgeEngine, stopEngine } from './engine/ensure-engine.ts';
import { endProcesses } from './engine/own-processes.ts';
import { OperatorError } from './errors.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const progress = new StepDisplay(process.stdout);
const say = (text: string): boolean => process.stdout.write(`${french(text)}\n`);

const isRoot = process.getuid?.() === 0;

/** Files of ours in the state folder, beside `engine/`. */
const STATE_FILES = ['instance', 'server.pid', 'server.url'];

/** Resolves at the first request to stop; a second one ends the program at once. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
        process.on(signal, () => process.exit(130));
      });
    }
  });
}

async function start(config: Config): Promise<void> {
  const interrupted = (): never => {
    say('\nInterrompu. Rien n’est abîmé : npm start reprendra où il en était.');
    process.exit(130);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  await preflight(config);
  await using announcement = await announce(config.stateDir);
  await installPackages(isRoot, progress);
  const engine = await ensureEngine(config, progress);
  await ensureSite(config.projectDir, progress);
  const { createApp } = await import('./app.ts');
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);

  const stopRequested = stopRequest();
  {
    await using app = await createApp(config, engine);
    const { urls } = await app.start();
    await announcement.serving(urls[0] ?? '');
    say(
      `\nÉtanche est prêt : ${urls.join('  ')}\n${invitationText(urls[0] ?? '', await app.firstInvitation())}\nCtrl+C arrête le serveur ; les bacs à sable restent (npm run stop les arrête).`,
    );
    await stopRequested;
    say('\nArrêt du serveur…');
  }
  await engine.warden.close();
}

/** @param token of the first invitation; `null` once somebody administers. */
const invitationText = (url: string, token: string | null): string =>
  token === null
    ? ''
    : `\nPersonne n’administre encore la formation. Ce lien ouvre le premier compte ; il ne sert qu’une fois :\n${url}${invitationPath(token)}\n`;

/** Pages at the configured address; the program behind them on a port of the system's choice. */
async function dev(config: Config): Promise<void> {
  await preflight(config);
  await installPackages(isRoot, progress);
  const engine = await ensureEngine(config, progress);
  const [{ createApp }, { reloadLabs, servePages }] = await Promise.all([
    import('./app.ts'),
    import('./cli/dev-pages.ts'),
  ]);
  const stop = stopRequest();
  {
    const pages = new URL(`http://${config.host}:${config.port}`);
    await using app = await createApp({ ...config, host: '127.0.0.1', port: 0, origins: [pages.origin] }, engine);
    await app.start();
    const stopPages = await servePages(config.projectDir, pages, app.address());
    const stopReading = reloadLabs(config.projectDir, app, say);
    say(
      `\nÉtanche se recharge à chaque modification : ${pages.origin}\n${invitationText(pages.origin, await app.firstInvitation())}\nCtrl+C arrête tout, sauf les bacs à sable.`,
    );
    await stop;
    stopReading();
    await stopPages();
  }
  await engine.warden.close();
}

async function stop(config: Config): Promise<void> {
  const server = await runningServer(config.stateDir);
  if (server !== null) {
    await progress.step('Arrêt du serveur', () => endProcesses([server], 15_000));
  }
  await stopEngine(config, progress);
}

async function purge(config: Config, agreed: boolean): Promise<void> {
  say(
    `Seront effacés, sous ${config.stateDir} : le moteur, les images, les bacs à sable, et la base avec la progression de chacun.`,
  );
  if (!agreed && !(await confirm('Tapez « oui » pour continuer : '))) {
    throw new OperatorError('Rien n’a été effacé.', 'npm run purge -- --oui    # efface sans demander');
  }
  await stop(config);
  await purgeEngine(config, progress);
  const { APP_FILES } = await import('./app-files.ts');
  for (const name of [...STATE_FILES, ...APP_FILES]) {
    await rm(join(config.stateDir, name), { recursive: true, force: true });
  }
  await rmdir(config.stateDir).catch(() =>
    say(`Il reste dans ${config.stateDir} des fichiers qui ne sont pas d’Étanche.`),
  );
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(question);
  prompt.close();
  return answer.trim().toLowerCase() === 'oui';
}

async function doctor(config: Config): Promise<void> {
  const facts = await machineFacts(config, isRoot);
  const { columns = 80, isTTY } = process.stdout;
  say(diagnosisScreen(facts, diagnose(facts), columns, isTTY && process.env.NO_COLOR === undefined));
}

async function invite(config: Config, names: readonly string[]): Promise<void> {
  const { inviteText } = await import('./cli/invite.ts');
  say(await inviteText(config, names));
}

async function newLab(id: string | undefined): Promise<void> {
  if (!id) throw new OperatorError('Il manque le nom de l’exercice.', 'npm run new:lab -- plafond-de-memoire');
  const [{ createLab }, { LabError }] = await Promise.all([import('../labs/new-lab.ts'), import('../labs/catalog.ts')]);
  try {
    say(`Exercice créé : ${await createLab(join(PROJECT, 'labs'), id)}. La suite : labs/README.md`);
  } catch (error) {
    throw error instanceof LabError
      ? new OperatorError(error.message, 'npm run new:lab -- un-autre-nom', { cause: error })
      : error;
  }
}

async function main([command, ...options]: readonly string[]): Promise<void> {
  const config = parseConfig(process.env, PROJECT, isRoot);
  switch (command) {
    case 'start':
      return start(config);
    case 'dev':
      return dev(config);
    case 'stop':
      return stop(config);
    case 'purge':
      return purge(config, options.includes('--oui'));
    case 'docteur':
      return doctor(config);
    case 'inviter':
      return invite(config, options);
    case 'new-lab':
      return newLab(options[0]);
    default:
      throw new OperatorError(`La commande « ${command ?? ''} » n’existe pas.`, 'npm start -- --help');
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(errorText(error));
  process.exitCode = 1;
}
