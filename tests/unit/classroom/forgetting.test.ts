import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../../server/contract/api.ts';
import type { JoinView } from '../../../server/contract/classes.ts';
import { FakeSandboxHost } from '../../support/fake-sandbox-host.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { newClass, trainer } from './class-people.ts';

const LAB = 'qui-partage-quoi';

let test: TestApp;
beforeEach(async () => {
  test = await testApp({ ETANCHE_WARM: '1' });
});
afterEach(() => test[Symbol.asyncDispose]());

/** Somebody who has left something in every table that can hold something of theirs. @returns the id. */
async function busyLearner(client: Client, pseudonym: string, classCode: string): Promise<string> {
  const { database } = test.app;
  await client.send('POST', '/api/session', { pseudonym, classCode });
  const id = (await client.json<SessionView>('GET', '/api/session')).learner?.id ?? '';
  await client.send('PUT', '/api/progress/chapters/cgroups', { section: 'mort-par-oom', finished: true });
  await client.send('PUT', '/api/progress/quiz', { quiz: 'cgroups', question: 2, correct: true });
  const attempt = await client.open(LAB);
  const now = Date.now();
  await database
    .insertInto('message')
    .values({
      learner_id: id,
      sender: 'formatrice-1',
      kind: 'message',
      text: 'Bien !',
      target: null,
      at: now,
      read_at: null,
    })
    .execute();
  await database
    .insertInto('check_event')
    .values({ attempt_id: attempt.id, check_id: 'x', status: 'failed', observed: '', at: now })
    .execute();
  await database
    .insertInto('recording')
    .values({ id: `r-${id}`, attempt_id: attempt.id, terminal: 1, started_at: now, ended_at: null })
    .execute();
  await database
    .insertInto('certificate')
    .values({
      id: `c-${attempt.id}`,
      learner_id: id,
      issued_at: now,
      document: JSON.stringify({ pseudonym }),
      signature: '',
      key: '',
      revoked_at: null,
      revoked_reason: null,
    })
    .execute();
  return id;
}

/** Tables in which a text appears anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const { database } = test.app;
  const tables = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(database);
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(database);
    if (JSON.stringify(rows).includes(text)) found.push(name);
  }
  return found.sort();
}

const count = async (
  table: 'attempt' | 'message' | 'check_event' | 'recording' | 'certificate' | 'session' | 'class',
) => (await test.app.database.selectFrom(table).selectAll().execute()).length;

/** A server whose sandboxes are made when the test says so. */
async function slowHouse() {
  const gate = Promise.withResolvers<void>();
  let begun = false;
  const host = new FakeSandboxHost();
  host.beforeCreate = () => {
    begun = true;
    return gate.promise;
  };
  const slow = await testApp({ ETANCHE_WARM: '0' }, host);
  return {
    test: slow,
    begun: () => begun,
    release: gate.resolve,
    [Symbol.asyncDispose]: () => slow[Symbol.asyncDispose](),
  };
}

