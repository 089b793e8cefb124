import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptView } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { ClassResults } from '../../../server/contract/results.ts';
import type { LearnerDetail, LearnerTile, RoomView } from '../../../server/contract/room.ts';
import { CONSENTS, type Consent, type SeatView } from '../../../server/contract/seat.ts';
import { EventReader } from '../../support/event-reader.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import type { TrainerClient } from '../../support/trainer-client.ts';
import { newClass, trainer } from './class-people.ts';

const LAB = 'un-processus-comme-un-autre';

let test: TestApp;
let formatrice: TrainerClient;
let room: ClassView;
let learner: Client;
let learnerId: string;

beforeEach(async () => {
  test = await testApp();
  formatrice = await trainer(test);
  room = await newClass(formatrice);
  learner = await join('apprenante-1');
  learnerId = await idOf(learner);
});
afterEach(() => test[Symbol.asyncDispose]());

async function join(pseudonym: string, code = room.code): Promise<Client> {
  const client = new Client(test.url);
  await client.send('POST', '/api/session', { pseudonym, classCode: code });
  return client;
}
const idOf = async (client: Client) =>
  (await client.json<{ learner: { id: string } }>('GET', '/api/session')).learner.id;
const path = (rest = '', id = learnerId) => `/api/classes/${room.id}/learners/${id}${rest}`;
const follow = (client: Client, route: string) => new EventReader(test.url + route, client);
const seat = () => learner.json<SeatView>('GET', '/api/learner/seat');
const detail = () => formatrice.json<LearnerDetail>('GET', path());
const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;

async function sandboxOf(attempt: AttemptView): Promise<string | null> {
  const rows = test.app.database.selectFrom('attempt').select('sandbox_id').where('id', '=', attempt.id);
  return (await rows.executeTakeFirstOrThrow()).sandbox_id;
}

describe('the room', () => {
  it('shows who is there, and who opens a lab, without being asked again', async () => {
    await using events = follow(formatrice, `/api/classes/${room.id}/room/events`);
    const whole = await events.next<RoomView>('room', () => true);
    expect(whole.learners).toMatchObject([{ pseudonym: 'apprenante-1', connected: false, live: null }]);

    await using _page = follow(learner, '/api/learner/seat/events');
    await events.next<LearnerTile>('tile', ({ connected }) => connected);

    const attempt = await learner.open(LAB);
    const tile = await events.next<LearnerTile>('tile', ({ live }) => live?.lab === LAB);
    expect(tile).toMatchObject({ id: learnerId, live: { attempt: attempt.id, blocking: null } });
    expect(tile.labs[LAB]).toMatchObject({ state: 'live', passed: 0, attempts: 1 });

    await learner.send('POST', `/api/attempts/${attempt.id}/close`);
    const left = await events.next<LearnerTile>('tile', ({ live, labs }) => live === null && LAB in labs);
    expect(left.labs[LAB]).toMatchObject({ state: 'left' });
  });

  it('learns of somebody who joins, and of somebody who leaves for good', async () => {
    await using events = follow(formatrice, `/api/classes/${room.id}/room/events`);
    await events.next('room', () => true);
    const other = await join('apprenante-2');
    const id = await idOf(other);
    await events.next<LearnerTile>('tile', (tile) => tile.id === id);
    await other.send('DELETE', '/api/learner');
    await events.next<string>('left', (gone) => gone === id);
    expect(await codeOf(await formatrice.send('GET', path('', id)))).toBe('learner-not-found');
  });

  it('tells a class that changes', async () => {
    await using events = follow(formatrice, `/api/classes/${room.id}/room/events`);
    await formatrice.send('PUT', `/api/classes/${room.id}/pause`, { paused: true });
    const paused = await events.next<ClassView>('class', ({ pausedAt }) => pausedAt !== null);
    expect(paused.id).toBe(room.id);
  });

  it('says with each piece of work when the class was paused meanwhile', async () => {
    const pause = (paused: boolean) => formatrice.json<ClassView>('PUT', `/api/classes/${room.id}/pause`, { paused });
    await pause(true);
    await pause(false);
    const attempt = await learner.open(LAB);
    await using events = follow(formatrice, `/api/classes/${room.id}/room/events`);
    const { pausedAt: from } = await pause(true);
    await events.next<LearnerTile>('tile', ({ live }) => isDeepStrictEqual(live?.pauses, [{ from, to: null }]));
    await pause(false);
    const { live } = await events.next<LearnerTile>('tile', (tile) => typeof tile.live?.pauses[0]?.to === 'number');
    const { tile, history } = await detail();
    expect([tile.live?.pauses, history[0]?.pauses]).toEqual([live?.pauses, live?.pauses]);

    await learner.send('POST', `/api/attempts/${attempt.id}/close`);
    const hour = { started_at: 0, ended_at: 3_600_000 };
    await test.app.database.updateTable('attempt').set(hour).execute();
    await test.app.database.updateTable('class_pause').set({ started_at: 60_000, ended_at: 660_000 }).execute();
    await test.app.database.deleteFrom('class_pause').where('id', '=', 1).execute();
    const spent = (await detail()).tile.labs[LAB]?.spent;
    const results = await formatrice.json<ClassResults>('GET', `/api/classes/${room.id}/results`);
    expect([spent, results.learners[0]?.labs[LAB]?.spent]).toEqual([3_000_000, 3_000_000]);
  });

  it('keeps somebody of another class out of sight', async () => {
    const elsewhere = await newClass(formatrice);
    const other = await join('apprenante-1', elsewhere.code);
    const id = await idOf(other);
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['POST', '/messages', { kind: 'message', text: 'Bonjour', target: null }],
      ['POST', '/terminals', { terminal: 1 }],
      ['DELETE', '', undefined],
    ] as const) {
      expect(await codeOf(await formatrice.send(method, path(rest, id), body))).toBe('learner-not-found');
    }
    expect((await formatrice.json<RoomView>('GET', `/api/classes/${room.id}/room`)).learners).toHaveLength(1);
  });
});

