import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAPTERS } from '../../labs/schema.ts';
import { newVisitor, openBrowser } from '../support/browser.ts';
import { builtSite, pageAddresses } from '../support/built-site.ts';
import { surveyPages, type PageSurvey } from '../support/page-survey.ts';
import { serveStatically, type StaticSite } from '../support/static-site.ts';

let browser: Browser;
let site: StaticSite;
let surveys: PageSurvey[];

beforeAll(async () => {
  site = await serveStatically(await builtSite());
  browser = await openBrowser();
  surveys = await surveyPages(browser, site.url, await pageAddresses());
}, 900_000);
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

/** One line a fault, with the page where it is. */
const faults = (of: (survey: PageSurvey) => readonly string[]): string[] =>
  surveys.flatMap((survey) => of(survey).map((fault) => `${survey.address} ${fault}`));

describe('every built page', () => {
  it('is there: home, chapters, labs, the list, the mentions, the page not found', () => {
    const addresses = surveys.map(({ address }) => address);
    expect(addresses).toEqual(
      expect.arrayContaining([
        '/',
        '/404.html',
        '/a-propos/',
        '/correspondances/',
        '/exercices/',
        '/glossaire/',
        '/lti/',
        '/rejoindre/',
        '/reprendre/',
        ...CHAPTERS.map((slug) => `/${slug}/`),
      ]),
    );
    expect(addresses.filter((address) => /^\/exercices\/.+/.test(address)).length).toBeGreaterThanOrEqual(36);
  });

  it('has no accessibility violation that axe can see, light', () => {
    expect(faults(({ violations }) => violations.light)).toEqual([]);
  });

  it('has no accessibility violation that axe can see, dark', () => {
    expect(faults(({ violations }) => violations.dark)).toEqual([]);
  });

  it('obeys the content security policy and throws nothing, with no server behind it', () => {
    // That no session answers is told by the browser itself, as a 404.
    expect(faults(({ complaints }) => complaints.filter((complaint) => !complaint.includes('404')))).toEqual([]);
  });

  it('says which language it is in, and has one title, one main and one first heading', () => {
    for (const { address, language, title, mains, headings } of surveys) {
      expect({ address, language, mains, headings }).toEqual({ address, language: 'fr', mains: 1, headings: 1 });
      expect(title).toMatch(/Étanche/);
    }
  });

  it('never scrolls sideways, from a zoomed window to a wide screen', () => {
    expect(faults(({ sideways }) => sideways)).toEqual([]);
  });

  it('links only to pages and anchors that exist', () => {
    const anchors = new Map(surveys.map((survey) => [survey.address, survey.anchors]));
    const leadsNowhere = (link: string): boolean => {
      const [path = '', hash = ''] = link.split('#');
      const known = anchors.get(path);
      return !known || (hash !== '' && !known.has(decodeURIComponent(hash)));
    };
    expect(faults(({ links }) => links.filter(leadsNowhere))).toEqual([]);
  });

  it('can be read without JavaScript', async () => {
    await using visitor = await newVisitor(browser, site.url, { javaScript: false });
    await visitor.page.goto('/namespaces/');
    expect(await visitor.page.locator('h1').isVisible()).toBe(true);
    expect(await visitor.page.locator('.type-command').first().isVisible()).toBe(false);
    expect(await visitor.page.locator('.quiz details').first().isVisible()).toBe(true);
  });
});
