import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TrainerSessions } from '../../../server/accounts/trainer-sessions.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { TrainerView } from '../../../server/contract/trainers.ts';
import { TrainerStore } from '../../../server/store/trainers.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, TRAINER_PASSWORD, type TrainerClient } from '../../support/trainer-client.ts';

const HOUR = 3_600_000;
const NEXT = 'une autre phrase de passe';

describe('the session of who teaches', () => {
  let test: TestApp;
  let administrator: TrainerClient;
  beforeEach(async () => {
    test = await testApp();
    administrator = await anAdministrator(test);
  });
  afterEach(() => test[Symbol.asyncDispose]());

  /** Another browser of the same account. */
  const enter = async (login = 'administratrice-1', password = TRAINER_PASSWORD, cookie = ''): Promise<Client> => {
    const client = new Client(test.url);
    client.cookie = cookie;
    expect((await client.send('POST', '/api/trainer/session', { login, password })).status).toBe(200);
    return client;
  };
  const inside = async (cookie: string): Promise<boolean> => {
    const client = new Client(test.url);
    client.cookie = cookie;
    return (await client.send('GET', '/api/trainers')).status !== 401;
  };
  const age = (column: 'created_at' | 'last_seen_at', by: number) =>
    test.app.database
      .updateTable('trainer_session')
      .set((eb) => ({ [column]: eb(column, '-', by) }))
      .execute();

  it('has a new token at each sign-in, whatever was planted before, and ends the one before', async () => {
    const planted = 'etanche-formation=jeton-pose-par-un-tiers';
    const client = await enter('administratrice-1', TRAINER_PASSWORD, planted);
    expect(client.cookie).not.toBe(planted);
    expect(await inside(planted)).toBe(false);

    const former = client.cookie;
    const again = await enter('administratrice-1', TRAINER_PASSWORD, former);
    expect(again.cookie).not.toBe(former);
    expect([await inside(former), await inside(again.cookie)]).toEqual([false, true]);
  });

  it('has a new token after a change of password, and the other browsers are out', async () => {
    const other = await enter();
    const former = administrator.cookie;
    const change = await administrator.send('PUT', '/api/trainer/password', { current: TRAINER_PASSWORD, next: NEXT });
    expect(change.status).toBe(204);
    expect(await Promise.all([former, other.cookie, administrator.cookie].map(inside))).toEqual([false, false, true]);
    await enter('administratrice-1', NEXT);
    const old = { login: 'administratrice-1', password: TRAINER_PASSWORD };
    expect((await new Client(test.url).send('POST', '/api/trainer/session', old)).status).toBe(403);
  });

  it('keeps the password when the present one is not given', async () => {
    const change = await administrator.send('PUT', '/api/trainer/password', { current: 'un autre', next: NEXT });
    expect([change.status, await change.json()]).toEqual([403, { error: { code: 'credentials-invalid' } }]);
    await enter();
  });

  it('does not let whoever stole it guess the password quickly', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) {
      const change = { current: `essai ${n}`, next: NEXT };
      statuses.push((await administrator.send('PUT', '/api/trainer/password', change)).status);
    }
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
  });

  it('leaves alone the other browsers’ accounts', async () => {
    const trainer = await administrator.colleague('formatrice-1');
    await trainer.send('PUT', '/api/trainer/password', { current: TRAINER_PASSWORD, next: NEXT });
    await trainer.send('DELETE', '/api/trainer/sessions');
    expect(await inside(administrator.cookie)).toBe(true);
  });

  it('ends after three hours without use', async () => {
    await age('last_seen_at', 3 * HOUR - 60_000);
    expect(await inside(administrator.cookie)).toBe(true);
    await age('last_seen_at', 3 * HOUR + 1000);
    expect(await inside(administrator.cookie)).toBe(false);
  });

  it('ends after twelve hours, though used', async () => {
    await age('created_at', 12 * HOUR - 60_000);
    expect(await inside(administrator.cookie)).toBe(true);
    await age('created_at', 61_000);
    expect(await inside(administrator.cookie)).toBe(false);
  });

  it('ends at sign-out, here or everywhere', async () => {
    const here = await enter();
    const token = here.cookie;
    expect((await here.send('DELETE', '/api/trainer/session')).status).toBe(204);
    expect([await inside(token), await inside(administrator.cookie)]).toEqual([false, true]);

    const [one, two] = [await enter(), await enter()];
    expect((await one.send('DELETE', '/api/trainer/sessions')).status).toBe(204);
    expect([await inside(two.cookie), await inside(administrator.cookie)]).toEqual([false, false]);
  });

  it('ends at once when the account is closed, and does not begin again', async () => {
    const trainer = await administrator.colleague('formatrice-1');
    expect((await administrator.send('DELETE', `/api/trainers/${trainer.trainer.id}`)).status).toBe(204);
    expect(await inside(trainer.cookie)).toBe(false);
    const left = test.app.database.selectFrom('trainer_session').selectAll();
    expect(await left.where('trainer_id', '=', trainer.trainer.id).execute()).toEqual([]);
    const refused = await new Client(test.url).send('POST', '/api/trainer/session', {
      login: 'formatrice-1',
      password: TRAINER_PASSWORD,
    });
    expect([refused.status, await refused.json()]).toEqual([403, { error: { code: 'credentials-invalid' } }]);
    const accounts = await administrator.json<TrainerView[]>('GET', '/api/trainers');
    expect(accounts.map(({ login, disabled }) => [login, disabled])).toEqual([
      ['administratrice-1', false],
      ['formatrice-1', true],
    ]);
  });

  it('is refused to a closed account even where a session was left open', async () => {
    const trainer = await administrator.colleague('formatrice-1');
    await test.app.database
      .updateTable('trainer')
      .set({ disabled_at: Date.now() })
      .where('id', '=', trainer.trainer.id)
      .execute();
    expect(await inside(trainer.cookie)).toBe(false);
  });

  it('takes its streams of events along, and no other session’s', async () => {
    const { id } = await administrator.json<ClassView>('POST', '/api/classes', {
      name: 'Classe d’essai',
      capacity: 5,
      startsAt: null,
      endsAt: null,
    });
    const follow = async (client: Client) => {
      const { body } = await client.send('GET', `/api/classes/${id}/room/events`);
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      expect((await reader?.read())?.value).toContain('event: room');
      return reader;
    };
    const [kept, cut] = [await follow(administrator), await enter()];
    const stream = await follow(cut);
    await cut.send('DELETE', '/api/trainer/session');
    expect(await stream?.read()).toMatchObject({ done: true });
    const more = kept?.read();
    expect(await Promise.race([more, new Promise((resolve) => setTimeout(resolve, 100, 'open'))])).toBe('open');
    await administrator.send('DELETE', '/api/trainer/sessions');
    expect(await more).toMatchObject({ done: true });
  });

  it('goes on while a room is open and nothing else is asked, and no longer than twelve hours', async () => {
    const { id } = await administrator.json<ClassView>('POST', '/api/classes', {
      name: 'Classe d’essai',
      capacity: 5,
      startsAt: null,
      endsAt: null,
    });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    try {
      const room = await administrator.send('GET', `/api/classes/${id}/room/events`);
      let over = false;
      const reading = room.text().then(() => (over = true));
      const seenAt = async (): Promise<number> => {
        const rows = test.app.database.selectFrom('trainer_session').select('last_seen_at');
        return (await rows.executeTakeFirst())?.last_seen_at ?? Infinity;
      };
      const heartbeatIn = (ms: number): number => {
        vi.setSystemTime(Date.now() + ms);
        vi.advanceTimersByTime(20_000);
        return Date.now();
      };
      for (let hour = 1; hour < 12; hour += 1) {
        const beat = heartbeatIn(HOUR);
        await vi.waitFor(async () => expect(await seenAt()).toBeGreaterThan(beat - 20_000));
        expect([hour, over]).toEqual([hour, false]);
      }
      heartbeatIn(HOUR);
      await reading;
      expect(await inside(administrator.cookie)).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells what lives by it when it ends, for whatever reason', async () => {
    const ended: string[] = [];
    const sessions = new TrainerSessions(new TrainerStore(test.app.database));
    sessions.onClose((id) => ended.push(id));
    const { id } = administrator.trainer;
    const open = async () => (await sessions.find(await sessions.open(id)))?.id ?? '';
    const [one, two, three] = [await open(), await open(), await open()];
    await sessions.close(one);
    expect(ended).toEqual([one]);
    await sessions.closeAll(id, three);
    expect(ended).toContain(two);
    expect(ended).not.toContain(three);
    await sessions.clean(Date.now() + 4 * HOUR);
    expect(ended).toContain(three);
  });
});