describe('a seat', () => {
  it('is nothing for somebody who learns alone', async () => {
    const alone = await new Client(test.url).signIn('apprenante-3');
    expect(await alone.json('GET', '/api/learner/seat')).toBeNull();
    expect(await codeOf(await alone.send('GET', '/api/learner/seat/events'))).toBe('not-in-a-class');
    expect(await codeOf(await alone.send('PUT', '/api/learner/help', { asking: true, note: '' }))).toBe(
      'not-in-a-class',
    );
  });

  it('carries a message to one, then to all, until it is read', async () => {
    await using events = follow(learner, '/api/learner/seat/events');
    await formatrice.send('POST', path('/messages'), { kind: 'message', text: '<b>Regardez</b>', target: null });
    const first = await events.next<SeatView>('seat', ({ messages }) => messages.length === 1);
    expect(first.messages[0]).toMatchObject({ from: formatrice.trainer.login, text: '<b>Regardez</b>' });
    await formatrice.send('POST', `/api/classes/${room.id}/messages`, {
      kind: 'chapter',
      text: 'Lisons ceci',
      target: '/reseau/',
    });
    const both = await events.next<SeatView>('seat', ({ messages }) => messages.length === 2);
    await learner.send('PUT', `/api/learner/messages/${both.messages[0]?.id}/read`);
    expect((await seat()).messages.map(({ target }) => target)).toEqual(['/reseau/']);
    expect((await detail()).messages.map(({ readAt }) => readAt === null)).toEqual([true, false]);
  });

  it('does not mark somebody else’s message as read', async () => {
    const other = await join('apprenante-2');
    await formatrice.send('POST', path('/messages'), { kind: 'message', text: 'Pour une seule', target: null });
    const id = (await seat()).messages[0]?.id;
    await other.send('PUT', `/api/learner/messages/${id}/read`);
    expect((await seat()).messages).toHaveLength(1);
  });

  it.each(['//ailleurs.example', 'https://ailleurs.example', '/reseau/?x', 'javascript:1'])(
    'refuses to lead to %s',
    async (target) => {
      const body = { kind: 'chapter', text: '', target };
      expect((await formatrice.send('POST', path('/messages'), body)).status).toBe(400);
    },
  );

  it('asks for help, and is answered', async () => {
    await using events = follow(formatrice, `/api/classes/${room.id}/room/events`);
    await learner.send('PUT', '/api/learner/help', { asking: true, note: 'Je ne vois pas le conteneur' });
    const asking = await events.next<LearnerTile>('tile', ({ help }) => help !== null);
    expect(asking.help?.note).toBe('Je ne vois pas le conteneur');
    await formatrice.send('DELETE', path('/help'));
    expect((await seat()).help).toBeNull();
  });

  it('gives time without using the learner’s own', async () => {
    expect(await codeOf(await formatrice.send('POST', path('/time'), { minutes: 30 }))).toBe('nothing-live');
    const before = await learner.open(LAB);
    await formatrice.send('POST', path('/time'), { minutes: 30 });
    const after = await learner.json<AttemptView>('GET', `/api/attempts/${before.id}`);
    expect(after.expiresAt - before.expiresAt).toBe(30 * 60_000);
    expect(after.extension.left).toBe(before.extension.left);
  });
});

