import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptView } from '../../../server/contract/api.ts';
import { EngineApi } from '../../../server/engine/engine-api.ts';
import { LABELS } from '../../../server/sandbox/labels.ts';
import { Client } from '../../support/test-app.ts';
import { LAB, type BenchContext } from '../bench-context.ts';
import { mebibytes } from '../figures.ts';
import { EtancheShell } from '../shells/etanche.ts';
import type { Row } from '../table.ts';

const SANDBOX = 64 * 2 ** 20;
const SERVER = 150 * 2 ** 20;
/** Milliseconds without anything asked of them. */
const REST = 8_000;
const OPENING_PATIENCE = 120_000;

interface ContainerStats {
  memory_stats: { usage: number; stats: { total_inactive_file?: number; inactive_file?: number } };
}

/** What the kernel could not take back: usage without the file pages that nobody uses any more, as `docker stats` counts. */
async function workingSets(socket: string, instance: string): Promise<number[]> {
  const api = new EngineApi(socket);
  const filters = encodeURIComponent(JSON.stringify({ label: [`${LABELS.instance}=${instance}`] }));
  const containers = await api.json<{ Id: string }[]>('GET', `/containers/json?filters=${filters}`);
  return Promise.all(
    containers.map(async ({ Id }) => {
      const { memory_stats } = await api.json<ContainerStats>(
        'GET',
        `/containers/${Id}/stats?stream=false&one-shot=true`,
      );
      const { total_inactive_file, inactive_file } = memory_stats.stats;
      return memory_stats.usage - (total_inactive_file ?? inactive_file ?? 0);
    }),
  );
}

/** Ready sandboxes that nobody has claimed. */
export async function idleSandbox({ engine, warmServer, say }: BenchContext): Promise<Row[]> {
  say('mémoire d’un bac au repos');
  await warmServer.warm();
  await sleep(REST);
  const sizes = await workingSets(engine.socketPath, warmServer.instance);
  const largest = Math.max(...sizes);
  return [
    {
      label: 'bac prêt, au repos : mémoire de son groupe de contrôle (le plus gros)',
      count: sizes.length,
      value: mebibytes(largest),
      target: `≤ ${mebibytes(SANDBOX)}`,
      held: largest <= SANDBOX,
    },
  ];
}

/** Learners who each look at their checks live and have a terminal. */
export async function crowdedServer({ coldServer, counts, engine, say }: BenchContext): Promise<Row[]> {
  const { url } = coldServer;
  const alone = coldServer.residentMemory();
  await using opened = new AsyncDisposableStack();
  const leaving = new AbortController();
  opened.defer(() => leaving.abort());
  const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(OPENING_PATIENCE)]);
  let there = 0;
  await Promise.all(
    Array.from({ length: counts.learners }, async (_, n) => {
      const client = await new Client(url).signIn(`apprenant-${n + 1}`);
      const response = await client.send('POST', '/api/attempts', { lab: LAB });
      if (!response.ok) throw new Error(`un bac est refusé : ${response.status}`);
      const { id } = (await response.json()) as AttemptView;
      opened.defer(async () => void (await client.send('POST', `/api/attempts/${id}/close`)));
      const shell = await EtancheShell.open(client, url, id);
      opened.defer(() => shell.close());
      const events = await fetch(`${url}/api/attempts/${id}/events`, { headers: { cookie: client.cookie }, signal });
      void drain(events);
      shell.write('ls -la /\r');
      say(`bacs ouverts : ${++there} sur ${counts.learners}`);
    }),
  );
  await sleep(REST);
  const resident = coldServer.residentMemory();
  const sandboxes = await workingSets(engine.socketPath, coldServer.instance);
  return [
    {
      label: `serveur, ${there} bacs ouverts (contrôles en direct et un terminal chacun)`,
      value: `${mebibytes(resident)} (avant : ${mebibytes(alone)})`,
      target: `≤ ${mebibytes(SERVER)}`,
      held: resident <= SERVER,
    },
    { label: 'bac ouvert : mémoire (le plus gros)', count: sandboxes.length, value: mebibytes(Math.max(...sandboxes)) },
  ];
}

/** Reads events as a page does, until the end. */
async function drain(response: Response): Promise<void> {
  try {
    for await (const _chunk of response.body ?? []) continue;
  } catch {
    // Aborted: the measure is over.
  }
}