describe('the last administrator', () => {
  it('stays, even when two close each other’s account at once', async () => {
    await using test = await testApp();
    const one = await anAdministrator(test);
    const close = async (by: TrainerClient, whom: TrainerClient) =>
      (await by.send('DELETE', `/api/trainers/${whom.trainer.id}`)).status;
    expect(await close(one, one)).toBe(409);
    const two = await one.colleague('administratrice-2', 'administrator');
    const outcomes = await Promise.all([close(one, two), close(two, one)]);
    expect(outcomes.filter((status) => status === 204)).toHaveLength(1);
    const left = await test.app.database.selectFrom('trainer').select('id').where('disabled_at', 'is', null).execute();
    expect(left).toHaveLength(1);
  });

  it('does not close an account that does not exist', async () => {
    await using test = await testApp();
    const response = await (await anAdministrator(test)).send('DELETE', '/api/trainers/personne');
    expect([response.status, await response.json()]).toEqual([404, { error: { code: 'trainer-not-found' } }]);
  });
});

describe('the cookie of who teaches', () => {
  const cookieOf = async (environment: Record<string, string>): Promise<string> => {
    await using test = await testApp(environment);
    const client = new Client(test.app.address());
    const token = await test.app.firstInvitation();
    const account = { token, login: 'administratrice-1', password: TRAINER_PASSWORD };
    const response = await client.send('POST', '/api/trainer/accept', account);
    return response.headers.get('set-cookie') ?? '';
  };

  it('is out of reach of scripts and of other sites’ requests', async () => {
    expect(await cookieOf({})).toMatch(
      /^etanche-formation=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('is, over HTTPS alone, sent over nothing else and written by no other host', async () => {
    expect(await cookieOf({ ETANCHE_ORIGINS: 'https://etanche.example' })).toMatch(
      /^__Host-etanche-formation=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('is not enough for another page to change something', async () => {
    await using test = await testApp();
    const administrator = await anAdministrator(test);
    const invite = async (headers: Record<string, string>) =>
      (await administrator.send('POST', '/api/trainers/invitations', { role: 'administrator' }, headers)).status;
    expect(await invite({ 'x-etanche': '' })).toBe(403);
    expect(await invite({ origin: 'https://ailleurs.example' })).toBe(403);
    expect(await invite({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await invite({})).toBe(200);
  });
});
