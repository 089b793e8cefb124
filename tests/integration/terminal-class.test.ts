import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { newToken, tokenHash } from '../../server/accounts/tokens.ts';
import { createApp, type App } from '../../server/app.ts';
import type { OpenedAttempt } from '../../server/contract/api.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { parseCast } from '../../src/islands/terminal/cast.ts';
import { Client } from '../support/test-app.ts';
import { testConfig } from '../support/test-config.ts';
import { temporaryState, testEngine } from '../support/test-engine.ts';
import { waitUntil } from '../support/wait-until.ts';
import { Viewer, type ViewOptions } from './terminal-harness.ts';

/** A learner of a class that records, and a trainer who watches, on a real sandbox. */
const LAB = 'un-processus-comme-un-autre';
const classId = randomUUID();
const trainerToken = newToken();
let engine: EngineHandle;
let stateDir: string;
let app: App;
let client: Client;
let learnerId: string;
let attempt: OpenedAttempt;

async function start(): Promise<void> {
  app = await createApp(testConfig(stateDir), engine, { log: pino({ level: 'error' }) });
  await app.start();
}

async function fillDatabase(): Promise<void> {
  const trainer = { id: randomUUID(), login: 'formatrice-1', role: 'trainer' as const, created_at: Date.now() };
  const nothing = { password_hash: null, totp_secret: null, totp_last_step: null, openid_subject: null };
  const [now, dates] = [Date.now(), { starts_at: null, ends_at: null, paused_at: null, created_at: Date.now() }];
  const db = app.database;
  await db
    .insertInto('trainer')
    .values({ ...trainer, ...nothing, disabled_at: null })
    .execute();
  await db
    .insertInto('trainer_session')
    .values({ token_hash: tokenHash(trainerToken), trainer_id: trainer.id, created_at: now, last_seen_at: now })
    .execute();
  const settings = { capacity: 5, warm: 0, closed_items: '[]', recording: 1, recording_days: 7 };
  await db
    .insertInto('class')
    .values({ id: classId, name: 'Essai', code: 'ABCD2345', state: 'open', ...settings, ...dates })
    .execute();
  await db.updateTable('learner').set({ class_id: classId }).where('id', '=', learnerId).execute();
}

beforeAll(async () => {
  engine = await testEngine(inject('stateDir'));
  stateDir = await temporaryState();
  await start();
  client = await new Client(app.address()).signIn('apprenante-1');
  const session = await client.json<{ learner: { id: string } }>('GET', '/api/session');
  learnerId = session.learner.id;
  await fillDatabase();
  attempt = await client.json<OpenedAttempt>('POST', '/api/attempts', { lab: LAB });
  const state = async () =>
    (await client.json<{ state: string }>('GET', `/api/attempts/${attempt.id}`)).state === 'open';
  await waitUntil(state, 90_000);
});
afterAll(async () => {
  const { host } = app;
  await app[Symbol.asyncDispose]();
  for (const { id } of await host.list()) await host.destroy(id);
  await engine.warden.close();
  await rm(stateDir, { recursive: true, force: true });
});

async function connect(ticket: string, cookie: string, options: ViewOptions = {}): Promise<Viewer> {
  const url = new URL('/api/terminal', app.address());
  const headers = { cookie, origin: url.origin };
  url.protocol = 'ws:';
  url.search = String(new URLSearchParams({ ticket, from: '-1' }));
  const viewer = new Viewer(new WebSocket(url, { headers, perMessageDeflate: false }), options);
  await viewer.waitFor(() => viewer.hello !== null || viewer.closed !== null, 'the first frame');
  return viewer;
}

/** The learner's terminal, sized, at its prompt. */
async function learner(terminal = 1): Promise<Viewer> {
  const path = `/api/attempts/${attempt.id}/terminals`;
  const { ticket } = await client.json<{ ticket: string }>('POST', path, { terminal });
  const viewer = await connect(ticket, client.cookie);
  viewer.resize(97, 31);
  await viewer.run('echo pr""êt', /^prêt\r/m);
  return viewer;
}

async function trainer(options: ViewOptions = {}): Promise<Viewer> {
  const row = await app.database.selectFrom('attempt').selectAll().where('id', '=', attempt.id).executeTakeFirst();
  const ticket = app.tickets.issue({
    sessionId: tokenHash(trainerToken),
    sandboxId: row?.sandbox_id ?? '',
    terminal: 1,
    access: { kind: 'watch', trainer: 'formatrice-1' },
  });
  return connect(ticket, `etanche-formation=${trainerToken}`, options);
}

