import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { LinkedCourse, LtiEntry, PlatformView } from '../../../server/contract/lti.ts';
import { CookieJar } from '../../support/cookie-jar.ts';
import { LTI_CLIENT, LtiPlatform, type Click } from '../../support/lti-platform.ts';
import { testApp, type TestApp } from '../../support/test-app.ts';
import { anAdministrator, type TrainerClient } from '../../support/trainer-client.ts';

const LAB = '/exercices/un-processus-comme-un-autre/';
const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';

describe('people whom a learning platform sends', () => {
  let test: TestApp;
  let platform: LtiPlatform;
  let administrator: TrainerClient;
  let trainer: TrainerClient;
  let declared: PlatformView;
  let theClass: ClassView;

  beforeAll(async () => {
    test = await testApp();
    platform = await LtiPlatform.open();
    platform.knowTool(test.url);
    administrator = await anAdministrator(test);
    trainer = await administrator.colleague('formatrice-1');
    declared = await administrator.json('POST', '/api/lti/platforms', platform.settings());
    theClass = await newClass('Groupe A');
  });
  afterAll(async () => {
    await platform[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  const newClass = (name: string, by = trainer) =>
    by.json<ClassView>('POST', '/api/classes', { name, capacity: 30, startsAt: null, endsAt: null });
  const at = (path: string): string => test.url + path;

  /** Goes from the click to what the tool answers to the platform's form. */
  async function launch(click: Click, jar = new CookieJar()): Promise<{ to: string; jar: CookieJar }> {
    const login = await jar.send(platform.loginAddress(click));
    const form = await (await jar.send(login.headers.get('location')!)).text();
    const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const answer = await jar.send(/action="([^"]+)"/.exec(form)![1]!, {
      method: 'POST',
      headers: { origin: platform.url, 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams(fields),
    });
    expect(answer.status).toBe(303);
    return { to: answer.headers.get('location')!, jar };
  }
  const entryOf = (jar: CookieJar): Promise<LtiEntry> => jar.json('GET', at('/api/lti/entry'));
  const learnerIn = (jar: CookieJar) =>
    jar.json<{ learner: { pseudonym: string; class: { id: string } | null } | null }>('GET', at('/api/session'));
  const visitor = (who: string, course = 'cours-1'): Click => ({ who, role: 'Learner', target: at(LAB), course });
  /** By the one who teaches it: in their browser, with their session here. */
  async function link(course: string, classId = theClass.id): Promise<{ to?: string; error?: { code: string } }> {
    const { jar } = await launch({ who: 'enseignante', role: 'Instructor', target: at(LAB), course });
    const [name = '', value = ''] = trainer.cookie.split('=');
    jar.cookies.set(name, value);
    return jar.json('POST', at('/api/lti/course'), { classId });
  }

  it('wait until somebody who teaches has linked the course to a class, then come in by a pseudonym', async () => {
    const early = await launch(visitor('a'));
    expect(early.to).toBe('/lti/');
    expect(await entryOf(early.jar)).toEqual({
      kind: 'unlinked',
      platform: 'Plateforme des essais',
      course: 'Sécurité, groupe cours-1',
    });

    const teaching = await launch({ who: 'enseignante', role: 'Instructor', target: at(LAB) });
    expect(teaching.to).toBe('/formation/relier/');
    expect(await entryOf(teaching.jar)).toMatchObject({ kind: 'link', course: 'Sécurité, groupe cours-1' });
    expect(await link('cours-1')).toEqual({ to: `/formation/salle/?classe=${theClass.id}` });
    expect(await trainer.json<LinkedCourse[]>('GET', `/api/classes/${theClass.id}/courses`)).toMatchObject([
      { platform: 'Plateforme des essais', title: 'Sécurité, groupe cours-1' },
    ]);

    expect(await entryOf(early.jar)).toMatchObject({
      kind: 'join',
      class: { name: 'Groupe A', state: 'open', recording: false },
    });
    expect(await early.jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenante-1' })).toEqual({ to: LAB });
    expect((await learnerIn(early.jar)).learner).toMatchObject({
      pseudonym: 'apprenante-1',
      class: { id: theClass.id },
    });
    expect(await entryOf(early.jar)).toEqual({ kind: 'nothing' });
  });

  it('are known when they come back, on any machine, and only under what the platform calls them', async () => {
    const { to, jar } = await launch({ ...visitor('a'), target: at('/cgroups/') });
    expect(to).toBe('/cgroups/');
    expect((await learnerIn(jar)).learner?.pseudonym).toBe('apprenante-1');
    const rows = await test.app.database.selectFrom('lti_person').selectAll().execute();
    expect(rows).toEqual([{ platform_id: declared.id, subject: 'id-a', learner_id: expect.any(String) }]);
  });

  it('cannot take somebody else’s place by their pseudonym, not even in the same browser', async () => {
    const { jar } = await launch(visitor('a'));
    await launch(visitor('b'), jar);
    expect(await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenante-1' })).toEqual({
      error: { code: 'pseudonym-taken' },
    });
    expect(await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenant-2' })).toEqual({ to: LAB });
    expect((await learnerIn(jar)).learner?.pseudonym).toBe('apprenant-2');
  });

  it('keep what they have done alone under the same pseudonym', async () => {
    const jar = new CookieJar();
    await jar.json('POST', at('/api/session'), { pseudonym: 'apprenante-3' });
    const before = await jar.json<{ learner: { id: string } }>('GET', at('/api/session'));
    await launch(visitor('c'), jar);
    await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenante-3' });
    expect(await learnerIn(jar)).toMatchObject({ learner: { id: before.learner.id, class: { id: theClass.id } } });
  });

  it('meet a closed class, and are told', async () => {
    const closed = await newClass('Fermée');
    await link('cours-ferme', closed.id);
    const { id: _id, code: _code, createdAt: _at, learners: _n, pausedAt: _p, trainers: _t, ...settings } = closed;
    await trainer.json('PUT', `/api/classes/${closed.id}`, { ...settings, state: 'closed' });
    const { jar } = await launch(visitor('d', 'cours-ferme'));
    expect(await entryOf(jar)).toMatchObject({ kind: 'join', class: { state: 'closed' } });
    expect(await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenante-4' })).toEqual({
      error: { code: 'class-closed' },
    });
  });

  it('are led to no page but ours', async () => {
    for (const target of ['https://ailleurs.example/cgroups/', at('/formation/'), at('/exercices/inconnu/'), 'x'])
      expect([target, (await launch({ ...visitor('a'), target })).to]).toEqual([target, '/']);
  });

  it('who teach are led to the room of the class, where they must be known', async () => {
    const { to, jar } = await launch({ who: 'enseignante', role: 'Instructor', target: at(LAB) });
    expect(to).toBe(`/formation/salle/?classe=${theClass.id}`);
    expect(await jar.json('GET', at('/api/classes'))).toEqual({ error: { code: 'trainer-not-signed-in' } });
  });

  it('link no class of somebody else, and learners link none', async () => {
    const someones = await newClass('Une autre', await administrator.colleague('formateur-2'));
    expect(await link('cours-2', someones.id)).toEqual({ error: { code: 'class-not-found' } });
    const { jar } = await launch(visitor('a', 'cours-2'));
    const [name = '', value = ''] = trainer.cookie.split('=');
    jar.cookies.set(name, value);
    expect(await jar.json('POST', at('/api/lti/course'), { classId: theClass.id })).toEqual({
      error: { code: 'lti-lost' },
    });
  });

  it('who teach take no learner’s place by the launch that was to link the course', async () => {
    const { jar } = await launch({ who: 'enseignante', role: 'Instructor', target: at(LAB), course: 'cours-4' });
    await link('cours-4');
    expect(await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'formatrice-1' })).toEqual({
      error: { code: 'lti-lost' },
    });
  });

  it('come no more once the course is unlinked; those who came stay', async () => {
    const other = await newClass('Déliée');
    await link('cours-3', other.id);
    const { jar } = await launch(visitor('e', 'cours-3'));
    await jar.json('POST', at('/api/lti/entry'), { pseudonym: 'apprenante-5' });
    const [course] = await trainer.json<LinkedCourse[]>('GET', `/api/classes/${other.id}/courses`);
    const unlink = () => trainer.send('DELETE', `/api/classes/${other.id}/courses/${course!.id}`);
    expect((await unlink()).status).toBe(204);
    expect((await unlink()).status).toBe(404);
    expect((await learnerIn(jar)).learner?.class?.id).toBe(other.id);
    expect((await launch(visitor('f', 'cours-3'))).to).toBe('/lti/');
  });

  it.each<[string, Partial<Click>, string]>([
    ['signed by somebody else', { signedBy: 'somebody else' }, 'lti-refused'],
    ['signed by nobody', { signedBy: 'nobody' }, 'lti-refused'],
    ['of another issuer', { claims: { iss: 'https://ailleurs.example' } }, 'lti-refused'],
    ['meant for another tool', { claims: { aud: 'un-autre-outil' } }, 'lti-refused'],
    [
      'meant for several, this one not being its bearer',
      { claims: { aud: [LTI_CLIENT, 'x'], azp: 'x' } },
      'lti-refused',
    ],
    ['meant for several, without a bearer', { claims: { aud: [LTI_CLIENT, 'x'] } }, 'lti-refused'],
    ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 120 } }, 'lti-refused'],
    ['too old, whatever its end', { claims: { iat: Math.floor(Date.now() / 1000) - 3600 } }, 'lti-refused'],
    ['for another request', { claims: { nonce: 'un-autre' } }, 'lti-refused'],
    ['without anybody', { claims: { sub: '' } }, 'lti-refused'],
    ['of an unknown deployment', { claims: { [`${CLAIM}deployment_id`]: 'inconnu' } }, 'lti-refused'],
    ['of another version', { claims: { [`${CLAIM}version`]: '1.1' } }, 'lti-refused'],
    ['of another message', { claims: { [`${CLAIM}message_type`]: 'LtiSubmissionReviewRequest' } }, 'lti-refused'],
    ['without a course', { claims: { [`${CLAIM}context`]: undefined } }, 'lti-refused'],
    ['that the platform does not give', { error: 'login_required' }, 'lti-refused'],
  ])('are refused with a token %s', async (_what, change, code) => {
    const { to, jar } = await launch({ ...visitor('a'), ...change });
    expect(to).toBe(`/lti/?refus=${code}`);
    expect([...jar.cookies.keys()]).toEqual(['etanche-lti']);
  });

  it('are taken with a key that the platform has just made', async () => {
    // The keys of before are asked for again at most every half minute: another platform has none of it yet.
    const fresh = await LtiPlatform.open();
    fresh.knowTool(test.url);
    await administrator.json('POST', '/api/lti/platforms', fresh.settings());
    await fresh.changeKey('clef-2');
    const jar = new CookieJar();
    const login = await jar.send(fresh.loginAddress(visitor('a')));
    expect(login.status).toBe(303);
    const form = await (await jar.send(login.headers.get('location')!)).text();
    const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const answer = await jar.send(at('/api/lti/launch'), {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    expect(answer.headers.get('location')).toBe('/lti/');
    await fresh[Symbol.asyncDispose]();
  });

  it('are refused by another browser, twice, or out of nowhere', async () => {
    const jar = new CookieJar();
    const login = await jar.send(platform.loginAddress(visitor('a')));
    const form = await (await jar.send(login.headers.get('location')!)).text();
    const fields = new URLSearchParams(
      [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value] as [string, string],
      ),
    );
    const post = async (by: CookieJar) =>
      (await by.send(at('/api/lti/launch'), { method: 'POST', body: fields })).headers.get('location');
    // A victim's browser, which has a launch of its own under way: it must not enter under somebody else's name.
    const other = new CookieJar();
    await other.send(platform.loginAddress(visitor('b')));
    expect(await post(other)).toBe('/lti/?refus=lti-lost');
    // The state has served: the right browser comes too late.
    expect(await post(jar)).toBe('/lti/?refus=lti-lost');
    expect(await post(jar)).toBe('/lti/?refus=lti-lost');
  });

  it('are refused from a platform that is not declared, or no more', async () => {
    const jar = new CookieJar();
    const query = new URLSearchParams({ iss: 'https://inconnue.example', login_hint: 'a', target_link_uri: test.url });
    const login = await jar.send(at(`/api/lti/login?${query}`));
    expect(login.headers.get('location')).toBe('/lti/?refus=lti-platform-unknown');
    const posted = await jar.send(at('/api/lti/login'), { method: 'POST', body: query });
    expect(posted.headers.get('location')).toBe('/lti/?refus=lti-platform-unknown');
  });

  it('are asked to leave a frame, on a page that only their platform may frame', async () => {
    const framed = await new CookieJar().send(platform.loginAddress(visitor('a')), {
      headers: { 'sec-fetch-dest': 'iframe' },
    });
    expect(framed.status).toBe(200);
    expect(framed.headers.get('content-security-policy')).toContain(`frame-ancestors ${platform.url}`);
    expect(framed.headers.get('x-frame-options')).toBeNull();
    expect(framed.headers.getSetCookie()).toEqual([]);
    const text = await framed.text();
    expect(text).toContain('target="_blank"');
    expect(text).toContain('lti_message_hint=');
  });

  describe('who choose pages for a course', () => {
    const choosing: Click = { who: 'enseignante', role: 'Instructor' };
    const choose = (jar: CookieJar, paths: string[]) =>
      jar.json<{ to?: string; error?: { code: string } }>('POST', at('/api/lti/choice'), {
        pages: paths.map((path) => ({ path, title: `Titre de ${path}` })),
      });

    it('take them back in a token that the platform can check, each with its column', async () => {
      const { to, jar } = await launch(choosing);
      expect(to).toBe('/lti/');
      expect(await entryOf(jar)).toMatchObject({ kind: 'choose', several: true });
      expect(await choose(jar, [LAB, '/cgroups/'])).toEqual({ to: '/api/lti/chosen' });
      const page = await jar.send(at('/api/lti/chosen'));
      expect(page.headers.get('content-security-policy')).toContain(`form-action ${platform.url} https:;`);
      const token = /name="JWT" value="([^"]+)"/.exec(await page.text())![1]!;
      const back = await fetch(`${platform.url}/retour`, { method: 'POST', body: new URLSearchParams({ JWT: token }) });
      expect(back.status).toBe(200);
      expect(platform.selections.at(-1)).toMatchObject({
        [`${CLAIM}message_type`]: 'LtiDeepLinkingResponse',
        'https://purl.imsglobal.org/spec/lti-dl/claim/data': 'à-rendre-telle-quelle',
        'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': [
          {
            type: 'ltiResourceLink',
            url: at(LAB),
            title: `Titre de ${LAB}`,
            lineItem: { scoreMaximum: 100, resourceId: LAB },
          },
          { url: at('/cgroups/'), lineItem: { resourceId: '/cgroups/' } },
        ],
      });
      expect((await jar.send(at('/api/lti/chosen'))).headers.get('location')).toBe('/lti/?refus=lti-lost');
    });

    it('must teach, choose pages that exist, and no more than the platform takes', async () => {
      const learning = await launch({ who: 'a', role: 'Learner' });
      expect(learning.to).toBe('/lti/?refus=lti-not-teaching');
      const { jar } = await launch({ ...choosing, several: false });
      expect(await choose(jar, [LAB, '/cgroups/'])).toEqual({ error: { code: 'bad-request' } });
      expect(await choose(jar, ['/formation/'])).toEqual({ error: { code: 'bad-request' } });
      expect(await choose(jar, ['//ailleurs.example/'])).toEqual({ error: { code: 'bad-request' } });
      expect(await choose(new CookieJar(), [LAB])).toEqual({ error: { code: 'lti-lost' } });
    });
  });

  describe('and their platforms', () => {
    it('are declared once, changed, and taken away with all that is theirs', async () => {
      const settings = { ...platform.settings(), issuer: 'https://ecole.example' };
      const added = await administrator.json<PlatformView>('POST', '/api/lti/platforms', settings);
      expect(await administrator.json('POST', '/api/lti/platforms', settings)).toEqual({
        error: { code: 'platform-known' },
      });
      const changed = { ...settings, name: 'École', deployments: ['1', '2'] };
      expect(await administrator.json('PUT', `/api/lti/platforms/${added.id}`, changed)).toMatchObject(changed);
      expect(await administrator.json('PUT', `/api/lti/platforms/${added.id}`, platform.settings())).toEqual({
        error: { code: 'platform-known' },
      });
      const remove = () => administrator.send('DELETE', `/api/lti/platforms/${added.id}`);
      expect((await remove()).status).toBe(204);
      expect((await remove()).status).toBe(404);
      expect(
        (await administrator.json<PlatformView[]>('GET', '/api/lti/platforms')).map(({ name }) => name),
      ).not.toContain('École');
    });

    it.each(['authorizationUrl', 'tokenUrl', 'keysUrl'])('never get a secret in the clear: %s', async (name) => {
      const response = await administrator.send('POST', '/api/lti/platforms', {
        ...platform.settings(),
        clientId: 'autre',
        [name]: 'http://ecole.example/x',
      });
      expect(response.status).toBe(400);
    });
  });
});
