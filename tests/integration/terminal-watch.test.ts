import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../../server/terminal/terminal-gateway.ts';
import {
  GatewayUnderTest,
  LocalSandboxes,
  pause,
  PROMPT,
  until,
  Viewer,
  type ViewOptions,
} from './terminal-harness.ts';

const sandboxes = new LocalSandboxes({ pipes: true });
let count = 0;
let sandbox: string;
let server: GatewayUnderTest;
/** Logins that the learner lets type. */
const typists = new Set<string>();
const paused = new Set<string>();
let told: string[][];
let opened: string[];

const policy: Partial<GatewayOptions> = {
  mayType: ({ access }) => access.kind === 'watch' && typists.has(access.trainer),
  held: (sandboxId) => paused.has(sandboxId),
  onWatchers: (sandboxId) => told.push(server.gateway.watchersOf(sandboxId)),
  onOpened: (_sandboxId, terminal) => opened.push(String(terminal)),
};

beforeEach(async () => {
  sandbox = `sandbox-${(count += 1)}`;
  typists.clear();
  paused.clear();
  told = [];
  opened = [];
  server = await GatewayUnderTest.start(sandboxes.openStream, policy);
});
afterEach(() => server.close());
afterAll(() => sandboxes.close(), 60_000);

async function learner(options: ViewOptions = {}): Promise<Viewer> {
  const viewer = await server.view({ sandbox, ...options });
  await viewer.waitFor(() => viewer.text.includes(PROMPT), 'the prompt');
  return viewer;
}
const trainer = (options: ViewOptions = {}): Promise<Viewer> =>
  server.view({ sandbox, session: 'formation-1', watches: 'formatrice-1', ...options });

describe('who watches a terminal', () => {
  it('sees what is there and what comes, in the learner’s size, and is told that the keyboard is the learner’s', async () => {
    const one = await learner();
    one.resize(97, 31);
    await one.run('stty size', /^31 97\r/m);
    const watcher = await trainer();
    await watcher.waitFor(() => watcher.text.includes('31 97'), 'what was there');
    await one.run('echo en di""rect', /^en direct/m);
    await watcher.waitFor(() => /^en direct/m.test(watcher.text), 'what comes');
    one.resize(120, 40);
    await watcher.waitFor(() => watcher.sizes.length === 2, 'the new size');
    expect(watcher.sizes).toEqual(['97x31', '120x40']);
    expect(watcher.keyboards).toEqual(['read-only']);
    expect(one.keyboards).toEqual(['open']);
    expect(one.sizes).toEqual([]);
  });

  it('types nothing and sizes nothing without consent', async () => {
    const one = await learner();
    one.resize(97, 31);
    await one.run('stty size', /^31 97\r/m);
    const watcher = await trainer();
    watcher.type('echo intr""us\r');
    watcher.resize(40, 10);
    await pause(300);
    one.type('clear\r');
    await one.goOn('stty size; echo en""suite', /^31 97\r\nensuite\r/m);
    expect(one.text).not.toContain('intr');
    expect(watcher.closed).toBeNull();
  });

  it('types with consent, and not one byte more once it is withdrawn', async () => {
    const one = await learner();
    const watcher = await trainer();
    typists.add('formatrice-1');
    server.gateway.refresh(sandbox);
    await watcher.waitFor(() => watcher.keyboards.length === 2, 'the keyboard');
    one.chunks = [];
    watcher.type('echo avec acc""ord\r');
    await one.waitFor(() => /^avec accord\r/m.test(one.text), 'what the trainer types');
    // Nobody is told: the next byte is refused all the same.
    typists.clear();
    watcher.type('echo sans acc""ord\r');
    await watcher.waitFor(() => watcher.keyboards.length === 3, 'the refusal');
    await pause(200);
    await one.goOn('echo su""ite', /^suite/m);
    expect(one.text).not.toContain('sans');
    expect(watcher.keyboards).toEqual(['read-only', 'open', 'read-only']);
  });

  it('types nothing where another trainer may', async () => {
    typists.add('formateur-2');
    const one = await learner();
    const watcher = await trainer();
    watcher.type('echo intr""us\r');
    await pause(200);
    await one.goOn('echo su""ite', /^suite/m);
    expect(one.text).not.toContain('intr');
    expect(watcher.keyboards).toEqual(['read-only']);
  });

  it('waits for a terminal that the learner has not opened, and opens none', async () => {
    typists.add('formatrice-1');
    const watching = server.connect({ sandbox, session: 'formation-1', watches: 'formatrice-1', terminal: 2 });
    const watcher = new Viewer(watching);
    await new Promise((resolve) => watching.on('open', resolve));
    watcher.type('echo tôt\r');
    await pause(500);
    expect(sandboxes.holders(sandbox)).toEqual([]);
    const one = await learner({ terminal: 2 });
    await one.goOn('echo pr""êt', /^prêt/m);
    await watcher.waitFor(() => /^prêt/m.test(watcher.text), 'the terminal that was waited for');
    expect(one.text).not.toContain('tôt');
  });

  it('does not use the stream prepared for the learner', async () => {
    await server.gateway.prepare(sandbox);
    await trainer();
    expect(sandboxes.streams.size).toBe(2);
    await learner();
    expect(sandboxes.streams.size).toBe(2);
  });

  it('is no sign of work, and keeps no sandbox alive', async () => {
    const watching = server.connect({ sandbox, session: 'formation-1', watches: 'formatrice-1' });
    await new Promise((resolve) => watching.on('open', resolve));
    const one = await learner();
    await one.run('echo pr""êt', /^prêt/m);
    await pause(150);
    server.activity.length = 0;
    // A line being typed: its echo reaches both pages.
    one.type('echo');
    await pause(300);
    expect(server.activity).toEqual([]);
    expect(server.gateway.connectionsOf(sandbox)).toBe(1);
    expect(opened).toEqual(['1']);
    expect(server.gateway.opened()).toEqual([{ sandboxId: sandbox, terminal: 1 }]);
    watching.terminate();
  });
});

