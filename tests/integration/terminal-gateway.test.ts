import { connect } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { MAX_CLIENT_FRAME } from '../../server/contract/terminal-frames.ts';
import { OWN } from '../../server/terminal/tickets.ts';
import {
  descendants,
  GatewayUnderTest,
  LocalSandboxes,
  ORIGIN,
  pause,
  PROMPT,
  ticks,
  until,
  type Viewer,
  type ViewOptions,
} from './terminal-harness.ts';

const sandboxes = new LocalSandboxes();
let count = 0;
let sandbox: string;
let server: GatewayUnderTest;

beforeEach(async () => {
  sandbox = `sandbox-${(count += 1)}`;
  server = await GatewayUnderTest.start(sandboxes.openStream);
});
afterEach(() => server.close());
afterAll(() => sandboxes.close(), 60_000);

/** A viewer at its prompt. */
async function view(options: ViewOptions = {}): Promise<Viewer> {
  const viewer = await server.view({ sandbox, ...options });
  if (options.from === undefined) await viewer.waitFor(() => viewer.text.includes(PROMPT), 'the prompt');
  return viewer;
}

/** The answer to a WebSocket that is refused before the upgrade. */
const refusal = (webSocket: WebSocket): Promise<{ status: number; body: unknown }> =>
  new Promise((resolve, reject) => {
    webSocket.on('error', () => undefined);
    webSocket.on('open', () => reject(new Error('it was accepted')));
    webSocket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
  });
const code = (name: string) => ({ error: { code: name } });

describe('a terminal', () => {
  it('echoes what is typed, and tells of the activity', async () => {
    const viewer = await view();
    expect(viewer.hello?.reset).toBe(true);
    await viewer.run('echo bon""jour', /^bonjour\r/m);
    expect(server.activity).toContain(sandbox);
    expect(new Set(server.activity)).toEqual(new Set([sandbox]));
  });

  it('takes the window’s size, the last of many', async () => {
    const viewer = await view();
    for (let resize = 0; resize < 10_000; resize += 1) viewer.resize(20 + (resize % 100), 10 + (resize % 30));
    viewer.resize(123, 45);
    await until(() => server.activity.length > 0, 'activity');
    await viewer.run('sleep 0.5; stty size', /^45 123\r/m);
  });

  it('says that the shell ended, then opens another', async () => {
    const viewer = await view();
    viewer.type('exit\r');
    await viewer.waitFor(() => viewer.closed !== null, 'the end');
    expect(viewer.ended).toBe('exit');
    expect(viewer.closed?.code).toBe(1000);
    await (await view()).run('echo vi""vant', /^vivant/m);
  });

  it('has four shells in one sandbox', async () => {
    const viewers = await Promise.all([1, 2, 3, 4].map((terminal) => view({ terminal })));
    await Promise.all(
      viewers.map((viewer, index) => viewer.run(`moi=${index}; echo je""suis=$moi`, `jesuis=${index}`)),
    );
    expect(server.gateway.connectionsOf(sandbox)).toBe(4);
  });

  it('uses a stream prepared ahead, once', async () => {
    await server.gateway.prepare(sandbox);
    await server.gateway.prepare(sandbox);
    expect(sandboxes.streams.size).toBe(1);
    const first = await view();
    expect(sandboxes.streams.size).toBe(1);
    await first.run('echo prép""aré', /^préparé/m);
    await view();
    expect(sandboxes.streams.size).toBe(2);
  });

  it('does without a prepared stream that broke, and does not use it when bytes are missing', async () => {
    await server.gateway.prepare(sandbox);
    for (const stream of sandboxes.streams) stream.destroy();
    await pause(20);
    const first = await view();
    await server.gateway.prepare(sandbox);
    first.cut();
    const back = await view({ from: first.offset });
    expect(back.hello).toEqual({ type: 'hello', offset: first.offset, reset: false });
    await until(() => sandboxes.streams.size === 1, 'the prepared stream to be dropped');
  });
});

