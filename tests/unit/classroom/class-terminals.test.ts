import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { OpenedAttempt, TerminalTicket } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { LearnerDetail } from '../../../server/contract/room.ts';
import type { SeatView } from '../../../server/contract/seat.ts';
import { SeatService } from '../../../server/classroom/seat-service.ts';
import { AuditLog } from '../../../server/store/audit.ts';
import { ClassStore } from '../../../server/store/classes.ts';
import { SeatStore } from '../../../server/store/seats.ts';
import { PROMPT, Viewer } from '../../integration/terminal-harness.ts';
import { HostWithShells } from '../../support/host-with-shells.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import type { TrainerClient } from '../../support/trainer-client.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { newClass, trainer } from './class-people.ts';

/** The whole program, its terminals being real shells of this machine. */
let host: HostWithShells;
let test: TestApp;
let formatrice: TrainerClient;
let room: ClassView;
let apprenante: Client;
let learnerId: string;

beforeEach(async () => {
  host = new HostWithShells();
  test = await testApp({}, host);
  formatrice = await trainer(test);
  room = await newClass(formatrice);
  apprenante = new Client(test.url);
  await apprenante.send('POST', '/api/session', { pseudonym: 'apprenante-1', classCode: room.code });
  learnerId = (await apprenante.json<{ learner: { id: string } }>('GET', '/api/session')).learner.id;
});
afterEach(async () => {
  await test[Symbol.asyncDispose]();
  await host.shells.close();
}, 60_000);

/** @param first typed before anything has come. */
async function look(ticket: string, cookie: string, first = ''): Promise<Viewer> {
  const url = new URL('/api/terminal', test.url);
  url.protocol = 'ws:';
  url.search = String(new URLSearchParams({ ticket, from: '-1' }));
  const viewer = new Viewer(new WebSocket(url, { headers: { cookie, origin: test.url }, perMessageDeflate: false }));
  if (first !== '') viewer.webSocket.once('open', () => viewer.type(first));
  await viewer.waitFor(() => viewer.text.includes(PROMPT) || viewer.closed !== null, 'the prompt');
  return viewer;
}
/** The learner opens a lab, and its first terminal. */
async function work(client = apprenante, first = ''): Promise<Viewer> {
  const { id } = await client.open('un-processus-comme-un-autre');
  const { ticket } = await client.json<TerminalTicket>('POST', `/api/attempts/${id}/terminals`, { terminal: 1 });
  return look(ticket, client.cookie, first);
}
const path = (rest: string): string => `/api/classes/${room.id}/learners/${learnerId}/${rest}`;
async function watch(client: TrainerClient = formatrice): Promise<Viewer> {
  const { ticket } = await client.json<TerminalTicket>('POST', path('terminals'), { terminal: 1 });
  return look(ticket, client.cookie);
}
const seat = () => apprenante.json<SeatView>('GET', '/api/learner/seat');
const record = (recording: boolean) => {
  const { name, state, capacity, startsAt, endsAt, warm, closedItems, recordingDays } = room;
  const settings = { name, state, capacity, startsAt, endsAt, warm, closedItems, recordingDays };
  return formatrice.send('PUT', `/api/classes/${room.id}`, { ...settings, recording });
};

describe('a trainer of the class', () => {
  it('watches, which the learner sees, and types with their word alone, until it is taken back', async () => {
    const mine = await work();
    const theirs = await watch();
    await waitUntil(async () => (await seat()).watchers.join() === 'formatrice-1');
    theirs.type('echo intr""us\r');
    await formatrice.send('POST', path('consent'), { kind: 'keyboard' });
    theirs.type('echo tr""op tôt\r');
    expect(theirs.keyboards).toEqual(['read-only']);
    await apprenante.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: true });
    await theirs.waitFor(() => theirs.keyboards.length === 2, 'the keyboard');
    theirs.type('echo avec acc""ord\r');
    await mine.waitFor(() => /^avec accord\r/m.test(mine.text), 'what the trainer types');
    await apprenante.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: false });
    theirs.type('echo tr""op tard\r');
    await mine.run('echo su""ite', /^suite\r/m);
    expect(theirs.keyboards).toEqual(['read-only', 'open', 'read-only']);
    expect(theirs.text).not.toMatch(/intr|tr""op/);
    theirs.cut();
    await waitUntil(async () => (await seat()).watchers.length === 0);
  });

  it('loses the keyboard by leaving, and does not find it again', async () => {
    await work();
    const theirs = await watch();
    await formatrice.send('POST', path('consent'), { kind: 'keyboard' });
    await apprenante.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: true });
    await theirs.waitFor(() => theirs.keyboards.at(-1) === 'open', 'the keyboard');
    theirs.cut();
    await waitUntil(async () => (await seat()).keyboard === null);
    expect((await watch()).keyboards).toEqual(['read-only']);
  });

  it('sees no terminal of another class, even with the trainer’s own ticket for it', async () => {
    await work();
    const other = await trainer(test, 'formateur-2');
    expect((await other.send('POST', path('terminals'), { terminal: 1 })).status).toBe(404);
    const { ticket } = await formatrice.json<TerminalTicket>('POST', path('terminals'), { terminal: 1 });
    const stolen = await look(ticket, other.cookie);
    expect(stolen.hello).toBeNull();
    expect((await seat()).watchers).toEqual([]);
  });

  it('who signs out sees no more', async () => {
    const mine = await work();
    const theirs = await watch();
    await formatrice.send('DELETE', '/api/trainer/session');
    await theirs.waitFor(() => theirs.closed !== null, 'the end');
    await mine.run('echo se""ule', /^seule\r/m);
    expect(theirs.text).not.toContain('seule');
  });
});

