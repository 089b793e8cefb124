import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openBrowser, PHONE, WIDE, type Theme } from '../support/browser.ts';
import { builtSite, pageAddresses } from '../support/built-site.ts';
import { serveStatically, type StaticSite } from '../support/static-site.ts';

let browser: Browser;
let site: StaticSite;
let addresses: string[];

beforeAll(async () => {
  site = await serveStatically(await builtSite());
  addresses = await pageAddresses();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site[Symbol.asyncDispose]();
});

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe('every built page', () => {
  it('exists: home, chapters, labs, the list, the mentions, the page not found', () => {
    expect(addresses).toEqual(
      expect.arrayContaining([
        '/',
        '/404.html',
        '/a-propos/',
        '/cgroups/',
        '/exercices/',
        '/introduction/',
        '/namespaces/',
      ]),
    );
    expect(addresses.filter((address) => /^\/exercices\/.+/.test(address)).length).toBeGreaterThanOrEqual(10);
  });

  for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
    it(`has no accessibility violation that axe can see, ${theme}`, async () => {
      await using visitor = await newVisitor(browser, site.url, { theme });
      const found: string[] = [];
      for (const address of addresses) {
        await visitor.page.goto(address, { waitUntil: 'load' });
        const { violations } = await new AxeBuilder({ page: visitor.page }).withTags(STANDARDS).analyze();
        found.push(
          ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${address} ${id} ${target.join(' ')}`)),
        );
      }
      expect(found).toEqual([]);
    });
  }

  it('obeys the content security policy and throws nothing, with no server behind it', async () => {
    await using visitor = await newVisitor(browser, site.url);
    for (const address of addresses) await visitor.page.goto(address, { waitUntil: 'networkidle' });
    // The session is asked for, and its absence is told by the browser itself.
    expect(visitor.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  it('says which language it is in, and has one title, one main and one first heading', async () => {
    await using visitor = await newVisitor(browser, site.url);
    for (const address of addresses) {
      await visitor.page.goto(address);
      expect(await visitor.page.locator('html').getAttribute('lang'), address).toBe('fr');
      expect(await visitor.page.locator('h1').count(), address).toBe(1);
      expect(await visitor.page.locator('main').count(), address).toBe(1);
      expect(await visitor.page.title(), address).toMatch(/Étanche/);
    }
  });

  for (const [name, viewport] of [
    ['a phone', PHONE],
    ['a phone turned', { width: 844, height: 390 }],
    ['a narrow zoomed window', { width: 320, height: 640 }],
    ['a wide screen', WIDE],
  ] as const) {
    it(`never scrolls sideways on ${name}`, async () => {
      await using visitor = await newVisitor(browser, site.url, { viewport });
      const wider: string[] = [];
      for (const address of addresses) {
        await visitor.page.goto(address);
        const excess = await visitor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (excess > 0) wider.push(`${address} ${excess}px`);
      }
      expect(wider).toEqual([]);
    });
  }

  it('can be read without JavaScript', async () => {
    await using visitor = await newVisitor(browser, site.url, { javaScript: false });
    for (const address of addresses) {
      await visitor.page.goto(address);
      expect(await visitor.page.locator('h1').isVisible(), address).toBe(true);
    }
    await visitor.page.goto('/namespaces/');
    expect(await visitor.page.locator('.type-command').first().isVisible()).toBe(false);
    expect(await visitor.page.locator('.quiz details').first().isVisible()).toBe(true);
  });

  it('links only to pages and anchors that exist', async () => {
    await using visitor = await newVisitor(browser, site.url);
    const anchors = new Map<string, Set<string>>();
    const links: [from: string, to: string][] = [];
    for (const address of addresses) {
      await visitor.page.goto(address);
      anchors.set(address, new Set(await visitor.page.$$eval('[id]', (found) => found.map(({ id }) => id))));
      const hrefs = await visitor.page.$$eval('a[href]', (found) => found.map((a) => (a as HTMLAnchorElement).href));
      links.push(
        ...hrefs
          .filter((href) => href.startsWith(site.url))
          .map((href): [string, string] => [address, href.slice(site.url.length)]),
      );
    }
    const broken = links.filter(([, to]) => {
      const [path = '', hash = ''] = to.split('#');
      const known = anchors.get(path);
      return !known || (hash !== '' && !known.has(decodeURIComponent(hash)));
    });
    expect(broken.map(([from, to]) => `${from} → ${to}`)).toEqual([]);
  });
});
