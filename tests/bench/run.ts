import { parseArgs } from 'node:util';
import { ensureSite } from '../../server/cli/site-build.ts';
import { StepDisplay } from '../../server/cli/progress.ts';
import { errorText } from '../../server/cli/report-error.ts';
import { openBrowser } from '../support/browser.ts';
import { prepareMachine } from '../support/prepare-machine.ts';
import { projectDir } from '../support/test-config.ts';
import { KEPT_STATE, purgeTestEngine, temporaryState, testEngine } from '../support/test-engine.ts';
import { BRIEF, FULL, type BenchContext } from './bench-context.ts';
import { describeLoad, describeMachine } from './machine.ts';
import { classroom } from './measures/classroom.ts';
import { evaluation } from './measures/evaluation.ts';
import { keystrokes } from './measures/keystrokes.ts';
import { liveCheck } from './measures/live-check.ts';
import { crowdedServer, idleSandbox } from './measures/memory.ts';
import { coldOpening, warmOpening } from './measures/opening.ts';
import { output } from './measures/output.ts';
import { pageScripts } from './measures/page-scripts.ts';
import { findPeers } from './peers.ts';
import { ServerProcess } from './server-process.ts';
import { printTable, tally, type Row, type Section } from './table.ts';

/** Time for all measures together, in milliseconds; past it, those that are left are said not to be made. */
const LIMIT = 9 * 60_000;

const PARTS: Record<string, { title: string; measures: ((context: BenchContext) => Promise<Row[]>)[] }> = {
  ouverture: { title: 'Ouvrir un exercice', measures: [warmOpening, coldOpening] },
  frappe: { title: 'Écho d’une frappe', measures: [keystrokes] },
  sortie: { title: 'Débit du terminal', measures: [output] },
  controles: { title: 'Contrôles', measures: [liveCheck, evaluation] },
  classe: { title: 'Une classe', measures: [classroom] },
  poids: { title: 'Mémoire et pages', measures: [idleSandbox, crowdedServer, pageScripts] },
};

const HELP = `npm run bench [-- [--bref] [partie…]]

  --bref    peu de répétitions, pour voir que tout marche ; les chiffres ne valent rien
  partie    ${Object.keys(PARTS).join(', ')} ; toutes par défaut

Le moteur des bacs est fait pour l’occasion, puis effacé ; ETANCHE_TEST_STATE nomme un dossier d’état à garder.
`;

/** Resolves at the first request to stop, or when the time is over. */
function stopRequest(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('le temps accordé est écoulé'), LIMIT).unref();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrompu'));
  });
}

/** One line, rewritten, on a terminal; nothing elsewhere. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text.slice(0, process.stderr.columns - 1)}`);
}

/** Every measure of a part; one that fails is told as such and the next one is made. */
async function measure(context: BenchContext, name: string, stopped: Promise<string>): Promise<Section> {
  const part = PARTS[name];
  const rows: Row[] = [];
  for (const make of part?.measures ?? []) {
    const made = make(context);
    // When the time is over the measure goes on until what it uses is closed under it.
    made.catch(() => undefined);
    try {
      rows.push(...(await Promise.race([made, stopped.then((reason) => Promise.reject(new Error(reason)))])));
    } catch (error) {
      rows.push({ label: make.name, note: error instanceof Error ? error.message : String(error) });
    }
  }
  say('');
  return { title: part?.title ?? name, rows };
}

async function bench(parts: readonly string[], brief: boolean): Promise<void> {
  const begin = performance.now();
  const progress = new StepDisplay(process.stdout);
  await using resources = new AsyncDisposableStack();
  await prepareMachine();
  await ensureSite(projectDir, progress);
  const engineState = KEPT_STATE ?? (await temporaryState());
  if (!KEPT_STATE) resources.defer(() => purgeTestEngine(engineState));
  const engine = await testEngine(engineState, progress);
  resources.defer(() => engine.warden.close());
  const stopped = stopRequest();
  const warmServer = resources.use(await ServerProcess.start(engineState, 2, 'be000001'));
  const coldServer = resources.use(await ServerProcess.start(engineState, 0, 'be000002'));
  const browser = await openBrowser();
  resources.defer(() => browser.close());

  let peers: ReturnType<typeof findPeers> | undefined;
  const context: BenchContext = {
    counts: brief ? BRIEF : FULL,
    engineState,
    engine,
    browser,
    warmServer,
    coldServer,
    peers: () => (peers ??= findPeers()),
    say,
  };
  process.stdout.write(`\n${await describeMachine(engine)}\nau début, ${describeLoad()}\n`);
  const sections: Section[] = [];
  for (const name of parts) sections.push(await measure(context, name, stopped));
  const { held, missed, unmeasured } = tally(sections);
  process.stdout.write(
    `\n${printTable(sections)}\n\nà la fin, ${describeLoad()} ; ${Math.round((performance.now() - begin) / 1000)} s en tout\n` +
      `${held} cibles tenues, ${missed} manquées, ${unmeasured} mesures qui n’ont pas pu être faites\n`,
  );
  if (brief) process.stdout.write('Mesure brève : ces chiffres ne valent rien.\n');
}

try {
  const { values, positionals } = parseArgs({
    options: { bref: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !(name in PARTS));
  if (values.help || unknown !== undefined) process.stdout.write(HELP);
  else await bench(positionals.length > 0 ? positionals : Object.keys(PARTS), values.bref);
  process.exitCode = unknown === undefined ? 0 : 1;
} catch (error) {
  process.stderr.write(errorText(error));
  process.exitCode = 1;
}
