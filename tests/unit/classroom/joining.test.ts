import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionService } from '../../../server/accounts/session-service.ts';
import { pseudonymKey } from '../../../server/accounts/joining.ts';
import type { SessionView, SignIn } from '../../../server/contract/api.ts';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { AppError } from '../../../server/errors.ts';
import { ClassStore } from '../../../server/store/classes.ts';
import { LearnerStore } from '../../../server/store/learners.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { newClass, trainer } from './class-people.ts';

let test: TestApp;
let formatrice: Client;
beforeEach(async () => {
  test = await testApp();
  formatrice = await trainer(test);
});
afterEach(() => test[Symbol.asyncDispose]());

async function join(body: SignIn, client = new Client(test.url)) {
  const response = await client.send('POST', '/api/session', body);
  const answer = (await response.json()) as { learner: SessionView['learner']; resumeCode: string | null };
  return { client, status: response.status, answer };
}
const refused = (code: string) => expect.objectContaining({ answer: { error: { code } } }) as unknown;
const change = ({ id, code: _c, createdAt: _a, learners: _l, pausedAt: _p, trainers: _t, ...settings }: ClassView) => ({
  to: (changes: Partial<typeof settings>) => formatrice.send('PUT', `/api/classes/${id}`, { ...settings, ...changes }),
});

