import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { OWN } from '../../server/terminal/tickets.ts';
import { TerminalLink } from '../../src/islands/terminal/link.ts';
import type { TerminalState } from '../../src/islands/terminal/terminal-state.ts';
import { GatewayUnderTest, LocalSandboxes, ORIGIN, pause, PROMPT, until } from './terminal-harness.ts';

/** The browser's side of the link, in Node: its sockets carry the page's cookie and origin. */
const sockets: NodeWebSocket[] = [];
class PageSocket extends NodeWebSocket {
  constructor(url: URL) {
    super(url, { headers: { cookie: 'sid=session-1', origin: ORIGIN }, perMessageDeflate: false });
    this.on('error', () => undefined);
    sockets.push(this);
  }
}
const page = Object.assign(new EventTarget(), { hidden: false });
const windowEvents = new EventTarget();

const sandboxes = new LocalSandboxes({ pipes: true });
let count = 0;
let sandbox: string;
let server: GatewayUnderTest;
const links = new Set<TerminalLink>();

beforeEach(async () => {
  sandbox = `sandbox-${(count += 1)}`;
  server = await GatewayUnderTest.start(sandboxes.openStream);
  vi.stubGlobal('WebSocket', PageSocket);
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', windowEvents.addEventListener.bind(windowEvents));
});
afterEach(async () => {
  for (const link of links) link.dispose();
  links.clear();
  await server.close();
  vi.unstubAllGlobals();
});
afterAll(() => sandboxes.close(), 60_000);

/** A link and a screen that parses what it is given a little later, as xterm does. */
function openPage(getTicket?: () => Promise<string>) {
  const screen = { text: '', resets: 0, opens: 0, states: [] as TerminalState[] };
  vi.stubGlobal('location', { href: `http://127.0.0.1:${server.port}/cours/` });
  const link = new TerminalLink({
    getTicket:
      getTicket ??
      (() =>
        Promise.resolve(
          server.tickets.issue({ sessionId: 'session-1', sandboxId: sandbox, terminal: 1, access: OWN }),
        )),
    onState: (state) => screen.states.push(state),
    onReset: (done) => {
      screen.resets += 1;
      screen.text = '';
      setTimeout(done, 2);
    },
    onOutput: (bytes, parsed) => {
      screen.text += Buffer.from(bytes).toString('latin1');
      setTimeout(parsed, 2);
    },
    onOpen: () => {
      screen.opens += 1;
      link.resize(90, 25);
    },
  });
  links.add(link);
  const sees = (expected: string | RegExp) =>
    until(
      () => (typeof expected === 'string' ? screen.text.includes(expected) : expected.test(screen.text)),
      () => `${expected} in ${JSON.stringify(screen.text.slice(-200))}`,
    );
  return { link, screen, sees, type: (text: string) => link.input.type(text) };
}

const cut = (): void => sockets.at(-1)?.terminate();

describe('the browser’s link', () => {
  it('opens a shell, with the page’s size', async () => {
    const { type, sees, screen } = openPage();
    await sees(PROMPT);
    type('stty size\r');
    await sees(/^25 90\r/m);
    expect(screen.states).toEqual([{ kind: 'open' }]);
  });

  it('acknowledges, so that a large output comes whole', async () => {
    const { type, sees, screen } = openPage();
    await sees(PROMPT);
    type('seq 300000; echo fi""ni\r');
    await sees(/fini\r\n/);
    expect([...screen.text.matchAll(/^\d+\r$/gm)]).toHaveLength(300_000);
  });

  it('keeps the screen through cuts in the middle of a flood: nothing lost, nothing twice', async () => {
    const { type, sees, screen, link } = openPage();
    await sees(PROMPT);
    type('seq 300000; echo fi""ni\r');
    for (let number = 1; number <= 5; number += 1) {
      await until(() => screen.text.length > number * 250_000, 'more output');
      cut();
      await until(() => screen.opens === number + 1, 'a new connection');
    }
    await sees(/fini\r\n/);
    expect(screen.resets).toBe(1);
    const numbers = [...screen.text.matchAll(/^(\d+)\r$/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 300_000 }, (_, index) => index + 1));
    expect(link.state.kind).toBe('open');
  });

  it('holds what is typed during a cut, and types it once', async () => {
    const { type, sees, screen } = openPage();
    await sees(PROMPT);
    cut();
    await until(() => screen.states.at(-1)?.kind === 'reconnecting', 'the cut to be seen');
    type('echo une""fois\r');
    await sees(/^unefois\r/m);
    cut();
    await until(() => screen.opens === 3, 'a new connection');
    await pause(200);
    expect([...screen.text.matchAll(/^unefois\r/gm)]).toHaveLength(1);
  });

  it('waits for the server to come back', async () => {
    const { port } = server;
    const { sees, screen, type } = openPage();
    await sees(PROMPT);
    await server.close();
    await until(() => screen.states.at(-1)?.kind === 'reconnecting', 'the cut to be seen');
    await pause(500);
    server = await GatewayUnderTest.start(sandboxes.openStream, { port });
    await until(() => screen.states.at(-1)?.kind === 'open', 'the link');
    type('echo re""venu\r');
    await sees(/^revenu\r/m);
    expect(screen.resets).toBe(1);
  });

  it('stops at the end of the shell, and opens another when asked', async () => {
    const { type, sees, screen, link } = openPage();
    await sees(PROMPT);
    type('ancien=oui; exit\r');
    await until(() => link.state.kind === 'ended', 'the end');
    expect(link.state).toEqual({ kind: 'ended', reason: 'exit' });
    await pause(400);
    expect(screen.opens).toBe(1);
    link.restart();
    await until(() => screen.opens === 2, 'another shell');
    type('echo [$ancien]\r');
    await sees(/^\[\]\r/m);
    expect(screen.resets).toBe(2);
  });

  it('stops when the attempt ends, and when the server says that asking is of no use', async () => {
    const first = openPage();
    await first.sees(PROMPT);
    server.gateway.closeSandbox(sandbox, 'attempt-ended');
    await until(() => first.link.state.kind === 'ended', 'the end');
    expect(first.screen.states.at(-1)).toEqual({ kind: 'ended', reason: 'attempt-ended' });
    const second = openPage(() => Promise.reject(Object.assign(new Error('refused'), { code: 'attempt-ended' })));
    await until(() => second.link.state.kind === 'refused', 'the refusal');
    expect(second.screen.states).toEqual([{ kind: 'refused', code: 'attempt-ended' }]);
  });

  it('asks again when the server only says that it is not now', async () => {
    let asked = 0;
    const { screen } = openPage(() => {
      asked += 1;
      if (asked < 3) return Promise.reject(Object.assign(new Error('not now'), { code: 'unreachable' }));
      return Promise.resolve(
        server.tickets.issue({ sessionId: 'session-1', sandboxId: sandbox, terminal: 1, access: OWN }),
      );
    });
    await until(() => screen.opens === 1, 'the link');
    expect(asked).toBe(3);
  });

  it('does not trust a link from before a cut of the network', async () => {
    const { sees, screen } = openPage();
    await sees(PROMPT);
    windowEvents.dispatchEvent(new Event('online'));
    await until(() => screen.opens === 2, 'a new connection');
    expect(server.gateway.connectionsOf(sandbox)).toBe(1);
    expect(screen.resets).toBe(1);
  });
});
