import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptView } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { LearnerTile, RoomView } from '../../../server/contract/room.ts';
import { serverEvents } from '../../support/event-reader.ts';
import { Client } from '../../support/test-app.ts';
import { accept } from '../../support/trainer-client.ts';
import { LAB, type BenchContext } from '../bench-context.ts';
import { mebibytes, percentiles, Sample, times } from '../figures.ts';
import { ServerProcess } from '../server-process.ts';
import { EtancheShell } from '../shells/etanche.ts';
import { waitForOutput } from '../shells/shell.ts';
import type { Row } from '../table.ts';

const INSTANCE = 'be000003';
const SHOWN_P95 = 500;
const CHECK = 'temoin-en-marche';
const PATIENCE = 180_000;
const STEP_PATIENCE = 30_000;
/** A trainer with several pages open, and a colleague. */
const DASHBOARDS = 3;
const KEY = 'x';
const ERASE_LINE = '\x15';
/** Milliseconds between two keystrokes of one learner. */
const GAP = 40;

interface Place {
  id: string;
  client: Client;
  attempt: string;
  shell: EtancheShell;
}

/** Calls back with each server-sent event of a route, until aborted. */
async function follow(
  client: Client,
  url: string,
  path: string,
  signal: AbortSignal,
  onEvent: (event: string, data: string) => void,
): Promise<void> {
  const response = await fetch(url + path, { headers: { cookie: client.cookie }, signal });
  try {
    for await (const { event, data } of serverEvents(response)) onEvent(event, data);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function enter(url: string, code: string, number: number, signal: AbortSignal): Promise<Place> {
  const client = new Client(url);
  const body = { pseudonym: `apprenante-${number}`, classCode: code };
  const { learner } = await client.json<{ learner: { id: string } }>('POST', '/api/session', body);
  const attempt = await client.json<AttemptView>('POST', '/api/attempts', { lab: LAB });
  const shell = await EtancheShell.open(client, url, attempt.id);
  void follow(client, url, `/api/attempts/${attempt.id}/events`, signal, () => undefined);
  void follow(client, url, '/api/learner/seat/events', signal, () => undefined);
  return { id: learner.id, client, attempt: attempt.id, shell };
}

/** Every learner types in turn, as the others look. */
async function typing(places: readonly Place[], rounds: number): Promise<Sample> {
  const sample = new Sample();
  for (let round = 0; round < rounds; round++) {
    for (const { shell } of places) {
      await sleep(GAP / places.length);
      const begin = performance.now();
      const seen = waitForOutput(shell, STEP_PATIENCE, (piece) => piece.includes(KEY));
      shell.write(KEY);
      await seen;
      sample.add(performance.now() - begin);
    }
  }
  for (const { shell } of places) shell.write(ERASE_LINE);
  return sample;
}

/** A whole class at once: scripted learners who work, trainers who look. */
export async function classroom({ engineState, counts, say }: BenchContext): Promise<Row[]> {
  const { learners } = counts.classroom;
  await using resources = new AsyncDisposableStack();
  const server = resources.use(
    await ServerProcess.start(engineState, 0, INSTANCE, {
      ETANCHE_SANDBOXES: String(learners + 2),
      // A sandbox counts for all that it may use: thirty of a gibibyte would not be let in on a machine of 24.
      ETANCHE_SANDBOX_MEMORY: '640',
    }),
  );
  const { url } = server;
  const leaving = new AbortController();
  resources.defer(() => leaving.abort());
  const trainer = await accept(url, server.invitation, 'formatrice-1');
  const room = await trainer.json<ClassView>('POST', '/api/classes', {
    name: 'Banc d’essai',
    capacity: learners,
    startsAt: null,
    endsAt: null,
  });

  say(`classe : ${learners} personnes arrivent`);
  const begin = performance.now();
  const places = await Promise.all(
    Array.from({ length: learners }, (_, n) =>
      enter(url, room.code, n + 1, AbortSignal.any([leaving.signal, AbortSignal.timeout(PATIENCE * 4)])),
    ),
  );
  const arrival = performance.now() - begin;
  for (const { shell } of places) resources.defer(() => shell.close());
  await sleep(10_000);
  const alone = await typing(places, counts.classroom.rounds);

  const looking = new AbortController();
  resources.defer(() => looking.abort());
  const tiles = new Map<string, LearnerTile>();
  const heard = new Map<string, (at: number) => void>();
  for (let n = 0; n < DASHBOARDS; n++) {
    void follow(trainer, url, `/api/classes/${room.id}/room/events`, looking.signal, (event, data) => {
      if (n > 0) return;
      if (event === 'room') for (const tile of (JSON.parse(data) as RoomView).learners) tiles.set(tile.id, tile);
      if (event !== 'tile') return;
      const tile = JSON.parse(data) as LearnerTile;
      const was = tiles.get(tile.id);
      tiles.set(tile.id, tile);
      if (passed(tile) && was && !passed(was)) heard.get(tile.id)?.(Date.now());
    });
  }
  for (let waited = 0; tiles.size < learners && waited < STEP_PATIENCE; waited += 100) await sleep(100);
  const watched = await typing(places, counts.classroom.rounds);

  const shown = new Sample();
  const processorBefore = server.processorTime();
  const workBegin = performance.now();
  for (const [n, { id, client, attempt, shell }] of places.entries()) {
    say(`classe : contrôle ${n + 1} sur ${learners}`);
    const told = Promise.withResolvers<number>();
    heard.set(id, told.resolve);
    shell.write('docker run -d --name temoin labo/base:1 sleep 3600\r');
    const at = await Promise.race([told.promise, sleep(STEP_PATIENCE).then(() => null)]);
    if (at === null) throw new Error(`la salle n’a pas vu le contrôle de apprenante-${n + 1}`);
    const view = await client.json<AttemptView>('GET', `/api/attempts/${attempt}`);
    shown.add(at - (view.checks.find((check) => check.id === CHECK)?.changedAt ?? Number.NaN));
  }
  const share = (server.processorTime() - processorBefore) / (performance.now() - workBegin);
  return [
    {
      label: `${learners} personnes d’un coup, sans réserve : la dernière a son terminal`,
      value: `${Math.round(arrival / 1000)} s`,
    },
    {
      label: 'un contrôle change → la salle le sait',
      count: shown.size,
      value: percentiles(shown, 0.5, 0.95),
      target: `p95 ≤ ${SHOWN_P95} ms`,
      held: shown.percentile(0.95) <= SHOWN_P95,
    },
    { label: 'écho d’une frappe, salle fermée', count: alone.size, value: percentiles(alone, 0.5, 0.99) },
    { label: `… ${DASHBOARDS} salles ouvertes`, count: watched.size, value: percentiles(watched, 0.5, 0.99) },
    { label: '… rapport', value: `p99 ${times(watched.percentile(0.99) / alone.percentile(0.99))}` },
    { label: 'serveur : mémoire, toute la classe là', value: mebibytes(server.residentMemory()) },
    { label: 'serveur : processeur pendant les contrôles (part d’un cœur)', value: `${Math.round(share * 100)} %` },
  ];
}

const passed = (tile: LearnerTile): boolean =>
  tile.live?.checks.some(({ id, status }) => id === CHECK && status === 'passed') ?? false;