describe('coming back', () => {
  it('after a cut in the middle of a large output, loses and doubles nothing', async () => {
    const first = await view();
    first.type('seq -f ligne-%.0f 300000; echo fi""ni\r');
    await first.waitFor(() => first.text.includes('ligne-3000\r'), 'line 3000');
    first.cut();
    const pieces = [first.text];
    let last = first;
    for (let cut = 0; cut < 5; cut += 1) {
      const next = await view({ from: last.offset });
      expect(next.hello).toMatchObject({ offset: last.offset, reset: false });
      await next.waitFor(() => next.received > 40_000 * (cut + 1), 'more');
      next.cut();
      pieces.push(next.text);
      last = next;
    }
    const end = await view({ from: last.offset });
    pieces.push(
      await end.waitFor(() => (pieces.join('') + end.text).includes('fini\r\n'), 'the end').then(() => end.text),
    );
    const lines = [...pieces.join('').matchAll(/^ligne-(\d+)\r$/gm)].map((match) => Number(match[1]));
    expect(lines).toEqual(Array.from({ length: 300_000 }, (_, index) => index + 1));
  });

  it('after a restart of the server, finds the same shell with what it said meanwhile', async () => {
    const viewer = await view();
    await viewer.run('secret=étanche; (sleep 1; echo pen""dant) &', PROMPT);
    await server.close();
    await until(() => viewer.closed !== null, 'the link to close');
    expect(viewer.closed?.code).toBe(1001);
    expect(viewer.ended).toBeNull();
    await pause(1_200);
    server = await GatewayUnderTest.start(sandboxes.openStream);
    const back = await view({ from: viewer.offset });
    expect(back.hello?.reset).toBe(false);
    await back.waitFor(() => back.text.includes('pendant'), 'what was said meanwhile');
    await back.run('echo $secret', /^étanche/m);
  });

  it('replaces the same tab’s previous connection, not another tab’s', async () => {
    const first = await view({ viewer: 'onglet-un' });
    const other = await view({ viewer: 'onglet-deux' });
    await view({ viewer: 'onglet-un', from: first.offset });
    await first.waitFor(() => first.closed !== null, 'the end of the first');
    expect(first.ended).toBe('replaced');
    expect(other.closed).toBeNull();
    expect(server.gateway.connectionsOf(sandbox)).toBe(2);
  });
});

