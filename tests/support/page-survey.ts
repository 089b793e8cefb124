import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { newVisitor, PHONE, WIDE, type Visitor } from './browser.ts';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Windows in which no page may scroll sideways; 320 pixels are a window of 1280 zoomed four times. */
const WINDOWS = [WIDE, PHONE, { width: 844, height: 390 }, { width: 320, height: 640 }];

/** What one visit of one page has shown. */
export interface PageSurvey {
  address: string;
  language: string | null;
  title: string;
  mains: number;
  headings: number;
  anchors: ReadonlySet<string>;
  /** Same site only, without its origin nor what asks for one class or another. */
  links: readonly string[];
  /** Windows in which the page is wider than the window. */
  sideways: readonly string[];
  /** What axe finds, by theme: rule and element. */
  violations: { light: readonly string[]; dark: readonly string[] };
  complaints: readonly string[];
}

/** Visitors at once: a page that loads leaves a core idle. */
const VISITORS = 2;

/**
 * Visits each page once: loading pages is what costs, looking at them is not.
 * @param cookie of the visitor, such as `etanche-formation=…`
 * @returns in the order of the addresses.
 */
export async function surveyPages(
  browser: Browser,
  base: string,
  addresses: readonly string[],
  cookie = '',
): Promise<PageSurvey[]> {
  const waiting = addresses.entries();
  const surveys: PageSurvey[] = [];
  const visitSome = async (): Promise<void> => {
    await using visitor = await newVisitor(browser, base);
    const [name = '', value = ''] = cookie.split('=');
    if (cookie !== '') await visitor.context.addCookies([{ name, value, url: base }]);
    // One iterator for all: whoever is free takes the next page.
    for (const [index, address] of waiting) surveys[index] = await surveyOf(visitor, base, address);
  };
  await Promise.all(Array.from({ length: VISITORS }, visitSome));
  return surveys;
}

async function surveyOf({ page, complaints }: Visitor, base: string, address: string): Promise<PageSurvey> {
  complaints.length = 0;
  await page.setViewportSize(WIDE);
  await page.goto(address, { waitUntil: 'load' });
  await page.locator('main:not(:has(.loading))').waitFor();
  return {
    address,
    language: await page.locator('html').getAttribute('lang'),
    title: await page.title(),
    mains: await page.locator('main').count(),
    headings: await page.locator('h1').count(),
    anchors: new Set(await page.$$eval('[id]', (found) => found.map(({ id }) => id))),
    links: await linksOf(page, base),
    violations: { light: await violationsIn(page, 'light'), dark: await violationsIn(page, 'dark') },
    sideways: await sidewaysIn(page),
    complaints: [...complaints],
  };
}

async function linksOf(page: Page, base: string): Promise<string[]> {
  const hrefs = await page.$$eval('a[href]', (found) => found.map((link) => (link as HTMLAnchorElement).href));
  return hrefs
    .filter((href) => href.startsWith(base))
    .map((href) => new URL(href))
    .map(({ pathname, hash }) => pathname + hash);
}

/** Accessibility of a page, or of one part of it, in one theme. Only contrast depends on the theme: in the dark it is checked alone. */
export async function violationsIn(page: Page, theme: 'light' | 'dark', part?: string): Promise<string[]> {
  await page.evaluate(async (name) => {
    document.documentElement.dataset.theme = name;
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  }, theme);
  const builder = new AxeBuilder({ page });
  const axe = theme === 'light' ? builder.withTags(STANDARDS) : builder.withRules(['color-contrast']);
  const { violations } = await (part ? axe.include(part) : axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
}

async function sidewaysIn(page: Page): Promise<string[]> {
  const wider: string[] = [];
  for (const size of WINDOWS) {
    await page.setViewportSize(size);
    const excess = await page.evaluate(async () => {
      // Media queries follow a new size at the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return document.documentElement.scrollWidth - window.innerWidth;
    });
    if (excess > 0) wider.push(`${size.width} pixels: ${excess} too many`);
  }
  return wider;
}