describe('a slow trainer', () => {
  it('who never follows slows the learner in nothing', async () => {
    const one = await learner();
    const flood = async (): Promise<number> => {
      const start = performance.now();
      await one.run('for i in $(seq 1 200000); do echo "ligne-$i"; done; echo fi""ni', /fini\r\n/);
      return performance.now() - start;
    };
    await flood();
    const alone = await flood();
    const watcher = await trainer({ acknowledges: false });
    const watched = await flood();
    expect(watcher.received).toBeLessThan(1024 * 1024);
    expect(watched).toBeLessThan(alone * 2 + 500);
    watcher.follow();
    await watcher.waitFor(() => watcher.text.includes('fini\r\n'), 'the end');
  });

  it('who came first, and types, does not either', async () => {
    typists.add('formatrice-1');
    const starting = sandboxes.spawn(sandbox, 'start', '1');
    starting.stdin.end();
    await new Promise((resolve) => starting.on('close', resolve));
    const watcher = await trainer({ acknowledges: false });
    const back = await learner();
    watcher.type('for i in $(seq 1 200000); do echo "ligne-$i"; done; echo fi""ni\r');
    await back.waitFor(() => /fini\r\n/.test(back.text), 'the end');
    expect(watcher.received).toBeLessThan(1024 * 1024);
  });
});

describe('a paused class', () => {
  it('holds the learner’s keys, tells so, and gives them back', async () => {
    const one = await learner();
    paused.add(sandbox);
    server.gateway.refresh(sandbox);
    await one.waitFor(() => one.keyboards.length === 2, 'the pause');
    one.type('echo per""du\r');
    await pause(200);
    paused.clear();
    server.gateway.refresh(sandbox);
    await one.goOn('echo rep""ris', /^repris/m);
    expect(one.text).not.toContain('per');
    expect(one.keyboards).toEqual(['open', 'held', 'open']);
  });

  it('is told to a page that comes meanwhile, and lets output go on', async () => {
    const one = await learner();
    one.type('sleep 1; echo pend""ant\r');
    await pause(100);
    paused.add(sandbox);
    server.gateway.refresh(sandbox);
    const late = await learner({ viewer: 'autre-onglet' });
    expect(late.keyboards).toEqual(['held']);
    await one.waitFor(() => /^pendant\r/m.test(one.text), 'the output');
  });
});