describe('flow', () => {
  it('a program that floods a browser which does not parse sleeps, and memory stays small', async () => {
    const viewers = await Promise.all([1, 2, 3, 4].map((terminal) => view({ terminal, acknowledges: false })));
    const before = process.memoryUsage.rss();
    for (const viewer of viewers) viewer.type('yes\r');
    const holders = sandboxes.holders(sandbox);
    await until(() => holders.every((pid) => descendants(pid, 'yes').length === 1), 'four floods');
    await pause(2_000);
    const floods = holders.flatMap((pid) => descendants(pid, 'yes'));
    const used = floods.map(ticks);
    const received = viewers.map((viewer) => viewer.received);
    await pause(1_000);
    expect(floods.map(ticks)).toEqual(used);
    expect(viewers.map((viewer) => viewer.received)).toEqual(received);
    for (const bytes of received) expect(bytes).toBeLessThan(512 * 1024);
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);

    for (const viewer of viewers) {
      viewer.follow();
      viewer.type('\x03');
    }
    await Promise.all(viewers.map((viewer) => viewer.run('echo répond""u', /répondu\r\n/)));
  });

  it('a browser that stops reading its socket stops the flood too', async () => {
    const viewer = await view();
    viewer.webSocket.pause();
    viewer.type('yes\r');
    const [holder] = sandboxes.holders(sandbox);
    await until(() => descendants(holder ?? -1, 'yes').length === 1, 'the flood');
    await pause(1_500);
    const [flood] = descendants(holder ?? -1, 'yes');
    const used = ticks(flood ?? -1);
    await pause(700);
    expect(ticks(flood ?? -1)).toBe(used);
  });

  it('a second viewer that does not follow slows the first in nothing', async () => {
    const first = await view();
    await first.run('echo à m""oi', /^à moi/m);
    const second = await view({ acknowledges: false });
    await first.run('for i in $(seq 1 200000); do echo "ligne-$i"; done; echo fi""ni', /fini\r\n/);
    expect(second.received).toBeLessThan(1024 * 1024);
    second.follow();
    await second.waitFor(() => second.text.includes('fini\r\n'), 'the end');
    expect(second.hellos).toBeGreaterThan(1);
  });

  it('loses nothing of a large paste, though it takes its time', async () => {
    const viewer = await view();
    await viewer.run('stty -echo -icanon; head -c 500000 | md5sum', 'md5sum\r\n');
    const start = performance.now();
    for (let piece = 0; piece < 25; piece += 1) viewer.type('0123456789'.repeat(2_000));
    await viewer.waitFor(() => /^[0-9a-f]{32} {2}-/m.test(viewer.text), 'the sum');
    const { createHash } = await import('node:crypto');
    expect(viewer.text).toContain(createHash('md5').update('0123456789'.repeat(50_000)).digest('hex'));
    expect(performance.now() - start).toBeGreaterThan(2_000);
  });

  it('keeps beating, and ends a peer that does not answer', async () => {
    await server.close();
    server = await GatewayUnderTest.start(sandboxes.openStream, { heartbeat: 200 });
    const alive = await view();
    const dead = await view();
    dead.webSocket.pause();
    await until(() => server.gateway.connectionsOf(sandbox) === 1, 'the dead one to go');
    expect(alive.closed).toBeNull();
    expect(alive.keepAlives).toBeGreaterThan(0);
    await until(() => sandboxes.streams.size === 1, 'its stream to close');
  });
});

describe('bad input', () => {
  const closing = async (bytes: Buffer | string): Promise<Viewer> => {
    const viewer = await view();
    viewer.webSocket.send(bytes);
    await viewer.waitFor(() => viewer.closed !== null, 'the refusal');
    return viewer;
  };

  it.each([
    ['an empty frame', Buffer.alloc(0)],
    ['an unknown opcode', Buffer.from([0x7f, 1])],
    ['an input without bytes', Buffer.from([0x01])],
    ['a resize of the wrong length', Buffer.from([0x02, 0, 80, 0])],
    ['a window of no rows', Buffer.from([0x02, 0, 80, 0, 0])],
    ['an acknowledgement that is no number', Buffer.from([0x03, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0])],
    ['a text frame', 'ls\r'],
  ])('closes 1008: %s', async (_what, bytes) => {
    expect((await closing(bytes)).closed?.code).toBe(1008);
  });

  it('closes 1009: a frame too large', async () => {
    expect((await closing(Buffer.alloc(MAX_CLIENT_FRAME + 1, 1))).closed?.code).toBe(1009);
  });

  it('closes 1008: an acknowledgement of what was not sent, or that goes back', async () => {
    const ahead = await view();
    ahead.acknowledge(ahead.offset + 1);
    await ahead.waitFor(() => ahead.closed !== null, 'the refusal');
    expect(ahead.closed?.code).toBe(1008);
    const back = await view();
    back.acknowledge(back.offset);
    back.acknowledge(back.offset - 1);
    await back.waitFor(() => back.closed !== null, 'the refusal');
    expect(back.closed?.code).toBe(1008);
  });

  it('ends the link of input without end that no program reads', async () => {
    const viewer = await view();
    await viewer.run('stty raw -echo; echo pr""êt; sleep 1000', 'prêt');
    for (let piece = 0; piece < 200 && viewer.closed === null; piece += 1) {
      viewer.type('x'.repeat(60_000));
      await pause(5);
    }
    await viewer.waitFor(() => viewer.closed !== null, 'the refusal', 50_000);
    expect(viewer.ended === 'error' || viewer.closed?.code === 1008).toBe(true);
    await until(() => sandboxes.streams.size === 0, 'the stream to close');
  });

  it('slows whoever sends too many frames, without losing any', async () => {
    const viewer = await view();
    await viewer.run('stty -echo -icanon; head -c 40000 | tr -d "\\n" | wc -c', 'wc -c\r\n');
    const start = performance.now();
    for (let frame = 0; frame < 40_000; frame += 1) viewer.type('x');
    await viewer.waitFor(() => /^40000\r/m.test(viewer.text), 'all of them');
    // 10,000 at once, then 5,000 a second; those of the last read of the socket, 64 KiB, do not wait their turn.
    expect(performance.now() - start).toBeGreaterThan(4_300);
  });

  it('does not trust what the sandbox says', async () => {
    const { PassThrough, Duplex } = await import('node:stream');
    const replies = [
      Buffer.from('HTTP/1.1 200 OK\r\n\r\n'),
      Buffer.alloc(500_000, 0xff),
      Buffer.from('D\0\0\0\x01a'),
      Buffer.alloc(0),
    ];
    for (const reply of replies) {
      await server.close();
      const readable = new PassThrough();
      server = await GatewayUnderTest.start(() =>
        Promise.resolve(Duplex.from({ readable, writable: new PassThrough() }).on('error', () => undefined)),
      );
      readable.end(reply);
      const viewer = await server.view({ sandbox });
      await viewer.waitFor(() => viewer.closed !== null, 'the end');
      expect(viewer.ended).toBe('error');
      expect(viewer.received).toBe(0);
    }
  });
});

