import { describe, expect, it } from 'vitest';
import { pageOf, scoreOf } from '../../../server/lti/course-page.ts';
import { readLaunch, teaches } from '../../../server/lti/launch-claims.ts';
import { barePageHtml, barePagePolicy } from '../../../server/http/bare-page.ts';

const meta = (id: string, chapter: string) => [id, { meta: { id, chapter } }] as const;
const catalog = new Map([meta('a', 'cgroups'), meta('b', 'cgroups'), meta('c', 'reseau')]) as never;
const done = { bestPassed: 3, total: 3, succeededAt: 1, attempts: 1 };
const half = { bestPassed: 1, total: 2, succeededAt: null, attempts: 1 };

describe('the page that a link points to', () => {
  it.each([
    ['https://etanche.example/exercices/a/', '/exercices/a/'],
    ['https://etanche.example/cgroups/?x=1#y', '/cgroups/'],
    ['https://etanche.example/', '/'],
    ['https://etanche.example/exercices/inconnu/', '/'],
    ['https://etanche.example/formation/', '/'],
    ['https://etanche.example.ailleurs.example/cgroups/', '/'],
    ['javascript:alert(1)', '/'],
    ['//ailleurs.example/cgroups/', '/'],
  ])('%s', (address, page) => {
    expect(pageOf(address, ['https://etanche.example'], catalog)).toBe(page);
  });
});

describe('a score', () => {
  it.each([
    ['of a lab not begun', '/exercices/a/', {}, 0],
    ['of a lab half done', '/exercices/a/', { a: half }, 50],
    ['of a lab done', '/exercices/a/', { a: done }, 100],
    ['of a chapter', '/cgroups/', { a: done, b: half, c: done }, 75],
    ['of the course, rounded down', '/', { a: done, b: half }, 50],
    ['of the course, all but done', '/', { a: done, b: done, c: { ...half, bestPassed: 999, total: 1000 } }, 99],
    ['of the course, done', '/', { a: done, b: done, c: done }, 100],
    ['of no page', '/formation/', { a: done }, 0],
  ])('%s', (_what, page, labs, expected) => {
    expect(scoreOf(page, { labs }, catalog)).toBe(expected);
  });
});

describe('roles', () => {
  const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
  it.each([
    [[`${membership}#Instructor`], true],
    [[`${membership}/Instructor#TeachingAssistant`], true],
    [['Instructor'], true],
    [[`${membership}#Learner`, `${membership}#Instructor`], true],
    [[`${membership}#Learner`], false],
    // Teaches somewhere else in the school.
    [['http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor'], false],
    [[`${membership}#InstructorX`], false],
    [[], false],
  ])('%j', (roles, expected) => {
    expect(teaches(roles)).toBe(expected);
  });
});

describe('a launch', () => {
  const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';
  const AGS = 'https://purl.imsglobal.org/spec/lti-ags/';
  const payload = {
    sub: 'x',
    [`${CLAIM}version`]: '1.3.0',
    [`${CLAIM}deployment_id`]: '1',
    [`${CLAIM}message_type`]: 'LtiResourceLinkRequest',
    [`${CLAIM}target_link_uri`]: 'https://etanche.example/',
    [`${CLAIM}context`]: { id: 'c', title: '\u001b[31mUn  titre\n' + 'x'.repeat(200) },
  };
  const grades = (lineitem: string) => ({ [`${AGS}claim/endpoint`]: { scope: [`${AGS}scope/score`], lineitem } });

  it('keeps of a title what can be shown', () => {
    expect(readLaunch(payload, ['1']).course.title).toMatch(/^\[31mUn {2}titre x{50,}$/u);
  });
  it('without roles teaches nobody', () => {
    expect(readLaunch(payload, ['1'])).toMatchObject({ kind: 'visit', teaches: false, lineItem: null });
  });
  it.each([
    ['https://ecole.example/l/1', 'https://ecole.example/l/1'],
    ['http://ecole.example/l/1', null],
    ['file:///etc/passwd', null],
  ])('tells scores to %s only in safety', (lineitem, expected) => {
    expect(readLaunch({ ...payload, ...grades(lineitem) }, ['1'])).toMatchObject({ lineItem: expected });
  });
});

describe('a bare page', () => {
  const page = { title: '<Une> "plateforme"', words: 'a & b', button: '<b>' };
  const form = { ...page, way: { postTo: 'https://ecole.example/r?"><i>', fields: { JWT: '"><b>' } } };
  const link = { ...page, way: { open: '/api/x?a="><b>', frames: ['https://ecole.example'] } };

  it.each([form, link])('shows what comes from elsewhere as text', (one) => {
    const html = barePageHtml(one);
    expect(html).not.toMatch(/<[bi]>/);
    expect(html).toContain('&#60;Une&#62;');
  });
  it('that posts may be framed by nobody, and runs its one script', () => {
    const policy = barePagePolicy(form);
    expect(policy).toContain('form-action https://ecole.example https:;');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+';/);
  });
  it('that leaves a frame may be framed by one site, and runs nothing', () => {
    const policy = barePagePolicy(link);
    expect(policy).toContain('frame-ancestors https://ecole.example;');
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toContain('script-src');
  });
});
