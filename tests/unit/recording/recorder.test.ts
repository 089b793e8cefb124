import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Recorder } from '../../../server/recording/recorder.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { RecordingStore } from '../../../server/store/recordings.ts';
import { waitUntil } from '../../support/wait-until.ts';

const DAY = 24 * 3_600_000;
let directory: string;
let database: Database;
let store: RecordingStore;
let recorder: Recorder;
/** What the sandboxes were asked, and the ends by which they answer. */
let commands: string[][];
let holders: PassThrough[];

const frame = (kind: string, payload: Uint8Array | string): Buffer => {
  const header = Buffer.alloc(5);
  header.write(kind);
  header.writeUInt32BE(Buffer.byteLength(payload), 1);
  return Buffer.concat([header, Buffer.from(payload)]);
};
const hello = Buffer.concat([
  frame('H', Buffer.from([1, 0, 0, 0, 1, 0, 0, 0, 0])),
  frame('W', Buffer.from([0, 90, 0, 30])),
]);

function newRecorder(limit?: number): Recorder {
  return new Recorder({
    directory,
    store,
    openStream: (_sandboxId, command) => {
      commands.push([...command]);
      const readable = new PassThrough();
      holders.push(readable);
      return Promise.resolve(Duplex.from({ readable, writable: new PassThrough() }).on('error', () => undefined));
    },
    log: pino({ level: 'silent' }),
    ...(limit === undefined ? {} : { limit }),
  });
}

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'etanche-recordings-')), 'recordings');
  database = await openDatabase(':memory:');
  store = new RecordingStore(database);
  commands = [];
  holders = [];
  recorder = newRecorder();
  await recorder.start();
});
afterEach(async () => {
  await recorder.close();
  await database.destroy();
  await rm(join(directory, '..'), { recursive: true, force: true });
});

/** Somebody at work on a lab, in a class of one's own. */
async function learner(settings: { recording?: number; days?: number } = {}): Promise<{
  classId: string;
  learnerId: string;
  attemptId: string;
  sandbox: string;
}> {
  const [classId, learnerId, attemptId, sandbox] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await database
    .insertInto('class')
    .values({
      id: classId,
      name: 'Classe d’essai',
      code: classId.slice(0, 8),
      state: 'open',
      capacity: 10,
      starts_at: null,
      ends_at: null,
      warm: 0,
      closed_items: '[]',
      recording: settings.recording ?? 1,
      recording_days: settings.days ?? 7,
      paused_at: null,
      created_at: 0,
    })
    .execute();
  await database
    .insertInto('learner')
    .values({
      id: learnerId,
      pseudonym: 'apprenante-1',
      created_at: 0,
      class_id: classId,
      pseudonym_key: 'apprenante-1',
      resume_hash: null,
      help_asked_at: null,
      help_note: '',
    })
    .execute();
  await database
    .insertInto('attempt')
    .values({
      id: attemptId,
      learner_id: learnerId,
      lab: 'voir-le-voisin',
      sandbox_id: sandbox,
      state: 'open',
      started_at: 0,
      expires_at: 0,
      last_viewed_at: 0,
      ended_at: null,
      end_reason: null,
      succeeded_at: null,
      extensions_used: 0,
      hints_revealed: 0,
      solution_revealed_at: null,
      tries: 0,
      checks: '[]',
      answers: '{}',
      baseline: 'null',
    })
    .execute();
  return { classId, learnerId, attemptId, sandbox };
}

/** Records terminal 1 of a sandbox, which shows this. */
async function record(sandbox: string, output = 'bonjour\r\n', terminal = 1): Promise<PassThrough> {
  const before = holders.length;
  recorder.follow(sandbox, terminal);
  await waitUntil(() => holders.length > before);
  const holder = holders.at(-1) as PassThrough;
  holder.write(Buffer.concat([hello, frame('D', output)]));
  return holder;
}
const rows = () => store.all();
const written = async (): Promise<string> => {
  const texts = await Promise.all((await readdir(directory)).map((file) => readFile(join(directory, file), 'utf8')));
  return texts.join('');
};
/** As if everything had been recorded so much earlier. */
const aged = (by: number) =>
  database
    .updateTable('recording')
    .set((eb) => ({ started_at: eb('started_at', '-', by) }))
    .execute();