describe('consent', () => {
  it('is asked for what a trainer wants, and never taken for granted', async () => {
    expect(await codeOf(await formatrice.send('POST', path('/consent'), { kind: 'reset' }))).toBe('nothing-live');
    const attempt = await learner.open(LAB);
    expect(await codeOf(await learner.send('PUT', '/api/learner/consent', { kind: 'reset', granted: true }))).toBe(
      'consent-needed',
    );

    await formatrice.send('POST', path('/consent'), { kind: 'reset' });
    expect((await seat()).request).toEqual({ kind: 'reset', from: formatrice.trainer.login });
    const before = await sandboxOf(attempt);
    await learner.send('PUT', '/api/learner/consent', { kind: 'reset', granted: false });
    expect([(await seat()).request, await sandboxOf(attempt)]).toEqual([null, before]);

    await formatrice.send('POST', path('/consent'), { kind: 'reset' });
    await learner.send('PUT', '/api/learner/consent', { kind: 'reset', granted: true });
    expect(await sandboxOf(attempt)).not.toBe(before);
  });

  it('says what the learner made of it, to whoever looks, until something else is asked', async () => {
    await learner.open(LAB);
    await using events = follow(formatrice, `${path()}/events`);
    const from = formatrice.trainer.login;
    const ask = (kind: Consent) => formatrice.send('POST', path('/consent'), { kind });
    const reply = (kind: Consent, granted: boolean) => learner.send('PUT', '/api/learner/consent', { kind, granted });
    for (const kind of CONSENTS) {
      await ask(kind);
      expect((await detail()).answer).toBeNull();
      await reply(kind, false);
      const refused = { kind, from, word: 'refused' as const };
      expect((await detail()).answer).toEqual(refused);
      await events.next<LearnerDetail>('learner', ({ answer }) => isDeepStrictEqual(answer, refused));
    }
    await ask('reset');
    await reply('reset', true);
    expect((await detail()).answer).toEqual({ kind: 'reset', from, word: 'granted' });
    await ask('keyboard');
    await formatrice.send('DELETE', path('/consent'));
    expect((await detail()).answer).toBeNull();
  });

  it('tells a keyboard taken back from one refused, and keeps nothing that was never asked', async () => {
    await learner.open(LAB);
    const reply = (kind: Consent, granted: boolean) => learner.send('PUT', '/api/learner/consent', { kind, granted });
    await reply('keyboard', false);
    expect((await detail()).answer).toBeNull();
    await formatrice.send('POST', path('/consent'), { kind: 'keyboard' });
    await reply('keyboard', true);
    await reply('reset', false);
    expect(await detail()).toMatchObject({ keyboard: formatrice.trainer.login, answer: { word: 'granted' } });
    await reply('keyboard', false);
    expect(await detail()).toMatchObject({ keyboard: null, answer: { kind: 'keyboard', word: 'taken-back' } });
  });

  it('is worth nothing for another piece of work', async () => {
    await learner.open(LAB);
    await formatrice.send('POST', path('/consent'), { kind: 'keyboard' });
    await learner.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: true });
    await formatrice.send('POST', path('/consent'), { kind: 'reset' });
    await learner.open('qui-partage-quoi');
    expect(await detail()).toMatchObject({ request: null, keyboard: null, answer: null });
    expect(await codeOf(await learner.send('PUT', '/api/learner/consent', { kind: 'reset', granted: true }))).toBe(
      'consent-needed',
    );
  });

  it('leaves its trace in the journal', async () => {
    await learner.open(LAB);
    await formatrice.send('POST', path('/consent'), { kind: 'keyboard' });
    await learner.send('PUT', '/api/learner/consent', { kind: 'keyboard', granted: true });
    await formatrice.send('DELETE', path('/consent'));
    const actions = (await test.app.database.selectFrom('audit').select(['actor', 'action']).execute()).map(
      ({ actor, action }) => `${actor} ${action}`,
    );
    expect(actions).toEqual(
      expect.arrayContaining([
        `trainer:${formatrice.trainer.login} consent.keyboard.asked`,
        `${learnerId} consent.keyboard.granted`,
      ]),
    );
    expect((await seat()).keyboard).toBeNull();
  });
});
