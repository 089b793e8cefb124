import { newVisitor, type Visitor } from '../support/browser.ts';
import type { AttemptView } from '../../server/contract/api.ts';
import { LAB, type BenchContext } from './bench-context.ts';
import type { ServerProcess } from './server-process.ts';

const PATIENCE = 60_000;
/** Milliseconds that a hand leaves between coming over a button and pressing it. */
const HAND = 300;

/** Instants of the page's clock, in milliseconds; 0 for what has not happened. */
export interface OpeningMarks {
  click: number;
  /** The request for a sandbox leaves, and its answer is there. */
  asked: number;
  answered: number;
  prompt: number;
}

/** Everything below runs in the page: no reference to this module. */
const installWatch = (): void => {
  const marks = { click: 0, prompt: 0 };
  Object.assign(window, { benchMarks: marks });
  addEventListener('click', (event) => (marks.click ||= event.timeStamp), { capture: true });
  const watch = new MutationObserver(() => {
    if (!document.querySelector('.xterm-rows')?.textContent.includes('root@hote:~#')) return;
    watch.disconnect();
    // Rows are written just before the frame is painted; a message comes just after.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (marks.prompt = performance.now());
    port2.postMessage(null);
  });
  watch.observe(document, { subtree: true, childList: true, characterData: true });
};

const readMarks = (): OpeningMarks | null => {
  const marks = (window as unknown as { benchMarks: { click: number; prompt: number } }).benchMarks;
  if (marks.prompt === 0) return null;
  const request = performance
    .getEntriesByType('resource')
    .find((entry) => entry.name.endsWith('/api/attempts')) as PerformanceResourceTiming;
  return { ...marks, asked: request.startTime, answered: request.responseEnd };
};

/** A learner who already has a pseudonym, on the lab's page, with nothing in the browser's cache. */
export class LabPage implements AsyncDisposable {
  readonly visitor: Visitor;

  private constructor(visitor: Visitor) {
    this.visitor = visitor;
  }

  static async open({ browser }: BenchContext, server: ServerProcess, pseudonym: string): Promise<LabPage> {
    const visitor = await newVisitor(browser, server.url);
    const { page, context } = visitor;
    page.setDefaultTimeout(PATIENCE);
    await context.request.post('/api/session', { headers: { 'x-etanche': '1' }, data: { pseudonym } });
    await page.addInitScript(installWatch);
    await page.goto(`/exercices/${LAB}/`, { waitUntil: 'networkidle' });
    return new LabPage(visitor);
  }

  /** Comes over the button that opens the lab, then clicks on it; resolves when the shell's prompt is drawn. */
  async openLab(): Promise<OpeningMarks> {
    const { page } = this.visitor;
    const button = page.locator(`[data-open-lab="${LAB}"]`).first();
    await button.hover();
    // Playwright's own script is in the page from now on: it is not timed.
    await page.waitForFunction((hand) => performance.now() - hand.from > hand.delay, {
      from: await page.evaluate(() => performance.now()),
      delay: HAND,
    });
    await button.click();
    const marks = await page.waitForFunction(readMarks, undefined, { polling: 50 });
    return (await marks.jsonValue()) as OpeningMarks;
  }

  /** Ends the attempt, and its sandbox. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { request } = this.visitor.context;
    const attempt = (await (await request.get('/api/attempts/current')).json().catch(() => null)) as AttemptView | null;
    if (attempt) await request.post(`/api/attempts/${attempt.id}/close`, { headers: { 'x-etanche': '1' } });
    await this.visitor[Symbol.asyncDispose]();
  }
}
