import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, duplexPair } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentCommand, AgentLink } from '../../../server/sandbox/agent-link.ts';
import { waitUntil } from '../../support/wait-until.ts';

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const text = async (stream: Duplex): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

/** The real agent, run on this machine, before a socket that stands for a Docker Engine. */
describe('the agent', () => {
  let folder: string;
  let child: ChildProcess;
  let link: AgentLink;
  let engine: Server;
  const accepted: Socket[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'etanche-agent-'));
    engine = createServer((socket) => {
      accepted.push(socket);
      socket.on('error', () => undefined);
    });
    engine.listen(join(folder, 'engine.sock'));
    await once(engine, 'listening');
    const [program = '', ...words] = agentCommand(join(folder, 'engine.sock'));
    child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    link = new AgentLink(Duplex.from({ readable: child.stdout, writable: child.stdin }));
  });
  afterEach(async () => {
    link.close();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    for (const socket of accepted.splice(0)) socket.destroy();
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const next = async (): Promise<Socket> => {
    await waitUntil(() => accepted.length > 0);
    return accepted.shift() as Socket;
  };

  it('carries connections side by side, both ways, until either end closes', async () => {
    const [one, two] = [link.connect(), link.connect()];
    const [first, second] = [await next(), await next()];
    one.write('un');
    two.write('deux');
    expect([String((await once(first, 'data'))[0]), String((await once(second, 'data'))[0])]).toEqual(['un', 'deux']);
    second.end('réponse');
    expect(await text(two)).toBe('réponse');
    one.destroy();
    await once(first, 'close');
  });

  it('carries more than a window, whole and in order, in both directions', async () => {
    const channel = link.connect();
    const socket = await next();
    const large = Buffer.alloc(3_000_000, 'abcdefghij');
    socket.end(large);
    expect(await text(channel)).toBe(large.toString());

    const back = link.connect();
    const received: Buffer[] = [];
    (await next()).on('data', (piece) => received.push(piece));
    back.write(large.subarray(0, 900_000));
    await waitUntil(() => received.reduce((sum, piece) => sum + piece.length, 0) >= 900_000);
    expect(Buffer.concat(received).equals(large.subarray(0, 900_000))).toBe(true);
  });

  it('lets a channel that nobody reads fill its window and no more, and the others go on', async () => {
    const unread = link.connect();
    const flooding = await next();
    unread.pause();
    let sent = 0;
    const flood = (): void => {
      while (flooding.write(Buffer.alloc(65_536))) sent += 65_536;
    };
    flooding.on('drain', flood);
    flood();
    await sleep(300);
    const settled = sent;
    const other = link.connect();
    (await next()).end('toujours là');
    expect(await text(other)).toBe('toujours là');
    expect(sent).toBe(settled);
    expect(unread.readableLength).toBeLessThanOrEqual(256 * 1024);
  });

  it('destroys at once a connection that the engine does not accept', async () => {
    engine.close();
    const channel = link.connect();
    const [error] = (await once(channel, 'error')) as [Error];
    expect(error.message).toMatch(/No such file/);
    expect(link.alive).toBe(true);
  });

  it('reads a regular file, up to 64 KiB, and nothing else', async () => {
    const path = join(folder, 'été.txt');
    await writeFile(path, 'x'.repeat(100_000));
    expect((await link.readFile(path, soon())).length).toBe(65_536);
    await writeFile(path, '');
    expect((await link.readFile(path, soon())).length).toBe(0);
    await expect(link.readFile(join(folder, 'absent'), soon())).rejects.toThrow(/No such file/);
    await expect(link.readFile('/dev/zero', soon())).rejects.toThrow(/regular/);
    await expect(link.readFile(folder, soon())).rejects.toThrow(/regular/);
  });

  it('ends when the server leaves, and the server’s channels when it ends', async () => {
    const channel = link.connect();
    await next();
    const failure = once(channel, 'error');
    child.kill('SIGKILL');
    await failure;
    await waitUntil(() => !link.alive);
    await expect(link.readFile('/etc/passwd', soon())).rejects.toThrow();
  });
});

/** Whoever is root in the sandbox may put anything in the agent's place. */
describe('a liar in the place of the agent', () => {
  const pair = (): { link: AgentLink; liar: Duplex; stream: Duplex } => {
    const [stream, liar] = duplexPair();
    return { link: new AgentLink(stream), liar, stream };
  };
  const frame = (kind: string, channel: number, length: number, payload = Buffer.alloc(length)): Buffer => {
    const head = Buffer.alloc(9);
    head.write(kind, 0);
    head.writeUInt32BE(channel, 1);
    head.writeUInt32BE(length, 5);
    return Buffer.concat([head, payload]);
  };

  it.each([
    ['an unknown letter', frame('Z', 1, 0)],
    ['a channel that was never opened', frame('D', 7, 1)],
    ['channel 0', frame('C', 0, 0)],
    ['a length without bounds', frame('D', 1, 0xffffffff, Buffer.alloc(0))],
    ['noise', Buffer.from('<html>'.repeat(10))],
  ])('is cut off for %s', async (_what, bytes) => {
    const { link, liar } = pair();
    const channel = link.connect();
    const failure = once(channel, 'error');
    liar.write(bytes);
    await failure;
    expect(link.alive).toBe(false);
  });

  it('is cut off when it sends more than was allowed', async () => {
    const { link, liar } = pair();
    const channel = link.connect();
    const failure = once(channel, 'error');
    for (let n = 0; n < 20; n++) liar.write(frame('D', 1, 16_384));
    await failure;
    expect(link.alive).toBe(false);
    expect(channel.readableLength).toBeLessThanOrEqual(256 * 1024);
  });
});