describe('before the upgrade', () => {
  const ask = (session = 'session-1') =>
    `/api/terminal?ticket=${server.tickets.issue({ sessionId: session, sandboxId: sandbox, terminal: 1, access: OWN })}`;
  const mine = { cookie: 'sid=session-1' };

  it.each(['https://ailleurs.example', `${ORIGIN}.ailleurs.example`, 'null', null])(
    'refuses the origin %s',
    async (origin) => {
      expect(await refusal(server.raw(ask(), { ...mine, origin }))).toEqual({ status: 403, body: code('forbidden') });
    },
  );

  it('refuses another path, and parameters that make no sense', async () => {
    expect(await refusal(server.raw('/api/autre', mine))).toEqual({ status: 404, body: code('not-found') });
    expect(await refusal(server.raw(`${ask()}&from=-5`, mine))).toEqual({ status: 400, body: code('bad-request') });
  });

  it('refuses whoever is not signed in', async () => {
    expect(await refusal(server.raw(ask()))).toEqual({ status: 401, body: code('not-signed-in') });
  });

  it('refuses a stolen ticket, which then is of no use to its owner either', async () => {
    const path = ask('session-1');
    expect(await refusal(server.raw(path, { cookie: 'sid=session-2' }))).toEqual({
      status: 403,
      body: code('ticket-invalid'),
    });
    expect(await refusal(server.raw(path, mine))).toEqual({ status: 403, body: code('ticket-invalid') });
    expect(sandboxes.holders(sandbox)).toEqual([]);
  });

  it('refuses a ticket already used, expired, or never issued', async () => {
    const path = ask();
    const first = server.raw(path, mine);
    await new Promise((resolve) => first.on('open', resolve));
    expect(await refusal(server.raw(path, mine))).toEqual({ status: 403, body: code('ticket-invalid') });
    expect(await refusal(server.raw(`/api/terminal?ticket=${'a'.repeat(27)}`, mine))).toEqual({
      status: 403,
      body: code('ticket-invalid'),
    });
    const late = ask();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 30_001);
    try {
      expect(await refusal(server.raw(late, mine))).toEqual({ status: 403, body: code('ticket-invalid') });
    } finally {
      clock.mockRestore();
    }
  });

  it('opens only the sandbox of the ticket, whatever the request says', async () => {
    const viewer = server.raw(`${ask()}&sandbox=autre&sandboxId=autre`, mine);
    await new Promise((resolve) => viewer.on('open', resolve));
    await until(() => sandboxes.holders(sandbox).length === 1, 'the holder');
    expect(sandboxes.holders('autre')).toEqual([]);
  });

  it('has caps: for a session, for the server, and for the viewers of one terminal', async () => {
    await server.close();
    server = await GatewayUnderTest.start(sandboxes.openStream, {
      limits: { perSession: 2, total: 3, viewersPerTerminal: 2 },
    });
    await view({ terminal: 1 });
    const second = await view({ terminal: 2 });
    expect(await refusal(server.connect({ sandbox, terminal: 3 }))).toEqual({
      status: 429,
      body: code('too-many-terminals'),
    });
    await view({ session: 'session-2', terminal: 1 });
    expect(await refusal(server.connect({ session: 'session-3', sandbox, terminal: 3 }))).toEqual({
      status: 503,
      body: code('capacity-full'),
    });
    second.webSocket.close();
    await until(() => server.gateway.connectionsOf(sandbox) === 2, 'a free place');
    await view({ session: 'session-3', terminal: 1 });
    expect(server.gateway.connectionsOf(sandbox)).toBe(2);
  });

  it('survives requests that are not WebSocket handshakes, and leaves no place taken', async () => {
    for (const lines of [
      '',
      'Sec-WebSocket-Version: 13\r\n',
      'Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n',
    ]) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(
        `GET ${ask()} HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nCookie: sid=session-1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${lines}\r\n`,
      );
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      await new Promise((resolve) => socket.on('close', resolve));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    }
    const gone = connect(server.port, '127.0.0.1');
    gone.end(
      `GET ${ask()} HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nCookie: sid=session-1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    gone.destroy();
    await until(() => server.gateway.connectionsOf(sandbox) === 0, 'no place taken');
  });
});

describe('ends', () => {
  it('tells the viewers of a sandbox why it ends, and only them', async () => {
    const [viewer, neighbour] = [await view(), await view({ sandbox: `${sandbox}-voisin` })];
    server.gateway.closeSandbox(sandbox, 'attempt-ended');
    await viewer.waitFor(() => viewer.closed !== null, 'the end');
    expect(viewer.ended).toBe('attempt-ended');
    await neighbour.run('echo vi""vant', /^vivant/m);
  });

  it('closes what a session has, and forgets its tickets', async () => {
    const viewer = await view();
    const ticket = server.tickets.issue({ sessionId: 'session-1', sandboxId: sandbox, terminal: 1, access: OWN });
    server.gateway.closeSession('session-1');
    await viewer.waitFor(() => viewer.closed !== null, 'the end');
    expect(server.tickets.redeem(ticket)).toBeNull();
  });

  it('says “error” when the link to the sandbox breaks or cannot be made, so that the page tries again', async () => {
    const viewer = await view();
    for (const stream of sandboxes.streams) stream.destroy();
    await viewer.waitFor(() => viewer.closed !== null, 'the end');
    expect(viewer.ended).toBe('error');
    await server.close();
    server = await GatewayUnderTest.start(() => Promise.reject(new Error('no such sandbox')));
    const second = await server.view({ sandbox });
    expect(second.ended).toBe('error');
    expect(server.gateway.connectionsOf(sandbox)).toBe(0);
  });

  it('does not wait for a sandbox whose viewer has left, or that is closed meanwhile', async () => {
    await server.close();
    let give: (() => void) | undefined;
    server = await GatewayUnderTest.start(async (id, command) => {
      await new Promise<void>((resolve) => (give = resolve));
      return sandboxes.openStream(id, command);
    });
    const webSocket = server.connect({ sandbox });
    let ended: Buffer | undefined;
    webSocket.on('message', (data) => (ended = data as Buffer));
    await until(() => give !== undefined, 'the opening');
    server.gateway.closeSandbox(sandbox, 'attempt-ended');
    await new Promise((resolve) => webSocket.on('close', resolve));
    expect([...(ended ?? [])]).toEqual([0x83, 1]);
    give?.();
    await until(() => sandboxes.streams.size === 0, 'the late stream to be closed');
  });
});
