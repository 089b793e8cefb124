import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { LearnerStore } from '../../../server/store/learners.ts';
import { XapiQueue } from '../../../server/store/xapi-queue.ts';
import { Outbox, type OutboxOptions } from '../../../server/xapi/outbox.ts';
import { Vocabulary, isoDuration, type Statement } from '../../../server/xapi/statements.ts';
import { LearningRecordStore } from '../../support/learning-record-store.ts';
import { waitUntil } from '../../support/wait-until.ts';

const words = new Vocabulary('https://etanche.example');
const statement = (id: string): Statement =>
  words.say({ learner: 'l1', verb: 'initialized', object: words.lab({ id, title: `Exercice ${id}` }), at: 1_000 });

describe('the outbox', () => {
  let store: LearningRecordStore;
  let database: Database;
  let queue: XapiQueue;
  let outbox: Outbox;
  const open = (change: Partial<OutboxOptions> = {}): Outbox =>
    new Outbox({
      store: { url: store.url, user: '', password: '' },
      queue,
      log: pino({ level: 'silent' }),
      firstPause: 20,
      ...change,
    });
  beforeEach(async () => {
    store = await LearningRecordStore.open();
    database = await openDatabase(':memory:');
    await new LearnerStore(database).insert({
      id: 'l1',
      pseudonym: 'apprenante-1',
      created_at: 0,
      class_id: null,
      pseudonym_key: null,
      resume_hash: null,
      help_asked_at: null,
      help_note: '',
    });
    queue = new XapiQueue(database);
    outbox = open();
  });
  afterEach(async () => {
    await outbox.stop();
    await database.destroy();
    await store[Symbol.asyncDispose]();
  });

  const rest = async () => (await queue.oldest(20_000)).length;
  const empty = () => waitUntil(async () => (await rest()) === 0);

  it('sends in order, many at once, and forgets what has been taken', async () => {
    const all = Array.from({ length: 120 }, (_, index) => statement(`lab-${index}`));
    await outbox.put('l1', all);
    await empty();
    expect([...store.statements.keys()]).toEqual(all.map(({ id }) => id));
    expect(store.requests).toHaveLength(3);
    expect(store.requests[0]?.authorization).toBeUndefined();
  });

  it.each([500, 503, 429, 401, 302])(
    'keeps everything while the store answers %i, then sends it once',
    async (status) => {
      store.status = status;
      await outbox.put('l1', [statement('un')]);
      await waitUntil(() => store.requests.length >= 2);
      expect(await rest()).toBe(1);
      store.status = null;
      await empty();
      expect(store.statements.size).toBe(1);
    },
  );

  it('waits longer and longer, and a busy class does not shorten it', async () => {
    store.status = 503;
    await outbox.stop();
    outbox = open({ firstPause: 60_000 });
    await outbox.put('l1', [statement('un')]);
    await waitUntil(() => store.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (let n = 0; n < 5; n++) await outbox.put('l1', [statement(`lab-${n}`)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(store.requests).toHaveLength(1);
  });

  it('gives up one statement that the store will never take, not those around it', async () => {
    const wrong = { ...statement('faux'), verb: { id: 'nulle part', display: { 'fr-FR': 'rien' } } };
    await outbox.put('l1', [statement('un'), wrong, statement('deux')]);
    await empty();
    expect(store.said().map((one) => one.split('/').at(-2))).toEqual(['un', 'deux']);
  });

  it('keeps the latest, within its bound', async () => {
    store.status = 503;
    await outbox.stop();
    outbox = open({ waitingMax: 3 });
    for (let n = 1; n <= 5; n++) await outbox.put('l1', [statement(`lab-${n}`)]);
    const kept = (await queue.oldest(10)).map((row) => (JSON.parse(row.statement) as Statement).object.id);
    expect(kept.map((id) => id.split('/').at(-2))).toEqual(['lab-3', 'lab-4', 'lab-5']);
  });

  it('sends after a restart what an earlier one left', async () => {
    store.status = 503;
    await outbox.put('l1', [statement('un')]);
    await waitUntil(() => store.requests.length > 0);
    await outbox.stop();
    store.status = null;
    outbox = open();
    outbox.start();
    await empty();
    expect(store.statements.size).toBe(1);
  });

  it('stops at once, in the middle of a request too', async () => {
    await outbox.put('l1', [statement('un')]);
    await outbox.stop();
    await outbox.put('l1', [statement('deux')]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await rest()).toBeGreaterThanOrEqual(1);
  });
});

it('durations are in seconds, to the hundredth', () => {
  expect([isoDuration(0), isoDuration(61_234), isoDuration(-5)]).toEqual(['PT0S', 'PT61.23S', 'PT0S']);
});
