import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext } from '../bench-context.ts';
import { milliseconds, percentiles, Sample, times } from '../figures.ts';
import { openTrio } from '../shell-trio.ts';
import { NoShell } from '../shells/no-shell.ts';
import { quiet, waitForOutput, type Shell } from '../shells/shell.ts';
import type { Row } from '../table.ts';

const OVER_BARE_PTY = 1.3;
/** Milliseconds between two keystrokes, whichever the shell: each is typed in at about ten keys a second. */
const GAP = { minimum: 25, spread: 15 };
const LINE = 60;
const ERASE_LINE = '\x15';
const KEY = 'x';

async function echo(shell: Shell): Promise<number> {
  const begin = performance.now();
  const seen = waitForOutput(shell, 5_000, (piece) => piece.includes(KEY));
  shell.write(KEY);
  await seen;
  return performance.now() - begin;
}

/** Types the same keys in the three shells in turn, whoever goes first changing each time. */
export async function keystrokes(context: BenchContext): Promise<Row[]> {
  const { counts, warmServer } = context;
  await using trio = await openTrio(context);
  const floor = await NoShell.open();
  await using resources = new AsyncDisposableStack();
  resources.defer(() => floor.close());
  const shells: Shell[] = [trio.ours, ...trio.others, floor];
  const samples = new Map(shells.map((shell) => [shell, new Sample()]));
  const processorBefore = warmServer.processorTime();
  for (let n = 0; n < counts.keystrokes; n++) {
    if (n % LINE === 0) {
      context.say(`frappe ${n} sur ${counts.keystrokes}`);
      for (const shell of shells) {
        shell.write(ERASE_LINE);
        await quiet(shell);
      }
    }
    for (let turn = 0; turn < shells.length; turn++) {
      const shell = shells[(n + turn) % shells.length];
      if (!shell) continue;
      await sleep(GAP.minimum + Math.random() * GAP.spread);
      samples.get(shell)?.add(await echo(shell));
    }
  }
  const processor = (warmServer.processorTime() - processorBefore) / counts.keystrokes;
  const found = rows(samples, trio.ours, trio.others, trio.missing, processor);
  const nothing = samples.get(floor) ?? new Sample();
  const label = `plancher : aller et retour d’un ${floor.name}`;
  return [...found, { label, count: nothing.size, value: percentiles(nothing, 0.5, 0.99) }];
}

function rows(
  samples: ReadonlyMap<Shell, Sample>,
  ours: Shell,
  others: readonly Shell[],
  missing: string | null,
  processor: number,
): Row[] {
  const own = samples.get(ours) ?? new Sample();
  const result: Row[] = [
    { label: `écho d’une frappe : ${ours.name}`, count: own.size, value: percentiles(own, 0.5, 0.99) },
  ];
  for (const shell of others) {
    const sample = samples.get(shell) ?? new Sample();
    const [middle, tail] = [own.p50 / sample.p50, own.percentile(0.99) / sample.percentile(0.99)];
    const isWetty = shell.name === 'wetty';
    result.push(
      { label: `écho d’une frappe : ${shell.name}`, count: sample.size, value: percentiles(sample, 0.5, 0.99) },
      {
        label: `… Étanche rapporté à ${isWetty ? 'wetty' : 'ce pty'}`,
        value: `p50 ${times(middle)} · p99 ${times(tail)}`,
        target: isWetty ? 'p50 devant wetty' : `p50 ≤ ${times(OVER_BARE_PTY)}`,
        held: middle <= (isWetty ? 1 : OVER_BARE_PTY),
      },
    );
  }
  if (missing !== null) result.push({ label: 'écho d’une frappe : pty nu et wetty', note: missing });
  return [
    ...result,
    {
      label: 'processeur du serveur par frappe, évaluations comprises',
      count: own.size,
      value: milliseconds(processor),
    },
  ];
}