describe('joining a class', () => {
  it('takes the code however it is typed, and says which class it is', async () => {
    const { id, name, code } = await newClass(formatrice);
    const typings = [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `];
    for (const [n, classCode] of typings.entries()) {
      const { answer } = await join({ pseudonym: `apprenante-${n}`, classCode });
      expect(answer.learner).toMatchObject({ pseudonym: `apprenante-${n}`, class: { id, name } });
    }
    expect(await formatrice.json('GET', `/api/classes/${id}`)).toMatchObject({ learners: typings.length });
  });

  it('is shown before: open, full, closed', async () => {
    const made = await newClass(formatrice, { capacity: 1 });
    const door = () => new Client(test.url).json('GET', `/api/join/${made.code}`);
    expect(await door()).toEqual({ name: made.name, state: 'open', recording: false });
    await join({ pseudonym: 'apprenante-1', classCode: made.code });
    expect(await door()).toMatchObject({ state: 'full' });
    await change(made).to({ state: 'closed' });
    expect(await door()).toMatchObject({ state: 'closed' });
  });

  it('refuses a wrong code, a closed class, one that is over, a full one, each in its words', async () => {
    const made = await newClass(formatrice, { capacity: 1 });
    const classCode = made.code;
    expect(await join({ pseudonym: 'apprenante-1', classCode: '0000-0000' })).toEqual(refused('class-code-unknown'));
    await change(made).to({ state: 'closed' });
    expect(await join({ pseudonym: 'apprenante-1', classCode })).toEqual(refused('class-closed'));
    await change(made).to({ endsAt: Date.now() - 1 });
    expect(await join({ pseudonym: 'apprenante-1', classCode })).toEqual(refused('class-closed'));
    await change(made).to({});
    expect((await join({ pseudonym: 'apprenante-1', classCode })).status).toBe(200);
    expect(await join({ pseudonym: 'apprenante-2', classCode })).toEqual(refused('class-full'));
  });

  it('voids a code that was replaced', async () => {
    const { id, code } = await newClass(formatrice);
    const renewed = await formatrice.json<ClassView>('POST', `/api/classes/${id}/code`);
    expect(renewed.code).not.toBe(code);
    expect(await join({ pseudonym: 'apprenante-1', classCode: code })).toEqual(refused('class-code-unknown'));
    expect((await join({ pseudonym: 'apprenante-1', classCode: renewed.code })).status).toBe(200);
  });

  it('refuses a pseudonym that is taken in that class, however it is written', async () => {
    const { code: classCode } = await newClass(formatrice);
    const other = await newClass(formatrice);
    await join({ pseudonym: 'Éloïse  Stra\u00dfe', classCode });
    for (const pseudonym of ['éloïse strasse', 'E\u0301LOI\u0308SE STRASSE'.normalize('NFC'), 'Éloïse Straße'])
      expect(await join({ pseudonym, classCode })).toEqual(refused('pseudonym-taken'));
    expect((await join({ pseudonym: 'Éloïse Straße', classCode: other.code })).status).toBe(200);
    expect((await join({ pseudonym: 'Éloïse Straße' })).status).toBe(200);
  });

  it('gives the last places once, and a pseudonym once, whatever comes at once', async () => {
    const { id, code: classCode } = await newClass(formatrice, { capacity: 3 });
    const { database } = test.app;
    const sessions = new SessionService({
      learners: new LearnerStore(database),
      classes: new ClassStore(database),
      registration: 'class',
      onJoined: () => Promise.resolve(),
    });
    // In the same turn, closer together than requests can be.
    const all = (pseudonyms: string[]) =>
      Promise.all(
        pseudonyms.map((pseudonym) =>
          sessions.signIn({ pseudonym, classCode }, null, '192.0.2.1').then(
            () => 'in',
            (error: AppError) => error.code,
          ),
        ),
      );
    const same = await all(Array<string>(6).fill('apprenante-0'));
    expect(same.sort()).toEqual(['in', ...Array<string>(5).fill('pseudonym-taken')]);
    const room = await all(Array.from({ length: 12 }, (_, n) => `apprenante-${n + 1}`));
    expect(room.sort()).toEqual([...Array<string>(10).fill('class-full'), 'in', 'in']);
    expect(await formatrice.json('GET', `/api/classes/${id}`)).toMatchObject({ learners: 3 });
  });

  it('lets in a room of forty behind one address, after as many mistakes', async () => {
    const { code: classCode } = await newClass(formatrice, { capacity: 40 });
    const room = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const client = new Client(test.url);
        await client.send('GET', '/api/join/ABCDEFGH');
        await client.send('GET', `/api/join/${classCode}`);
        return join({ pseudonym: `apprenante-${n}`, classCode }, client);
      }),
    );
    expect(room.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  it('slows down who guesses, whatever the door', async () => {
    const { code: classCode } = await newClass(formatrice);
    const guess = new Client(test.url);
    for (let n = 0; n < 20; n++) {
      await guess.send('GET', '/api/join/00000000');
      await guess.send('POST', '/api/session', { pseudonym: 'apprenante-1', classCode: '0000-0000' });
      await guess.send('POST', '/api/session/resume', { code: '0000-0000-0000-0000' });
    }
    expect(await join({ pseudonym: 'apprenante-1', classCode })).toEqual(refused('too-many-requests'));
    expect((await guess.send('POST', '/api/session/resume', { code: '0000-0000-0000-0000' })).status).toBe(429);
    expect((await guess.send('GET', `/api/join/${classCode}`)).status).toBe(429);
  });

  it('keeps who learnt alone under the same pseudonym, with what is done, and their way back', async () => {
    const { id, name, code: classCode } = await newClass(formatrice);
    const alone = await join({ pseudonym: 'Apprenante 1' });
    await alone.client.send('PUT', '/api/progress/chapters/cgroups', { section: 'mort-par-oom', finished: true });
    const joined = await join({ pseudonym: 'apprenante 1', classCode }, alone.client);
    expect(joined.answer).toEqual({
      learner: { id: alone.answer.learner?.id, pseudonym: 'apprenante 1', class: { id, name } },
      resumeCode: null,
    });
    expect(await alone.client.json('GET', '/api/progress')).toMatchObject({
      chapters: { cgroups: { finished: true } },
    });
    expect(await alone.client.json('GET', '/api/session')).toMatchObject({ learner: { class: { id } } });
    const elsewhere = new Client(test.url);
    await elsewhere.send('POST', '/api/session/resume', { code: alone.answer.resumeCode });
    expect(await elsewhere.json('GET', '/api/session')).toMatchObject({ learner: { class: { id } } });
  });

  it('makes somebody new of another pseudonym in the same browser, and signs out who was there', async () => {
    const { code: classCode } = await newClass(formatrice);
    const first = await join({ pseudonym: 'apprenante-1', classCode });
    const before = first.client.cookie;
    const again = await join({ pseudonym: 'Apprenante-1', classCode }, first.client);
    expect([again.answer.learner?.id, first.client.cookie]).toEqual([first.answer.learner?.id, before]);
    const second = await join({ pseudonym: 'apprenant-2', classCode }, first.client);
    expect(second.answer.learner?.id).not.toBe(first.answer.learner?.id);
    const left = new Client(test.url);
    left.cookie = before;
    expect((await left.send('GET', '/api/progress')).status).toBe(401);
  });
});

describe('a resume code', () => {
  it('brings somebody back from another machine, and leaves the other sessions open', async () => {
    const { code: classCode } = await newClass(formatrice);
    const { client, answer } = await join({ pseudonym: 'apprenante-1', classCode });
    expect(answer.resumeCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const elsewhere = new Client(test.url);
    const back = await elsewhere.json('POST', '/api/session/resume', { code: answer.resumeCode?.toLowerCase() });
    expect(back).toEqual({ learner: answer.learner });
    expect(elsewhere.cookie).not.toBe(client.cookie);
    expect((await client.send('GET', '/api/progress')).status).toBe(200);
    expect((await elsewhere.send('GET', '/api/progress')).status).toBe(200);
  });

  it('is kept as a digest alone', async () => {
    const { answer } = await join({ pseudonym: 'apprenante-1' });
    const rows = await test.app.database.selectFrom('learner').selectAll().execute();
    const stored = JSON.stringify(rows);
    expect(rows[0]?.resume_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(stored).not.toContain(answer.resumeCode);
    expect(stored).not.toContain(answer.resumeCode?.replaceAll('-', ''));
  });

  it('is replaced at will; the one before is worth nothing', async () => {
    const { client, answer } = await join({ pseudonym: 'apprenante-1' });
    const { code } = await client.json<{ code: string }>('POST', '/api/learner/resume-code');
    const resume = (typed: string | null) => new Client(test.url).json('POST', '/api/session/resume', { code: typed });
    expect(await resume(answer.resumeCode)).toEqual({ error: { code: 'resume-code-unknown' } });
    expect(await resume(code)).toEqual({ learner: answer.learner });
  });

  it('signs out somebody else who was there, not the same person', async () => {
    const first = await join({ pseudonym: 'apprenante-1' });
    const second = await join({ pseudonym: 'apprenant-2' });
    const before = second.client.cookie;
    await second.client.send('POST', '/api/session/resume', { code: first.answer.resumeCode });
    expect(await second.client.json('GET', '/api/session')).toEqual({ learner: first.answer.learner });
    const left = new Client(test.url);
    left.cookie = before;
    expect(await left.json('GET', '/api/session')).toEqual({ learner: null });

    const own = first.client.cookie;
    await first.client.send('POST', '/api/session/resume', { code: first.answer.resumeCode });
    left.cookie = own;
    expect(await left.json('GET', '/api/session')).toEqual({ learner: first.answer.learner });
  });
});

describe('registration by class only', () => {
  it('refuses who has no code, and keeps who is there', async () => {
    await using closed = await testApp({ ETANCHE_REGISTRATION: 'class' });
    const { code: classCode } = await newClass(await trainer(closed));
    const client = new Client(closed.url);
    expect(await client.json('POST', '/api/session', { pseudonym: 'apprenante-1' })).toEqual({
      error: { code: 'class-required' },
    });
    expect((await client.send('POST', '/api/session', { pseudonym: 'apprenante-1', classCode })).status).toBe(200);
    expect((await client.send('POST', '/api/session', { pseudonym: 'apprenante-1' })).status).toBe(200);
  });
});

describe('a pseudonym as it is compared', () => {
  it.each([
    ['  Apprenante   1 ', 'apprenante 1'],
    ['\u00c9lo\u00efse', 'E\u0301loi\u0308se'],
    ['STRASSE', 'stra\u00dfe'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ])('%j and %j are the same', (one, other) => {
    expect(pseudonymKey(one)).toBe(pseudonymKey(other));
  });

  it.each([
    ['apprenante 1', 'apprenante 2'],
    ['eloise', 'éloïse'],
    ['anne-marie', 'anne marie'],
  ])('%j and %j differ', (one, other) => {
    expect(pseudonymKey(one)).not.toBe(pseudonymKey(other));
  });
});