describe('who watches whom', () => {
  it('is known while it lasts, each login once', async () => {
    await learner();
    const [first, second] = [await trainer(), await trainer({ terminal: 1, viewer: 'autre-onglet' })];
    const other = await trainer({ session: 'formation-2', watches: 'formateur-2' });
    expect(server.gateway.watchersOf(sandbox)).toEqual(['formatrice-1', 'formateur-2']);
    first.cut();
    await pause(100);
    expect(server.gateway.watchersOf(sandbox)).toEqual(['formatrice-1', 'formateur-2']);
    second.cut();
    await until(() => server.gateway.watchersOf(sandbox).length === 1, 'the departure');
    other.cut();
    await until(() => told.length === 4, 'the last word');
    expect(told).toEqual([['formatrice-1'], ['formatrice-1', 'formateur-2'], ['formateur-2'], []]);
    expect(server.gateway.watchersOf('sandbox-inconnu')).toEqual([]);
  });

  it('pushes no page of the learner out, nor is pushed out by one', async () => {
    const pages = await Promise.all(['a', 'b', 'c', 'd'].map((tab) => learner({ viewer: `onglet-${tab}-1` })));
    const watchers: Viewer[] = [];
    for (let number = 1; number <= 5; number += 1)
      watchers.push(await trainer({ session: `formation-${number}`, watches: `formatrice-${number}` }));
    await watchers[0]?.waitFor(() => watchers[0]?.closed !== null, 'the oldest watcher to leave');
    expect(watchers[0]?.ended).toBe('replaced');
    for (const viewer of [...pages, ...watchers.slice(1)]) expect(viewer.closed).toBeNull();
    await learner({ viewer: 'onglet-e-1' });
    await pages[0]?.waitFor(() => pages[0]?.closed !== null, 'the oldest page to leave');
    for (const viewer of [...pages.slice(1), ...watchers.slice(1)]) expect(viewer.closed).toBeNull();
  });

  it('ends with the trainer’s session, and with the sandbox', async () => {
    const one = await learner();
    const watcher = await trainer();
    server.gateway.closeSession('formation-1');
    await watcher.waitFor(() => watcher.closed !== null, 'the end');
    expect(one.closed).toBeNull();
    const again = await trainer();
    server.gateway.closeSandbox(sandbox, 'attempt-ended');
    await again.waitFor(() => again.closed !== null, 'the end');
    expect(again.ended).toBe('attempt-ended');
    expect(told.at(-1)).toEqual([]);
  });
});

describe('in one browser, a learner and a trainer', () => {
  const both = { cookie: 'sid=session-1; sid=formation-1' };
  const path = (session: string): string =>
    `/api/terminal?ticket=${server.tickets.issue({
      sessionId: session,
      sandboxId: sandbox,
      terminal: 1,
      access: { kind: 'watch', trainer: 'formatrice-1' },
    })}`;
  const answer = (webSocket: ReturnType<GatewayUnderTest['raw']>): Promise<number> =>
    new Promise((resolve) => {
      webSocket.on('error', () => undefined);
      webSocket.on('open', () => resolve(101));
      webSocket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });

  it('each has their tickets, and nobody else’s', async () => {
    expect(await answer(server.raw(path('formation-1'), both))).toBe(101);
    expect(await answer(server.raw(path('session-1'), both))).toBe(101);
    expect(await answer(server.raw(path('formation-2'), both))).toBe(403);
    expect(await answer(server.raw(path('formation-1'), { cookie: 'sid=session-1' }))).toBe(403);
    expect(await answer(server.raw(path('formation-1')))).toBe(401);
  });
});
