import { describe, expect, it, vi } from 'vitest';
import { acceptedStep, base32, codeOfStep, newSecondFactor, stepOf } from '../../../server/accounts/second-factor.ts';
import type { SecondFactorOffer } from '../../../server/contract/trainers.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, TRAINER_PASSWORD, type TrainerClient } from '../../support/trainer-client.ts';

describe('a code of six digits', () => {
  /** RFC 6238, appendix B: the secret is these twenty characters, the codes are the last six of their eight digits. */
  const secret = base32(Buffer.from('12345678901234567890'));

  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('is that of RFC 6238 at %i s', (seconds, code) => {
    expect(codeOfStep(secret, stepOf(seconds * 1000))).toBe(code);
  });

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('has its secret in base32 as RFC 4648 writes %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  it('holds for its thirty seconds and the thirty on each side', () => {
    const now = 1_700_000_010_000;
    const present = stepOf(now);
    const accepted = [-2, -1, 0, 1, 2].map((n) => acceptedStep(secret, codeOfStep(secret, present + n), now, null));
    expect(accepted).toEqual([null, present - 1, present, present + 1, null]);
    expect(acceptedStep(secret, '', now, null)).toBeNull();
  });

  it('does not serve twice, nor after a later one', () => {
    const now = 1_700_000_010_000;
    const present = stepOf(now);
    expect(acceptedStep(secret, codeOfStep(secret, present), now, present)).toBeNull();
    expect(acceptedStep(secret, codeOfStep(secret, present - 1), now, present)).toBeNull();
    expect(acceptedStep(secret, codeOfStep(secret, present + 1), now, present)).toBe(present + 1);
  });

  it('comes from a secret of 160 bits, offered as authenticator applications read it', () => {
    const { secret: offered, uri } = newSecondFactor('formatrice-1');
    expect(offered).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(`otpauth://totp/%C3%89tanche:formatrice-1?secret=${offered}&issuer=%C3%89tanche`);
    expect(newSecondFactor('formatrice-1').secret).not.toBe(offered);
  });
});

describe('the second factor of an account', () => {
  const present = () => stepOf(Date.now());
  const enter = async ({ url }: TestApp, code?: string) => {
    const body = { login: 'administratrice-1', password: TRAINER_PASSWORD, ...(code === undefined ? {} : { code }) };
    const response = await new Client(url).send('POST', '/api/trainer/session', body);
    return response.ok ? 'in' : ((await response.json()) as { error: { code: string } }).error.code;
  };
  const put = async (client: TrainerClient): Promise<string> => {
    const { secret } = await client.json<SecondFactorOffer>('POST', '/api/trainer/second-factor');
    // The code of the step before, so that this one's still serves.
    const code = codeOfStep(secret, present() - 1);
    expect((await client.send('PUT', '/api/trainer/second-factor', { code })).status).toBe(204);
    return secret;
  };

  it('is asked for once set, and each code serves once', async () => {
    await using test = await testApp();
    const client = await anAdministrator(test);
    expect(await enter(test)).toBe('in');
    const secret = await put(client);

    expect(await enter(test)).toBe('second-factor-needed');
    expect(await enter(test, codeOfStep(secret, present() + 50))).toBe('second-factor-invalid');
    const code = codeOfStep(secret, present());
    expect((await Promise.all([enter(test, code), enter(test, code)])).sort()).toEqual(['in', 'second-factor-invalid']);
    expect(await enter(test, code)).toBe('second-factor-invalid');
    expect(await client.json('GET', '/api/trainer/session')).toMatchObject({ trainer: { secondFactor: true } });
  });

  it('is not in force before a code of it is given, and only in the session it was offered to', async () => {
    await using test = await testApp();
    const client = await anAdministrator(test);
    const set = async (code: string) => (await client.send('PUT', '/api/trainer/second-factor', { code })).status;
    expect(await set('000000')).toBe(403);
    const { secret } = await client.json<SecondFactorOffer>('POST', '/api/trainer/second-factor');
    expect(await set(codeOfStep(secret, present() + 50))).toBe(403);
    expect(await enter(test)).toBe('in');
    const colleague = await client.colleague('formatrice-1');
    const stolen = await colleague.send('PUT', '/api/trainer/second-factor', { code: codeOfStep(secret, present()) });
    expect(stolen.status).toBe(403);
  });

  it('must be set within ten minutes of being offered', async () => {
    await using test = await testApp();
    const client = await anAdministrator(test);
    const { secret } = await client.json<SecondFactorOffer>('POST', '/api/trainer/second-factor');
    const later = Date.now() + 601_000;
    using _ = vi.spyOn(Date, 'now').mockReturnValue(later);
    const response = await client.send('PUT', '/api/trainer/second-factor', {
      code: codeOfStep(secret, stepOf(later)),
    });
    expect([response.status, await response.json()]).toEqual([403, { error: { code: 'second-factor-invalid' } }]);
  });

  it('puts the other browsers out, when it is set and when it is removed', async () => {
    await using test = await testApp();
    const client = await anAdministrator(test);
    const signedIn = async (cookie: string) => {
      const other = new Client(test.url);
      other.cookie = cookie;
      return (await other.send('GET', '/api/trainers')).status === 200;
    };
    const body = { login: 'administratrice-1', password: TRAINER_PASSWORD };
    const other = new Client(test.url);
    await other.send('POST', '/api/trainer/session', body);
    const secret = await put(client);
    expect([await signedIn(client.cookie), await signedIn(other.cookie)]).toEqual([true, false]);
    await other.send('POST', '/api/trainer/session', { ...body, code: codeOfStep(secret, present()) });
    expect(await signedIn(other.cookie)).toBe(true);
    await client.send('DELETE', '/api/trainer/second-factor', { password: TRAINER_PASSWORD });
    expect([await signedIn(client.cookie), await signedIn(other.cookie)]).toEqual([true, false]);
  });

  it('is removed by the password alone', async () => {
    await using test = await testApp();
    const client = await anAdministrator(test);
    await put(client);
    const remove = async (password: string) =>
      (await client.send('DELETE', '/api/trainer/second-factor', { password })).status;
    expect(await remove('un autre mot de passe')).toBe(403);
    expect(await enter(test)).toBe('second-factor-needed');
    expect(await remove(TRAINER_PASSWORD)).toBe(204);
    expect(await enter(test)).toBe('in');
  });

  it('is guessed no faster than a password', async () => {
    await using test = await testApp();
    const secret = await put(await anAdministrator(test));
    const answers: string[] = [];
    for (let n = 0; n < 6; n++) answers.push(await enter(test, codeOfStep(secret, present() + 50 + n)));
    expect(answers.slice(4)).toEqual(['second-factor-invalid', 'too-many-requests']);
  });
});
