import { describe, expect, it } from 'vitest';
import { network, SignInThrottle } from '../../../server/accounts/sign-in-throttle.ts';
import { Client, testApp } from '../../support/test-app.ts';
import { insertAccount, TRAINER_PASSWORD } from '../../support/trainer-client.ts';

const SECOND = 1000;

/** Whether a try is let through, by a clock of ours. */
function guessing(throttle: SignInThrottle) {
  return (login: string, ip: string, now: number): boolean => {
    try {
      throttle.begin(login, ip, now);
      return true;
    } catch {
      return false;
    }
  };
}

describe('the wait between two tries', () => {
  it('grows with the failures on a login, from anywhere, up to one minute', () => {
    const passes = guessing(new SignInThrottle());
    let now = 1_000_000;
    const waits: number[] = [];
    for (let n = 0; n < 16; n++) {
      const before = now;
      // Each try comes from elsewhere: only the login is the same.
      while (!passes('formatrice-1', `10.0.0.${n}`, now)) now += SECOND;
      waits.push((now - before) / SECOND);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
  });

  it('grows with the failures from an address, whatever the logins', () => {
    const passes = guessing(new SignInThrottle());
    const outcomes = Array.from({ length: 12 }, (_, n) => passes(`nom-${n}`, '10.0.0.1', 1000));
    expect(outcomes.filter(Boolean)).toHaveLength(10);
    expect(passes('nom-99', '10.0.0.2', 1000)).toBe(true);
  });

  it('is not got round by asking a thousand times at once', () => {
    const passes = guessing(new SignInThrottle());
    const outcomes = Array.from({ length: 1000 }, (_, n) => passes('formatrice-1', `10.0.${n % 250}.1`, 1000));
    expect(outcomes.filter(Boolean)).toHaveLength(5);
  });

  it('does not keep out the owner, where they have entered before', () => {
    const throttle = new SignInThrottle();
    throttle.begin('formatrice-1', '192.0.2.1', 0).succeeded();
    const passes = guessing(throttle);
    for (let n = 0; n < 40; n++) passes('formatrice-1', `10.0.0.${n}`, n * SECOND);
    expect(passes('formatrice-1', '203.0.113.9', 40 * SECOND)).toBe(false);
    expect(passes('formatrice-1', '192.0.2.1', 40 * SECOND)).toBe(true);
  });

  it('is over once the password is given, and after an hour', () => {
    const throttle = new SignInThrottle();
    const passes = guessing(throttle);
    for (let n = 0; n < 4; n++) passes('formatrice-1', '10.0.0.1', 0);
    throttle.begin('formatrice-1', '10.0.0.2', 0).succeeded();
    for (let n = 0; n < 5; n++) expect(passes('formatrice-1', '10.0.0.3', 0)).toBe(true);
    expect(passes('formatrice-1', '10.0.0.3', 0)).toBe(false);
    expect(passes('formatrice-1', '10.0.0.3', 3_600_000)).toBe(true);
  });

  it('of an address is not over because one account there has its password', () => {
    const throttle = new SignInThrottle();
    const passes = guessing(throttle);
    for (let n = 0; n < 10; n++) {
      passes(`victime-${n}`, '10.0.0.1', 0);
      if (n < 9) throttle.begin('apprenti-pirate', '10.0.0.1', 0).succeeded();
    }
    expect(passes('victime-11', '10.0.0.1', 0)).toBe(false);
  });

  it('counts neither a right password that lacks its code, nor takes the failures back with it', () => {
    const throttle = new SignInThrottle();
    const passes = guessing(throttle);
    for (let n = 0; n < 30; n++) throttle.begin('formatrice-1', '10.0.0.1', 0).withdrawn();
    for (let n = 0; n < 4; n++) {
      passes('formatrice-1', '10.0.0.1', 0);
      throttle.begin('formatrice-1', '10.0.0.1', 0).withdrawn();
    }
    expect(passes('formatrice-1', '10.0.0.1', 0)).toBe(true);
    expect(passes('formatrice-1', '10.0.0.1', 0)).toBe(false);
  });

  it('remembers a bounded number of logins and addresses', () => {
    const throttle = new SignInThrottle();
    const passes = guessing(throttle);
    for (let n = 0; n < 25_000; n++) passes(`nom-${n}`, `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, 0);
    expect(throttle.size).toBeLessThanOrEqual(20_000);
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('counts %s as %s', (ip, expected) => {
  expect(network(ip)).toBe(expected);
});

describe('signing in', () => {
  const codes = async (url: string, count: number, ip?: string): Promise<string[]> => {
    const answers: string[] = [];
    for (let n = 0; n < count; n++) {
      const response = await new Client(url).send(
        'POST',
        '/api/trainer/session',
        { login: 'formatrice-1', password: `essai ${n}` },
        ip === undefined ? {} : { 'x-forwarded-for': ip },
      );
      answers.push(((await response.json()) as { error: { code: string } }).error.code);
    }
    return answers;
  };

  it('gets slower with each wrong password, even with the right one, also for a name that is nobody’s', async () => {
    await using test = await testApp();
    const wrong = Array.from({ length: 5 }, () => 'credentials-invalid');
    expect(await codes(test.url, 6)).toEqual([...wrong, 'too-many-requests']);
    await insertAccount(test, 'formatrice-1');
    expect(await codes(test.url, 1)).toEqual(['too-many-requests']);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const response = await new Client(test.url).send('POST', '/api/trainer/session', {
      login: 'formatrice-1',
      password: TRAINER_PASSWORD,
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['everybody, where no proxy tells who calls', {}, 'too-many-requests'],
    ['each visitor, behind a proxy', { ETANCHE_ORIGINS: 'https://etanche.example' }, 'credentials-invalid'],
  ])('counts an address for %s', async (_, environment, expected) => {
    await using test = await testApp(environment);
    const address = test.app.address();
    for (let n = 0; n < 10; n++) {
      const body = { login: `nom-${n}`, password: 'x' };
      await new Client(address).send('POST', '/api/trainer/session', body, { 'x-forwarded-for': '192.0.2.1' });
    }
    expect(await codes(address, 1, '192.0.2.2')).toEqual([expected]);
  });
});
