import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { AuditPage, NewInvitation } from '../../../server/contract/trainers.ts';
import { AuditLog } from '../../../server/store/audit.ts';
import { nodeSqlite, openDatabase, type Database } from '../../../server/store/database.ts';
import * as foundation from '../../../server/store/migrations/001-foundation.ts';
import type { Schema } from '../../../server/store/schema.ts';
import { Client, testApp } from '../../support/test-app.ts';
import { accept, anAdministrator, TRAINER_PASSWORD } from '../../support/trainer-client.ts';

describe('the journal', () => {
  let database: Database;
  let audit: AuditLog;
  const run = (statement: string) => sql.raw(statement).execute(database);
  beforeEach(async () => {
    database = await openDatabase(':memory:');
    audit = new AuditLog(database);
    for (const n of [1, 2, 3]) await audit.record('server', 'essai', `objet-${n}`);
  });
  afterEach(() => database.destroy());

  it('is intact as long as nobody touches it', async () => {
    expect(await audit.isIntact()).toBe(true);
    expect((await audit.latest(2)).map(({ subject }) => subject)).toEqual(['objet-3', 'objet-2']);
  });

  it.each(["update audit set detail = 'x'", 'delete from audit'])('refuses to run %s', async (statement) => {
    await expect(run(statement)).rejects.toThrow('audit is append-only');
    expect(await audit.isIntact()).toBe(true);
  });

  it.each([
    "update audit set actor = 'un-autre' where id = 2",
    'update audit set at = at - 1 where id = 1',
    "update audit set detail = 'x' where id = 3",
    'delete from audit where id = 1',
    'delete from audit where id = 2',
    'delete from audit where id = 3',
    'delete from audit',
    "insert into audit (at, actor, action, subject, detail, digest) values (1, 'a', 'b', 'c', 'd', 'e')",
  ])('shows, once the triggers are dropped, that somebody ran %s', async (statement) => {
    await run('drop trigger audit_no_update');
    await run('drop trigger audit_no_delete');
    await run(statement);
    expect(await audit.isIntact()).toBe(false);
  });

  it('stays one chain when many write at once', async () => {
    const other = new AuditLog(database);
    await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 ? audit : other).record('server', 'essai', `${n}`)));
    expect(await audit.latest(200)).toHaveLength(103);
    expect(await audit.isIntact()).toBe(true);
  });

  it('is checked to its end, however long', async () => {
    await Promise.all(Array.from({ length: 1100 }, (_, n) => audit.record('server', 'essai', `${n}`)));
    expect(await audit.isIntact()).toBe(true);
    await run('drop trigger audit_no_update');
    await run("update audit set detail = 'x' where id = 1050");
    expect(await audit.isIntact()).toBe(false);
  });
});

it('takes up the rows that a database of before holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etanche-audit-'));
  const path = join(folder, 'etanche.db');
  const former = new Kysely<Schema>({ dialect: new SqliteDialect({ database: nodeSqlite(path) }) });
  await new Migrator({
    db: former,
    provider: { getMigrations: async () => ({ '001-foundation': foundation }) },
  }).migrateToLatest();
  for (const n of [1, 2]) {
    await sql`insert into audit (at, actor, action, subject, detail) values (${n}, 'a', 'b', 'c', '')`.execute(former);
  }
  await former.destroy();

  const database = await openDatabase(path);
  const audit = new AuditLog(database);
  await audit.record('server', 'essai', 'objet');
  expect((await audit.latest(5)).map(({ at }) => at).slice(1)).toEqual([2, 1]);
  expect(await audit.isIntact()).toBe(true);
  await database.destroy();
  await rm(folder, { recursive: true });
});

describe('what is written down', () => {
  it('says who entered, who was refused, and who did what to whom', async () => {
    await using test = await testApp();
    const administrator = await accept(test.url, (await test.app.firstInvitation())!, 'administratrice-1');
    const { token } = await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role: 'trainer' });
    const trainer = await accept(test.url, token, 'formatrice-1');
    const next = `${TRAINER_PASSWORD} !`;
    await trainer.send('PUT', '/api/trainer/password', { current: TRAINER_PASSWORD, next });
    const visitor = new Client(test.url);
    await visitor.send('POST', '/api/trainer/session', { login: 'formatrice-1', password: 'non' });
    await visitor.send('POST', '/api/trainer/session', { login: 'un mot de passe au mauvais endroit', password: 'x' });
    await visitor.send('POST', '/api/trainer/session', { login: 'formatrice-1', password: next });
    await administrator.send('DELETE', `/api/trainers/${trainer.trainer.id}`);

    const { entries, intact } = await administrator.json<AuditPage>('GET', '/api/audit');
    expect(intact).toBe(true);
    expect(entries.reverse().map(({ actor, action, subject, detail }) => [actor, action, subject, detail])).toEqual([
      ['server', 'trainer.invite', 'administrator', ''],
      ['trainer:administratrice-1', 'trainer.accept', 'administrator', ''],
      ['trainer:administratrice-1', 'trainer.invite', 'trainer', ''],
      ['trainer:formatrice-1', 'trainer.accept', 'trainer', ''],
      ['trainer:formatrice-1', 'trainer.password', 'formatrice-1', ''],
      ['unknown', 'trainer.refused', 'formatrice-1', 'credentials-invalid'],
      ['unknown', 'trainer.refused', 'unknown', 'credentials-invalid'],
      ['trainer:formatrice-1', 'trainer.sign-in', 'formatrice-1', ''],
      ['trainer:administratrice-1', 'trainer.disable', 'formatrice-1', ''],
    ]);
  });

  it('keeps identifiers, and says beside them what they name as long as it exists', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    const { id: classId, code } = await administrator.json<ClassView>('POST', '/api/classes', {
      name: 'Session de mars',
      capacity: 5,
      startsAt: null,
      endsAt: null,
    });
    const client = new Client(test.url);
    const { learner } = await client.json<SignedIn>('POST', '/api/session', {
      pseudonym: 'administratrice-1',
      classCode: code,
    });
    const attempt = await client.open('un-processus-comme-un-autre');

    const before = await administrator.json<AuditPage>('GET', '/api/audit');
    expect(before.names).toEqual({
      [classId]: { kind: 'class', name: 'Session de mars' },
      [learner.id]: { kind: 'learner', name: 'administratrice-1' },
      [attempt.id]: { kind: 'attempt', name: 'un-processus-comme-un-autre' },
    });
    expect(before.entries.slice(0, 2).map(({ actor, subject }) => [actor, subject])).toEqual([
      [learner.id, attempt.id],
      ['trainer:administratrice-1', classId],
    ]);

    await administrator.send('DELETE', `/api/classes/${classId}`);
    const after = await administrator.json<AuditPage>('GET', '/api/audit');
    expect(after.names).toEqual({});
    expect(after.entries.slice(-before.entries.length)).toEqual(before.entries);
    expect(after.intact).toBe(true);
  });

  it('is for the administration to read, and says when it was tampered with', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    const trainer = await administrator.colleague('formatrice-1');
    expect((await trainer.send('GET', '/api/audit')).status).toBe(403);
    for (const role of ['trainer', 'administrator'])
      await administrator.send('POST', '/api/trainers/invitations', { role });
    expect(await administrator.json('GET', '/api/audit')).toMatchObject({ intact: true });
    await sql`drop trigger audit_no_update`.execute(test.app.database);
    await sql`update audit set actor = 'server' where id = 1`.execute(test.app.database);
    expect(await administrator.json('GET', '/api/audit')).toMatchObject({ intact: false });
  });
});
