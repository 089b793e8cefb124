import type { BenchContext } from '../bench-context.ts';
import { megabytesPerSecond, milliseconds, Sample, times } from '../figures.ts';
import { openTrio } from '../shell-trio.ts';
import { quiet, waitForOutput, type Shell } from '../shells/shell.ts';
import type { Row } from '../table.ts';

const OVER_BARE_PTY = 1.3;
const PATIENCE = 60_000;
const FILE = '/root/banc.txt';
const LINE = '0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789abcd';

/** Runs a command line that ends by printing a mark; the mark is not in the line as it is typed. */
async function run(
  shell: Shell,
  command: string,
  mark: string,
  patience: number,
): Promise<{ bytes: number; elapsed: number }> {
  let bytes = 0;
  const done = waitForOutput(shell, patience, (piece, tail) => {
    bytes += piece.length;
    return tail.includes(`${mark}:1`);
  });
  const begin = performance.now();
  shell.write(`${command}; echo ${mark}:$((1))\r`);
  await done;
  const elapsed = performance.now() - begin;
  await quiet(shell);
  return { bytes, elapsed };
}

/** The same file shown by the three shells in turn, several times. */
export async function output(context: BenchContext): Promise<Row[]> {
  const { counts, warmServer } = context;
  await using trio = await openTrio(context);
  const shells: Shell[] = [trio.ours, ...trio.others];
  context.say('écriture du fichier à montrer');
  await run(trio.ours, `yes ${LINE} | head -c ${counts.output} >${FILE}`, 'ecrit', PATIENCE);

  const rates = new Map(shells.map((shell) => [shell, new Sample()]));
  let processor = 0;
  for (let n = 0; n < counts.outputs; n++) {
    for (let turn = 0; turn < shells.length; turn++) {
      const shell = shells[(n + turn) % shells.length];
      if (!shell) continue;
      context.say(`${counts.output / 1e6} Mo par ${shell.name}, ${n + 1} sur ${counts.outputs}`);
      const before = warmServer.processorTime();
      const { bytes, elapsed } = await run(shell, `cat ${FILE}`, `passe${n}`, PATIENCE);
      if (bytes < counts.output) throw new Error(`${shell.name} n’a reçu que ${bytes} octets`);
      if (shell === trio.ours) processor += warmServer.processorTime() - before;
      rates.get(shell)?.add(counts.output / 1e6 / (elapsed / 1000));
    }
  }
  return rows(context, rates, trio.ours, trio.others, trio.missing, processor);
}

function rows(
  { counts }: BenchContext,
  rates: ReadonlyMap<Shell, Sample>,
  ours: Shell,
  others: readonly Shell[],
  missing: string | null,
  processor: number,
): Row[] {
  const size = `${counts.output / 1e6} Mo`;
  const own = rates.get(ours) ?? new Sample();
  const result: Row[] = [
    {
      label: `sortie de ${size}, reçue et acquittée : ${ours.name}`,
      count: own.size,
      value: `p50 ${megabytesPerSecond(own.p50)}`,
    },
  ];
  for (const shell of others) {
    const rate = rates.get(shell) ?? new Sample();
    const isWetty = shell.name === 'wetty';
    const ratio = rate.p50 / own.p50;
    result.push(
      {
        label: `sortie de ${size}, reçue : ${shell.name}`,
        count: rate.size,
        value: `p50 ${megabytesPerSecond(rate.p50)}`,
      },
      {
        label: `… durée d’Étanche rapportée à ${isWetty ? 'wetty' : 'ce pty'}`,
        value: times(ratio),
        target: isWetty ? 'devant wetty' : `≤ ${times(OVER_BARE_PTY)}`,
        held: ratio <= (isWetty ? 1 : OVER_BARE_PTY),
      },
    );
  }
  if (missing !== null) result.push({ label: `sortie de ${size} : pty nu et wetty`, note: missing });
  const megabytes = (counts.output / 1e6) * counts.outputs;
  return [
    ...result,
    { label: 'processeur du serveur par Mo', count: own.size, value: milliseconds(processor / megabytes) },
  ];
}
