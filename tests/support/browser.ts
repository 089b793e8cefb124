import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium; a machine whose browser is elsewhere says so by linking it there. */
const CHROMIUM = '/usr/bin/chromium';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export type Theme = 'light' | 'dark';

export interface PageOptions {
  theme?: Theme;
  viewport?: { width: number; height: number };
  /** Off by default, so that nothing is measured in the middle of a transition. */
  motion?: boolean;
  javaScript?: boolean;
  /** Whose session the browser has. */
  as?: { cookie: string };
}

/** A page of a visitor of their own, with no other cookie than the session's, nothing stored. What the browser complained about is in `complaints`. */
export async function newVisitor(browser: Browser, base: string, options: PageOptions = {}): Promise<Visitor> {
  const { theme = 'light', viewport = WIDE, motion = false, javaScript = true, as } = options;
  const context = await browser.newContext({
    baseURL: base,
    viewport,
    colorScheme: theme,
    locale: 'fr-FR',
    reducedMotion: motion ? 'no-preference' : 'reduce',
    hasTouch: viewport.width < 600,
    javaScriptEnabled: javaScript,
  });
  const [name = '', value = ''] = as?.cookie.split('=') ?? [];
  if (name !== '') await context.addCookies([{ name, value, url: base }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    page,
    context,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
    },
  };
}

export interface Visitor extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors and error messages of the console, content security policy included. */
  complaints: string[];
}