const ended = () => waitUntil(async () => (await rows()).every(({ ended_at }) => ended_at !== null));

describe('the recorder', () => {
  it('watches what a learner opens in a class that records, and writes it for the server alone', async () => {
    const { sandbox, attemptId } = await learner();
    const holder = await record(sandbox, 'bonjour\r\n', 2);
    await waitUntil(async () => (await written()).includes('bonjour'));
    expect(commands).toEqual([['/usr/local/lib/etanche/terminal', 'attach', '2', '-1', 'watch']]);
    const [row] = await rows();
    expect(row).toMatchObject({ attempt_id: attemptId, terminal: 2, ended_at: null });
    expect(await readdir(directory)).toEqual([`${row?.id}.cast`]);
    expect((await stat(join(directory, `${row?.id}.cast`))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    holder.end(frame('X', '0'));
    await ended();
    expect((await written()).split('\n')[0]).toContain('"width":90,"height":30');
  });

  it('records nobody else: a class that does not, somebody alone, an attempt that is over', async () => {
    const off = await learner({ recording: 0 });
    const alone = await learner();
    await database.updateTable('learner').set({ class_id: null }).where('id', '=', alone.learnerId).execute();
    const over = await learner();
    await database.updateTable('attempt').set({ state: 'ended' }).where('id', '=', over.attemptId).execute();
    for (const { sandbox } of [off, alone, over]) recorder.follow(sandbox, 1);
    const { sandbox } = await learner();
    await record(sandbox);
    expect(commands).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it('opens one viewer a terminal, whatever the number of pages', async () => {
    const { sandbox } = await learner();
    recorder.follow(sandbox, 1);
    await record(sandbox, 'a', 2);
    recorder.follow(sandbox, 1);
    recorder.follow(sandbox, 2);
    await waitUntil(() => holders.length === 2);
    expect(await rows()).toHaveLength(2);
  });

  it('stops when the class stops, and starts when it starts', async () => {
    const { sandbox, classId } = await learner();
    const holder = await record(sandbox);
    await waitUntil(async () => (await written()).includes('bonjour'));
    await database.updateTable('class').set({ recording: 0 }).where('id', '=', classId).execute();
    await recorder.reconsider([{ sandboxId: sandbox, terminal: 1 }]);
    expect(holder.destroyed).toBe(true);
    expect((await rows())[0]?.ended_at).not.toBeNull();
    await database.updateTable('class').set({ recording: 1 }).where('id', '=', classId).execute();
    await recorder.reconsider([{ sandboxId: sandbox, terminal: 1 }]);
    await waitUntil(() => holders.length === 2);
  });

  it('does not write without end, nor anew for who opens the terminal again', async () => {
    recorder = newRecorder(200_000);
    const { sandbox } = await learner();
    const holder = await record(sandbox);
    for (let piece = 0; piece < 8; piece += 1) holder.write(frame('D', 'x'.repeat(60_000)));
    await ended();
    expect(Buffer.byteLength(await written())).toBeLessThanOrEqual(200_000);
    expect(await written()).toContain('taille maximale');
    recorder.follow(sandbox, 1);
    await record(sandbox, 'autre', 2);
    expect((await rows()).map(({ terminal }) => terminal)).toEqual([1, 2]);
  });

  it('reads a flood no faster than it may, so that the holder makes it leap', async () => {
    const { sandbox } = await learner();
    const holder = await record(sandbox);
    await waitUntil(async () => (await written()).includes('bonjour'));
    for (let piece = 0; piece < 100; piece += 1) holder.write(frame('D', 'x'.repeat(64 * 1024)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const size = Buffer.byteLength(await written());
    expect(size).toBeGreaterThan(1024 * 1024);
    expect(size).toBeLessThan(3 * 1024 * 1024);
  });

  it('ends at once with what is not the protocol, and leaves nothing of what said nothing', async () => {
    const { sandbox } = await learner();
    const holder = await record(sandbox);
    holder.write('HTTP/1.1 200 OK\r\n\r\n');
    await ended();
    recorder.follow(sandbox, 2);
    await waitUntil(() => holders.length === 2);
    holders[1]?.end();
    await waitUntil(async () => (await rows()).length === 1);
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('closes its files when the server stops; the next one closes what was not, and records anew', async () => {
    const { sandbox } = await learner();
    await record(sandbox);
    await waitUntil(async () => (await written()).includes('bonjour'));
    await recorder.close();
    expect((await rows())[0]?.ended_at).not.toBeNull();
    recorder.follow(sandbox, 1);
    await database.updateTable('recording').set({ ended_at: null }).execute();
    recorder = newRecorder();
    await recorder.start();
    const [row] = await rows();
    expect(row?.ended_at).toBeGreaterThanOrEqual(row?.started_at ?? Infinity);
    await record(sandbox, 'la suite');
    await waitUntil(async () => (await written()).includes('la suite'));
    expect(await rows()).toHaveLength(2);
  });

  it('gives a recording to its class for its learner, until its time is over', async () => {
    const [mine, theirs] = [await learner(), await learner()];
    await record(mine.sandbox);
    await waitUntil(async () => (await written()).includes('bonjour'));
    const id = (await rows())[0]?.id ?? '';
    expect(await textOf(await recorder.read(mine.classId, mine.learnerId, id))).toContain('bonjour');
    const missing = { code: 'recording-not-found' };
    await expect(recorder.read(theirs.classId, theirs.learnerId, id)).rejects.toMatchObject(missing);
    await expect(recorder.read(theirs.classId, mine.learnerId, id)).rejects.toMatchObject(missing);
    await expect(recorder.read(mine.classId, theirs.learnerId, id)).rejects.toMatchObject(missing);
    await expect(recorder.read(mine.classId, mine.learnerId, `../../${id}`)).rejects.toMatchObject(missing);
    await aged(7 * DAY);
    await expect(recorder.read(mine.classId, mine.learnerId, id)).rejects.toMatchObject(missing);
  });
});

describe('what is deleted', () => {
  it('is what is over, and orphans of either kind; nothing else', async () => {
    const { sandbox, attemptId } = await learner();
    await record(sandbox);
    await waitUntil(async () => (await written()).includes('bonjour'));
    const [live] = await rows();
    const about = { terminal: 1, ended_at: 1, attempt_id: attemptId };
    const [old, young, lost, orphan] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await store.insert({ ...about, id: old, started_at: Date.now() - 7 * DAY });
    await store.insert({ ...about, id: young, started_at: Date.now() - 6 * DAY });
    await store.insert({ ...about, id: lost, started_at: Date.now() });
    for (const id of [old, young, orphan]) await writeFile(join(directory, `${id}.cast`), '');
    await recorder.sweep();
    expect(new Set((await rows()).map(({ id }) => id))).toEqual(new Set([live?.id, young]));
    expect(new Set(await readdir(directory))).toEqual(new Set([`${live?.id}.cast`, `${young}.cast`]));
  });

  it('follows the days that the class keeps them now, whichever it was when they were made', async () => {
    const { sandbox, classId, learnerId, attemptId } = await learner({ days: 7 });
    (await record(sandbox)).end(frame('X', '0'));
    await ended();
    await aged(10 * DAY);
    const [row] = await rows();
    const keep = async (days: number): Promise<void> => {
      await database.updateTable('class').set({ recording_days: days }).where('id', '=', classId).execute();
      await recorder.reconsider([]);
    };
    await keep(30);
    expect(await textOf(await recorder.read(classId, learnerId, row?.id ?? ''))).toContain('bonjour');
    const [view] = (await recorder.ofAttempts([attemptId])).get(attemptId) ?? [];
    expect(view?.expiresAt).toBe((row?.started_at ?? 0) + 30 * DAY);
    await keep(11);
    expect(await readdir(directory)).toHaveLength(1);
    await keep(9);
    expect(await readdir(directory)).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('is all of a learner who leaves, even being recorded, and nothing of others', async () => {
    const [mine, theirs] = [await learner(), await learner()];
    const holder = await record(mine.sandbox);
    await record(theirs.sandbox, 'autre');
    await waitUntil(async () => (await written()).includes('bonjour') && (await written()).includes('autre'));
    await recorder.forget([mine.learnerId]);
    expect(holder.destroyed).toBe(true);
    expect((await rows()).map(({ attempt_id }) => attempt_id)).toEqual([theirs.attemptId]);
    expect(await readdir(directory)).toHaveLength(1);
    expect(await written()).not.toContain('bonjour');
  });
});