describe('a pause', () => {
  const pause = (paused: boolean) => formatrice.send('PUT', `/api/classes/${room.id}/pause`, { paused });

  it('holds the keys of the whole class, of who comes meanwhile too, and of nobody else', async () => {
    const mine = await work();
    const alone = await work(await new Client(test.url).signIn('apprenant-2'));
    await pause(true);
    await mine.waitFor(() => mine.keyboards.at(-1) === 'held', 'the pause');
    mine.type('echo per""du\r');
    await alone.run('echo lib""re', /^libre\r/m);
    const { id } = await apprenante.json<OpenedAttempt>('GET', '/api/attempts/current');
    const { ticket } = await apprenante.json<TerminalTicket>('POST', `/api/attempts/${id}/terminals`, { terminal: 1 });
    const late = await look(ticket, apprenante.cookie);
    await late.waitFor(() => late.keyboards.at(-1) === 'held', 'the pause');
    await pause(false);
    await mine.waitFor(() => mine.keyboards.at(-1) === 'open', 'the end of the pause');
    await mine.goOn('echo rep""ris', /^repris\r/m);
    expect(mine.text).not.toContain('per');
  });

  it('lets not even the first key through, when it is older than the server', async () => {
    await new ClassStore(test.app.database).pause(room.id, Date.now());
    const terminal = await work(apprenante, 'echo tr""op tôt\r');
    expect(terminal.keyboards).toEqual(['held']);
    await pause(false);
    await terminal.waitFor(() => terminal.keyboards.at(-1) === 'open', 'the end of the pause');
    await terminal.goOn('echo rep""ris', /^repris\r/m);
    expect(terminal.text).not.toContain('tôt');
  });

  it('holds who joins the class with a terminal open', async () => {
    const alone = await new Client(test.url).signIn('apprenant-2');
    const terminal = await work(alone);
    await pause(true);
    await alone.send('POST', '/api/session', { pseudonym: 'apprenant-2', classCode: room.code });
    expect(terminal.keyboards).toEqual(['open', 'held']);
  });

  it('is not undone by a look at the class that began before it', async () => {
    const { database, attempts } = test.app;
    const classes = new ClassStore(database);
    const [read, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let looks = 0;
    const seats = new SeatService({
      seats: new SeatStore(database),
      audit: new AuditLog(database),
      attempts,
      classOf: async (id) => {
        const found = await classes.find(id);
        if ((looks += 1) === 1) {
          read.resolve();
          await go.promise;
        }
        return found;
      },
      watchersOf: () => [],
      onTyping: () => undefined,
      onChanged: () => undefined,
    });
    const opening = seats.holdIfPaused(learnerId);
    await read.promise;
    await classes.pause(room.id, Date.now());
    const pausing = seats.pauseChanged(room.id);
    // All the time it would need, were it not to wait for its turn.
    await new Promise((resolve) => setTimeout(resolve, 50));
    go.resolve();
    await Promise.all([opening, pausing]);
    expect(seats.held(learnerId)).toBe(true);
  });
});

describe('recording', () => {
  const files = () => readdir(join(test.stateDir, 'recordings'));
  const detail = () => formatrice.json<LearnerDetail>('GET', path('').slice(0, -1));
  const recordings = async () => (await detail()).history.flatMap((attempt) => attempt.recordings);

  it('is off at first', async () => {
    const mine = await work();
    await mine.run('echo bon""jour', /^bonjour\r/m);
    expect((await seat()).recording).toBe(false);
    expect(await files()).toEqual([]);
  });

  it('is said to the learner, begins in open terminals, and is read by the class’s trainers alone', async () => {
    const mine = await work();
    await record(true);
    expect((await seat()).recording).toBe(true);
    await waitUntil(async () => (await recordings()).length === 1);
    await mine.run('echo bon""jour', /^bonjour\r/m);
    const [one] = await recordings();
    const url = path(`recordings/${one?.id}`);
    const read = async () => (await formatrice.send('GET', url)).text();
    await waitUntil(async () => (await read()).includes('bonjour'));
    const response = await formatrice.send('GET', url);
    expect(response.headers.get('content-type')).toBe('application/x-asciicast');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await (await trainer(test, 'formateur-2')).send('GET', url)).status).toBe(404);
    expect((await apprenante.send('GET', url)).status).toBe(401);
    expect((await formatrice.send('GET', path('recordings/inconnu'))).status).toBe(404);
    await record(false);
    await mine.run('echo sec""ret', /^secret\r/m);
    expect(await read()).not.toContain('secret');
  });

  it.each([
    ['the learner', () => apprenante.send('DELETE', '/api/learner')],
    ['the class', () => formatrice.send('DELETE', `/api/classes/${room.id}`)],
  ])('goes with %s', async (_whose, remove) => {
    await record(true);
    await work();
    await waitUntil(async () => (await files()).length === 1);
    await remove();
    expect(await files()).toEqual([]);
    expect(await test.app.database.selectFrom('recording').selectAll().execute()).toEqual([]);
  });
});