describe('a learner who leaves', () => {
  it('leaves nothing but an opaque identifier in the audit log', async () => {
    const { code } = await newClass(await trainer(test));
    const client = new Client(test.url);
    const id = await busyLearner(client, 'apprenante-1', code);
    expect(await tablesWith(id)).toEqual([
      'attempt',
      'audit',
      'certificate',
      'chapter_mark',
      'learner',
      'message',
      'quiz_mark',
      'recording',
      'session',
    ]);
    expect((await client.send('DELETE', '/api/learner')).status).toBe(204);
    expect(await tablesWith(id)).toEqual(['audit']);
    expect(await tablesWith('apprenante-1')).toEqual([]);
    expect(await Promise.all((['attempt', 'message', 'check_event', 'recording'] as const).map(count))).toEqual([
      0, 0, 0, 0,
    ]);
    expect(await test.app.database.selectFrom('certificate').select('learner_id').execute()).toEqual([
      { learner_id: null },
    ]);
  });

  it('is signed out everywhere at once, and the way back is closed', async () => {
    const client = new Client(test.url);
    const { resumeCode } = await client.json<{ resumeCode: string }>('POST', '/api/session', {
      pseudonym: 'apprenante-1',
    });
    const elsewhere = new Client(test.url);
    await elsewhere.send('POST', '/api/session/resume', { code: resumeCode });
    await client.send('DELETE', '/api/learner');
    expect((await elsewhere.send('GET', '/api/progress')).status).toBe(401);
    expect(await elsewhere.json('POST', '/api/session/resume', { code: resumeCode })).toEqual({
      error: { code: 'resume-code-unknown' },
    });
  });

  it('ends what is live: the sandbox, the streams', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    const view = await client.open(LAB);
    const { sandbox_id } = await test.app.database.selectFrom('attempt').select('sandbox_id').executeTakeFirstOrThrow();
    const stream = await client.send('GET', `/api/attempts/${view.id}/events`);
    await client.send('DELETE', '/api/learner');
    // Ends of itself: the text comes whole.
    await stream.text();
    await waitUntil(() => !test.host.sandboxes.has(sandbox_id ?? ''));
  });

  it('leaves no sandbox behind when a lab was just opening', async () => {
    await using slow = await slowHouse();
    const client = await new Client(slow.test.url).signIn('apprenante-1');
    const opening = client.send('POST', '/api/attempts', { lab: LAB });
    await waitUntil(() => slow.begun());
    const leaving = client.send('DELETE', '/api/learner');
    await sleep(100);
    slow.release();
    expect([(await opening).status, (await leaving).status]).toEqual([200, 204]);
    await waitUntil(async () => (await slow.test.app.fleet.status()).claimed === 0);
    expect(await slow.test.app.database.selectFrom('attempt').selectAll().execute()).toEqual([]);
  });

  it('opens nothing more, even by a request that was let in before', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    const { id } = await test.app.database.selectFrom('learner').select('id').executeTakeFirstOrThrow();
    await client.send('DELETE', '/api/learner');
    await expect(test.app.attempts.open(id, LAB)).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

describe('a class that is deleted', () => {
  it('goes with everybody in it, and nobody else', async () => {
    const formatrice = await trainer(test);
    const doomed = await newClass(formatrice);
    const kept = await newClass(formatrice);
    const clients = [new Client(test.url), new Client(test.url), new Client(test.url)] as const;
    const ids = [
      await busyLearner(clients[0], 'apprenante-1', doomed.code),
      await busyLearner(clients[1], 'apprenant-2', doomed.code),
      await busyLearner(clients[2], 'apprenante-3', kept.code),
    ] as const;
    expect((await formatrice.send('DELETE', `/api/classes/${doomed.id}`)).status).toBe(204);
    expect(await tablesWith(ids[0])).toEqual(['audit']);
    expect(await tablesWith(ids[1])).toEqual(['audit']);
    expect(await tablesWith(ids[2])).toContain('learner');
    expect(await tablesWith(doomed.id)).toEqual(['audit']);
    expect(await count('class')).toBe(1);
    expect((await clients[0].send('GET', '/api/progress')).status).toBe(401);
    expect((await clients[2].send('GET', '/api/progress')).status).toBe(200);
    await waitUntil(async () => (await test.app.fleet.status()).claimed === 1);
    expect(await new Client(test.url).json('GET', `/api/join/${doomed.code}`)).toEqual({
      error: { code: 'class-code-unknown' },
    });
  });

  it('takes nobody in while it goes', async () => {
    await using slow = await slowHouse();
    const formatrice = await trainer(slow.test);
    const { id, code } = await newClass(formatrice);
    const client = new Client(slow.test.url);
    await client.send('POST', '/api/session', { pseudonym: 'apprenante-1', classCode: code });
    const opening = client.send('POST', '/api/attempts', { lab: LAB });
    await waitUntil(() => slow.begun());
    const deletion = formatrice.send('DELETE', `/api/classes/${id}`);
    const { database } = slow.test.app;
    // The deletion waits for the lab that opens.
    await waitUntil(async () => (await client.json<JoinView>('GET', `/api/join/${code}`)).state === 'closed');
    expect(
      await new Client(slow.test.url).json('POST', '/api/session', { pseudonym: 'apprenant-2', classCode: code }),
    ).toEqual({ error: { code: 'class-closed' } });
    slow.release();
    expect([(await opening).status, (await deletion).status]).toEqual([200, 204]);
    expect(await database.selectFrom('learner').selectAll().execute()).toEqual([]);
  });
});
