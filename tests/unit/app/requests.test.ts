import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';

describe('the edge', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await testApp();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it.each(['', 'x', 'a'.repeat(41), '<b>', 'x\u202eb', '\u0000\u0000'])(
    'refuses the pseudonym %j',
    async (pseudonym) => {
      const response = await new Client(test.url).send('POST', '/api/session', { pseudonym });
      expect([response.status, await response.json()]).toEqual([400, { error: { code: 'pseudonym-invalid' } }]);
    },
  );

  it.each(['apprenante-1', 'Éloïse d’Arc', 'J. 42'])('accepts the pseudonym %j', async (pseudonym) => {
    expect((await new Client(test.url).send('POST', '/api/session', { pseudonym })).status).toBe(200);
  });

  it('hides the session’s token from scripts and from the database', async () => {
    const client = new Client(test.url);
    const response = await client.send('POST', '/api/session', { pseudonym: 'apprenante-1' });
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const token = client.cookie.split('=')[1] ?? '';
    const rows = await test.app.database.selectFrom('session').select('token_hash').execute();
    expect(rows.map((row) => row.token_hash)).not.toContain(token);
  });

  it('forgets a session that signs out', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    const cookie = client.cookie;
    await client.send('DELETE', '/api/session');
    client.cookie = cookie;
    expect((await client.send('GET', '/api/progress')).status).toBe(401);
  });

  it('refuses what a foreign page could send', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    const statuses = await Promise.all([
      client.send('POST', '/api/attempts', { lab: 'x' }, { 'x-etanche': '' }),
      client.send('POST', '/api/attempts', { lab: 'x' }, { origin: 'https://ailleurs.example' }),
      client.send('POST', '/api/attempts', { lab: 'x' }, { 'sec-fetch-site': 'cross-site' }),
    ]);
    expect(statuses.map((response) => response.status)).toEqual([403, 403, 403]);
  });

  it('refuses a foreign name that resolves to this machine', async () => {
    const { port } = new URL(test.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(
        { host: '127.0.0.1', port, path: '/api/session', headers: { host: `ailleurs.example:${port}` } },
        (response) => resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it.each([
    ['GET', '/api/progress'],
    ['GET', '/api/attempts/current'],
    ['POST', '/api/attempts'],
    ['GET', '/api/attempts/x/events'],
    ['POST', '/api/attempts/x/terminals'],
  ])('asks who is there: %s %s', async (method, path) => {
    const response = await new Client(test.url).send(method, path, method === 'POST' ? {} : undefined);
    expect([response.status, await response.json()]).toEqual([401, { error: { code: 'not-signed-in' } }]);
  });

  it.each([
    ['{'],
    ['[]'],
    ['{"lab":1}'],
    ['{"lab":"x","plus":1}'],
    [`{"lab":"${'x'.repeat(100)}"}`],
    ['"'.repeat(20_000)],
  ])('refuses the malformed body %.30s', async (body) => {
    const client = await new Client(test.url).signIn('apprenante-1');
    const response = await client.send('POST', '/api/attempts', body, { 'content-type': 'application/json' });
    expect([response.status, await response.json()]).toEqual([400, { error: { code: 'bad-request' } }]);
  });

  it('never shows an inner error, only a reference to it', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    await test.app.database.schema.alterTable('chapter_mark').renameTo('chapter_mark_away').execute();
    const response = await client.send('GET', '/api/progress');
    await test.app.database.schema.alterTable('chapter_mark_away').renameTo('chapter_mark').execute();
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      error: { code: 'internal', reference: expect.stringMatching(/^[0-9a-f]{8}$/) as string },
    });
  });

  it('answers an unknown route of the API in JSON', async () => {
    const response = await new Client(test.url).send('GET', '/api/inconnu');
    expect([response.status, await response.json()]).toEqual([404, { error: { code: 'not-found' } }]);
  });

  it('keeps what was read and answered, and only that', async () => {
    const client = await new Client(test.url).signIn('apprenante-1');
    await client.send('PUT', '/api/progress/chapters/cgroups', { section: 'mort-par-oom', finished: true });
    await client.send('PUT', '/api/progress/chapters/cgroups', { section: 'quota-et-poids', finished: false });
    await client.send('PUT', '/api/progress/quiz', { quiz: 'cgroups', question: 2, correct: true });
    await client.send('PUT', '/api/progress/quiz', { quiz: 'cgroups', question: 3, correct: false });
    expect(await client.json('GET', '/api/progress')).toMatchObject({
      chapters: { cgroups: { section: 'quota-et-poids', finished: true } },
      quizzes: { cgroups: [2] },
    });
    expect(
      (await client.send('PUT', '/api/progress/chapters/nulle-part', { section: '', finished: false })).status,
    ).toBe(404);
  });

  it('sends the headers that protect the page', async () => {
    const { headers } = await new Client(test.url).send('GET', '/api/session');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
