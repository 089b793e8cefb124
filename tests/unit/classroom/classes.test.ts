import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClassView } from '../../../server/contract/classes.ts';
import { ClassStore } from '../../../server/store/classes.ts';
import { Client, testApp, type TestApp } from '../../support/test-app.ts';
import { newClass, trainer } from './class-people.ts';

let test: TestApp;
beforeEach(async () => {
  test = await testApp();
});
afterEach(() => test[Symbol.asyncDispose]());

describe('a class', () => {
  it('is made with a code, and read again', async () => {
    const formatrice = await trainer(test);
    const made = await newClass(formatrice);
    expect(made).toMatchObject({ state: 'open', learners: 0, recording: false, trainers: [{ login: 'formatrice-1' }] });
    expect(made.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await formatrice.json('GET', `/api/classes/${made.id}`)).toEqual(made);
    expect(await formatrice.json('GET', '/api/classes')).toEqual([made]);
  });

  it('is its trainers’ alone, and any administrator’s', async () => {
    const made = await newClass(await trainer(test));
    const other = await trainer(test, 'formateur-2');
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '/pause', { paused: true }],
      ['POST', '/code', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      const response = await other.send(method, `/api/classes/${made.id}${path}`, body);
      expect([response.status, await response.json()]).toEqual([404, { error: { code: 'class-not-found' } }]);
    }
    expect(await other.json<ClassView[]>('GET', '/api/classes')).toEqual([]);
    const administrator = await trainer(test, 'administratrice-2', 'administrator');
    expect(await administrator.json<ClassView[]>('GET', '/api/classes')).toHaveLength(1);
    expect((await administrator.send('GET', `/api/classes/${made.id}`)).status).toBe(200);
    expect((await administrator.send('GET', '/api/classes/inconnue')).status).toBe(404);
  });

  it('is entrusted to another account too', async () => {
    const formatrice = await trainer(test);
    const made = await newClass(formatrice);
    const other = await trainer(test, 'formateur-2');
    const path = `/api/classes/${made.id}/trainers`;
    expect((await formatrice.send('POST', path, { login: 'personne' })).status).toBe(404);
    for (let n = 0; n < 2; n++) {
      const view = await formatrice.json<ClassView>('POST', path, { login: ' Formateur-2' });
      expect(view.trainers.map(({ login }) => login)).toEqual(['formateur-2', 'formatrice-1']);
    }
    expect((await other.send('GET', `/api/classes/${made.id}`)).status).toBe(200);
  });

  it('takes settings, and refuses an end before the start', async () => {
    const formatrice = await trainer(test);
    const { id, code, createdAt, learners, pausedAt, trainers, ...settings } = await newClass(formatrice);
    const change = {
      ...settings,
      name: 'Promotion 2',
      closedItems: ['reseau'],
      recording: true,
      startsAt: 1,
      endsAt: 2,
    };
    expect(await formatrice.json('PUT', `/api/classes/${id}`, change)).toEqual({
      ...change,
      ...{ id, code, createdAt, learners, pausedAt, trainers },
    });
    expect((await formatrice.send('PUT', `/api/classes/${id}`, { ...change, endsAt: 1 })).status).toBe(400);
  });

  it('is paused and given back', async () => {
    const formatrice = await trainer(test);
    const { id } = await newClass(formatrice);
    const paused = await formatrice.json<ClassView>('PUT', `/api/classes/${id}/pause`, { paused: true });
    expect(paused.pausedAt).toBeGreaterThan(Date.now() - 60_000);
    const back = await formatrice.json<ClassView>('PUT', `/api/classes/${id}/pause`, { paused: false });
    expect(back.pausedAt).toBeNull();
  });

  it('remembers its pauses, each once, however often it is asked for', async () => {
    const formatrice = await trainer(test);
    const { id } = await newClass(formatrice);
    const pause = (paused: boolean) => formatrice.json<ClassView>('PUT', `/api/classes/${id}/pause`, { paused });
    const { pausedAt } = await pause(true);
    expect((await pause(true)).pausedAt).toBe(pausedAt);
    await pause(false);
    await pause(false);
    const { pausedAt: again } = await pause(true);
    expect(await new ClassStore(test.app.database).pauses(id)).toEqual([
      { from: pausedAt, to: expect.any(Number) as number },
      { from: again, to: null },
    ]);
  });

  it('closes labs and chapters to its learners, and to nobody else', async () => {
    const formatrice = await trainer(test);
    const {
      id,
      code,
      createdAt: _,
      learners: _l,
      pausedAt: _p,
      trainers: _t,
      ...settings
    } = await newClass(formatrice);
    const inClass = new Client(test.url);
    await inClass.send('POST', '/api/session', { pseudonym: 'apprenante-1', classCode: code });
    const alone = await new Client(test.url).signIn('apprenant-2');
    const close = (closedItems: string[]) => formatrice.send('PUT', `/api/classes/${id}`, { ...settings, closedItems });
    const open = async (client: Client) =>
      (await client.send('POST', '/api/attempts', { lab: 'qui-partage-quoi' })).status;

    for (const closed of ['qui-partage-quoi', 'namespaces']) {
      await close([closed]);
      expect([closed, await open(inClass)]).toEqual([closed, 409]);
    }
    expect(await open(alone)).toBe(200);
    await close([]);
    expect(await open(inClass)).toBe(200);
    // Whoever is in goes on.
    await close(['qui-partage-quoi']);
    expect(await open(inClass)).toBe(200);
  });

  it('leaves a trace of who did what to it', async () => {
    const formatrice = await trainer(test);
    const { id } = await newClass(formatrice);
    await formatrice.send('POST', `/api/classes/${id}/code`);
    await formatrice.send('PUT', `/api/classes/${id}/pause`, { paused: true });
    await formatrice.send('DELETE', `/api/classes/${id}`);
    const rows = await test.app.database.selectFrom('audit').selectAll().where('subject', '=', id).execute();
    expect(rows.map(({ action }) => action)).toEqual(['class.create', 'class.new-code', 'class.pause', 'class.delete']);
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['trainer:formatrice-1']));
  });
});
