import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenHash } from '../../../server/accounts/tokens.ts';
import type { Role } from '../../../server/contract/trainers.ts';
import { ROUTES, type RouteName } from '../../../server/contract/routes.ts';
import type { Route } from '../../../server/contract/routes/route.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';

const table = Object.entries(ROUTES) as [RouteName, Route][];
const named = (keep: (route: Route) => boolean) => table.filter(([, route]) => keep(route)).map(([name]) => name);
const byTrainer = ({ access }: Route) => access !== 'public' && access !== 'learner';
const path = (name: RouteName): string => ROUTES[name].path.replace(/:\w+/g, 'inconnu');

/** « METHOD path », from the tree that Fastify prints: four columns a level. */
function printed(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+) \(([^)]+)\)$/.exec(line) ?? [];
    const depth = indent.length / 4;
    parents.splice(depth, Infinity, (parents[depth - 1] ?? '') + part);
    return methods ? methods.split(', ').map((method) => `${method} ${parents[depth]}`) : [];
  });
}

describe('every route of the API', () => {
  let test: TestApp;
  let learner: Client;
  let trainer: Client;
  const someonesClass = 'classe-d-une-autre';

  beforeAll(async () => {
    test = await testApp();
    learner = await new Client(test.url).signIn('apprenante-1');
    trainer = await signedIn('formatrice-1', 'trainer');
    await test.app.database
      .insertInto('class')
      .values({
        id: someonesClass,
        name: 'Une autre classe',
        code: 'ABCDEFGH',
        state: 'open',
        capacity: 30,
        starts_at: null,
        ends_at: null,
        warm: 0,
        closed_items: '[]',
        recording: 0,
        recording_days: 30,
        paused_at: null,
        created_at: Date.now(),
      })
      .execute();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  async function signedIn(login: string, role: Role): Promise<Client> {
    const { database } = test.app;
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    await database
      .insertInto('trainer')
      .values({
        id: login,
        login,
        role,
        password_hash: null,
        totp_secret: null,
        totp_last_step: null,
        openid_subject: null,
        created_at: now,
        disabled_at: null,
      })
      .execute();
    await database
      .insertInto('trainer_session')
      .values({ token_hash: tokenHash(token), trainer_id: login, created_at: now, last_seen_at: now })
      .execute();
    const client = new Client(test.url);
    client.cookie = `etanche-formation=${token}`;
    return client;
  }

  const codeOf = async (response: Response): Promise<[number, unknown]> => [
    response.status,
    ((await response.json()) as { error: { code: string } }).error.code,
  ];

  it('is in the table, and all of the table is served', () => {
    const served = printed(test.app.http.printRoutes({ commonPrefix: false })).filter(
      (route) => !route.startsWith('HEAD ') && !route.includes('*'),
    );
    expect(served.sort()).toEqual(table.map(([, route]) => `${route.method} ${route.path}`).sort());
  });

  it.each(named(({ access }) => access === 'learner'))('refuses nobody: %s', async (name) => {
    const response = await new Client(test.url).send(ROUTES[name].method, path(name));
    expect(await codeOf(response)).toEqual([401, 'not-signed-in']);
  });

  it.each(named(byTrainer))('refuses nobody, and a learner: %s', async (name) => {
    for (const client of [new Client(test.url), learner]) {
      const response = await client.send(ROUTES[name].method, path(name));
      expect(await codeOf(response)).toEqual([401, 'trainer-not-signed-in']);
    }
  });

  it.each(named(({ access }) => access === 'learner'))(
    'refuses a trainer’s session for a learner’s: %s',
    async (name) => {
      const response = await trainer.send(ROUTES[name].method, path(name));
      expect(await codeOf(response)).toEqual([401, 'not-signed-in']);
    },
  );

  it.each(named(({ access }) => access === 'administrator'))(
    'refuses a trainer who does not administer: %s',
    async (name) => {
      expect(await codeOf(await trainer.send(ROUTES[name].method, path(name)))).toEqual([403, 'forbidden']);
    },
  );

  it.each(named(({ access }) => access === 'class'))('refuses somebody else’s class: %s', async (name) => {
    const url = ROUTES[name].path.replace(':classId', someonesClass).replace(/:\w+/g, 'inconnu');
    expect(await codeOf(await trainer.send(ROUTES[name].method, url))).toEqual([404, 'class-not-found']);
  });

  it.each(named(({ method, form }) => method !== 'GET' && !form))(
    'refuses what a foreign page could send: %s',
    async (name) => {
      const foreign: Record<string, string>[] = [
        { 'x-etanche': '' },
        { origin: 'https://ailleurs.example' },
        { 'sec-fetch-site': 'cross-site' },
      ];
      for (const headers of foreign) {
        const response = await learner.send(ROUTES[name].method, path(name), undefined, headers);
        expect(await codeOf(response)).toEqual([403, 'forbidden']);
      }
    },
  );

  it.each(named(({ form }) => form === true))(
    'takes a form of another site, which opens nothing by the cookies that come with it: %s',
    async (name) => {
      const administrator = await signedIn(`formulaire-${name}`, 'administrator');
      const body = new URLSearchParams({ iss: 'x', login_hint: 'x', target_link_uri: 'x', state: 'x', id_token: 'x' });
      const response = await fetch(test.url + path(name), {
        method: 'POST',
        redirect: 'manual',
        headers: {
          origin: 'https://ailleurs.example',
          'sec-fetch-site': 'cross-site',
          cookie: `${administrator.cookie}; ${learner.cookie}`,
        },
        body,
      });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toMatch(/^[/]lti[/][?]refus=lti-/);
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  it('takes a form for nothing else', async () => {
    const response = await fetch(`${test.url}/api/session`, {
      method: 'POST',
      headers: { 'x-etanche': '1' },
      body: new URLSearchParams({ pseudonym: 'apprenante-9' }),
    });
    expect(await codeOf(response)).toEqual([400, 'bad-request']);
  });

  it.each(named(({ body }) => body !== undefined))('refuses a body that is not its own: %s', async (name) => {
    const route: Route = ROUTES[name];
    const administrator = await signedIn(`administratrice-${name}`, 'administrator');
    administrator.cookie += `; ${learner.cookie}`;
    const url = route.path.replace(':classId', someonesClass).replace(/:\w+/g, 'inconnu');
    for (const body of ['{', '[]', '"x"', '{"inconnu":1}', `{"pseudonym":"${'x'.repeat(20_000)}"}`]) {
      const response = await administrator.send(route.method, url, body);
      expect([name, response.status]).toEqual([name, 400]);
    }
  });
});

describe('limits', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await testApp();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('counts calls by session, since a whole class may share one address', async () => {
    const limit = ROUTES['attempts.open'].perMinute;
    const busy = await new Client(test.url).signIn('apprenante-2');
    const other = await new Client(test.url).signIn('apprenante-3');
    const open = (client: Client) => client.send('POST', '/api/attempts', { lab: 'inconnu' });
    const statuses = [];
    for (let n = 0; n <= limit; n++) statuses.push((await open(busy)).status);
    expect(statuses).toEqual([...Array<number>(limit).fill(404), 429]);
    expect((await open(other)).status).toBe(404);
  });

  it('counts calls to a public route by address', async () => {
    const limit = ROUTES['session.resume'].perMinute;
    const guess = () => new Client(test.url).send('POST', '/api/session/resume', { code: 'AAAA-AAAA-AAAA-AAAA' });
    const statuses = [];
    for (let n = 0; n <= limit; n++) statuses.push((await guess()).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