const recordings = () => app.database.selectFrom('recording').selectAll().orderBy('started_at').execute();
/** What a recording shows, and the sizes that it goes through. */
async function recorded(index: number): Promise<{ output: string; sizes: string[] }> {
  const id = (await recordings())[index]?.id ?? '';
  const cast = parseCast(await textOf(await app.recorder.read(classId, learnerId, id)));
  const events = cast?.events.map(({ what }) => what) ?? [];
  return {
    output: events.map((what) => (what.kind === 'output' ? what.text : '')).join(''),
    sizes: [
      `${cast?.columns}x${cast?.rows}`,
      ...events.flatMap((what) => (what.kind === 'resize' ? [`${what.columns}x${what.rows}`] : [])),
    ],
  };
}

describe('a class’s terminal', () => {
  it('is watched in the learner’s size, and a trainer who never follows slows nothing', async () => {
    const one = await learner();
    const flood = async (): Promise<number> => {
      const begun = performance.now();
      await one.run('seq 1 200000; echo fi""ni', /^fini\r/m);
      return performance.now() - begun;
    };
    await flood();
    const alone = Math.max(await flood(), await flood());
    const watcher = await trainer({ acknowledges: false });
    await watcher.waitFor(() => watcher.sizes.length > 0, 'the size');
    expect(watcher.sizes).toEqual(['97x31']);
    expect(watcher.keyboards).toEqual(['read-only']);
    const watched = Math.min(await flood(), await flood());
    expect(watcher.received).toBeLessThan(1024 * 1024);
    expect(watched).toBeLessThan(alone * 1.5 + 500);
    watcher.type('echo intr""us\r');
    await one.goOn('echo seu""le', /^seule\r/m);
    expect(one.text).not.toContain('intr');
    watcher.follow();
    await watcher.waitFor(() => watcher.text.includes('seule'), 'what comes');
    watcher.cut();
    one.cut();
  });

  it('is recorded as it shows, sizes included, and never what is typed where echo is off', async () => {
    const one = await learner(2);
    one.resize(120, 40);
    await one.run('echo "élève à l’œu""vre 🐳"', 'œuvre 🐳');
    await one.run('read -s -p "Mot de pa""sse ? " mdp', 'Mot de passe ? ');
    one.type('s3cret-tapé\r');
    await one.run('echo "lu : ${#mdp}"', /^lu : 11\r/m);
    // Its own prompt follows: echo is off by then.
    await one.run('stty -echo; echo sil""ence', /^silence\r[^]*# $/m);
    one.type('autre=s3cret-caché; echo "vu : ${#autre}"\r');
    await one.waitFor(() => /^vu : 12\r/m.test(one.text), 'the length');
    await one.run('stty echo; echo fi""ni', /^fini\r/m);
    const index = (await recordings()).findIndex(({ terminal }) => terminal === 2);
    await waitUntil(async () => (await recorded(index)).output.includes('fini\r\n'));
    const { output, sizes } = await recorded(index);
    expect(output).toContain('élève à l’œuvre 🐳');
    expect(output).toContain('lu : 11');
    expect(output).toContain('vu : 12');
    expect(output).not.toContain('s3cret');
    expect(sizes.at(-1)).toBe('120x40');
    one.cut();
  });

  it('goes on being recorded after a restart of the server, in another file', async () => {
    const before = (await recordings()).length;
    expect(before).toBe(2);
    await app[Symbol.asyncDispose]();
    await start();
    expect((await recordings()).every(({ ended_at }) => ended_at !== null)).toBe(true);
    client = Object.assign(new Client(app.address()), { cookie: client.cookie });
    const one = await learner();
    await one.run('echo la su""ite', /^la suite\r/m);
    await waitUntil(async () => (await recorded(before)).output.includes('la suite'));
    one.cut();
  });

  it('leaves nothing behind once the learner is forgotten', async () => {
    const [first] = await recordings();
    await app.recorder.forget([learnerId]);
    expect(await recordings()).toEqual([]);
    await expect(app.recorder.read(classId, learnerId, first?.id ?? '')).rejects.toMatchObject({
      code: 'recording-not-found',
    });
  });
});
