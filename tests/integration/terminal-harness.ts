import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import {
  ACK_EVERY,
  decodeServerFrame,
  encodeClientFrame,
  type Keyboard,
  type TerminalEnd,
} from '../../server/contract/terminal-frames.ts';
import {
  createTerminalGateway,
  type GatewayOptions,
  type TerminalGateway,
} from '../../server/terminal/terminal-gateway.ts';
import { OWN, TerminalTickets, type TerminalAccess } from '../../server/terminal/tickets.ts';

const SCRIPT = join(import.meta.dirname, '../../server/engine/image/terminal.pl');
export const ORIGIN = 'http://etanche.test';
export const PROMPT = 'invite> ';

/** Sandboxes without Docker: each is a folder of this machine in which the real holders run. */
export class LocalSandboxes {
  readonly root = mkdtempSync(join(tmpdir(), 'etanche-terminal-'));
  readonly streams = new Set<Duplex>();
  readonly #children = new Set<ChildProcess>();
  readonly #pipes: boolean;

  /** @param pipes whether commands get pipes, as in a container, or the sockets that Node gives. */
  constructor({ pipes = false } = {}) {
    this.#pipes = pipes;
  }

  /** Runs `terminal …` as if in that sandbox. */
  spawn(
    sandboxId: string,
    ...words: string[]
  ): ChildProcess & { stdin: NonNullable<ChildProcess['stdin']>; stdout: NonNullable<ChildProcess['stdout']> } {
    const environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ETANCHE_'))),
      ETANCHE_RUN: join(this.root, sandboxId),
      ETANCHE_SHELL: '/bin/bash --norc --noprofile',
      PS1: PROMPT,
    };
    const [program, ...options] = this.#pipes ? ['sh', '-c', 'cat | perl "$@" | cat', 'sh'] : ['perl'];
    const child = spawn(program ?? '', [...options, SCRIPT, ...words], {
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  /** As `SandboxHost.openStream`. */
  openStream = (sandboxId: string, command: readonly string[]): Promise<Duplex> => {
    const child = this.spawn(sandboxId, ...command.slice(1));
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    stream.on('error', () => undefined);
    stream.on('close', () => this.streams.delete(stream));
    this.streams.add(stream);
    return Promise.resolve(stream);
  };

  /** Process ids of the holders of a sandbox; without `sandboxId`, of all. */
  holders(sandboxId = ''): number[] {
    return processes().filter(
      (pid) =>
        read(`/proc/${pid}/cmdline`).startsWith('etanche-terminal ') &&
        openFiles(pid).some((path) => path.startsWith(`${join(this.root, sandboxId)}/`)),
    );
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    for (const child of this.#children) child.stdin?.end();
    await until(() => this.#children.size === 0, 'every command to end');
    for (const pid of this.holders()) process.kill(pid, 'SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}

const processes = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);

/** A process may end while it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

/** @returns the descendants of a process that run this program. */
export function descendants(pid: number, program: string): number[] {
  const parents = new Map(
    processes().map((each) => [each, Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${each}/status`))?.[1] ?? 0)]),
  );
  const under = (each: number): boolean => {
    const parent = parents.get(each) ?? 0;
    return parent === pid || (parent > 1 && under(parent));
  };
  return [...parents.keys()].filter((each) => under(each) && read(`/proc/${each}/comm`).trim() === program);
}

/** Processor time used by a process, in ticks (1/100 s). */
export function ticks(pid: number): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Resident memory of a process, in KiB. */
export const residentKiB = (pid: number): number =>
  Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** A gateway behind a real HTTP server on a port of its own; the session is the value of the cookie `sid`. */
export class GatewayUnderTest {
  readonly tickets: TerminalTickets;
  readonly gateway: TerminalGateway;
  readonly activity: string[] = [];
  readonly #server: Server;

  private constructor(server: Server, tickets: TerminalTickets, gateway: TerminalGateway, activity: string[]) {
    this.#server = server;
    this.tickets = tickets;
    this.gateway = gateway;
    this.activity = activity;
  }

  static async start(
    openStream: GatewayOptions['openStream'],
    options: Partial<GatewayOptions> & { port?: number } = {},
  ): Promise<GatewayUnderTest> {
    const tickets = new TerminalTickets();
    const activity: string[] = [];
    const gateway = createTerminalGateway({
      tickets,
      origins: () => [ORIGIN],
      sessionsOf: (request) =>
        Promise.resolve(
          new Set([...(request.headers.cookie ?? '').matchAll(/\bsid=([\w-]+)/g)].map(([, id]) => id ?? '')),
        ),
      openStream,
      onActivity: (sandboxId) => activity.push(sandboxId),
      mayType: () => false,
      held: () => false,
      learnHeld: () => Promise.resolve(),
      onOpened: () => undefined,
      onWatchers: () => undefined,
      log: pino({ level: 'silent' }),
      ...options,
    });
    const server = createServer((_request, response) => response.writeHead(404).end());
    server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return new GatewayUnderTest(server, tickets, gateway, activity);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Opens a terminal as the page does, with a ticket of its own. */
  async view(options: ViewOptions = {}): Promise<Viewer> {
    const viewer = new Viewer(this.connect(options), options);
    await viewer.waitFor(() => viewer.hello !== null || viewer.closed !== null, 'the first frame');
    return viewer;
  }

  connect({
    session = 'session-1',
    sandbox = 'sandbox-1',
    terminal = 1,
    from = -1,
    viewer,
    watches,
  }: ViewOptions = {}): WebSocket {
    const access: TerminalAccess = watches ? { kind: 'watch', trainer: watches } : OWN;
    const ticket = this.tickets.issue({ sessionId: session, sandboxId: sandbox, terminal, access });
    const query = new URLSearchParams({ ticket, from: String(from), ...(viewer ? { viewer } : {}) });
    return this.raw(`/api/terminal?${query}`, { cookie: `sid=${session}` });
  }

  raw(path: string, { cookie, origin = ORIGIN }: { cookie?: string; origin?: string | null } = {}): WebSocket {
    const headers = { ...(cookie ? { cookie } : {}), ...(origin === null ? {} : { origin }) };
    return new WebSocket(`ws://127.0.0.1:${this.port}${path}`, { headers, perMessageDeflate: false });
  }
}

export interface ViewOptions {
  session?: string;
  sandbox?: string;
  terminal?: number;
  from?: number;
  viewer?: string;
  /** Login of the trainer who watches; nothing for a page of the learner's. */
  watches?: string;
  /** Acknowledges what it receives, as a browser that parses does; default true. */
  acknowledges?: boolean;
}

/** A browser's terminal without the browser: keeps the output, and acknowledges it. */
export class Viewer {
  readonly webSocket: WebSocket;
  hello: { offset: number; reset: boolean } | null = null;
  hellos = 0;
  ended: TerminalEnd | null = null;
  closed: { code: number; reason: string } | null = null;
  /** Offset after the last byte received. */
  offset = -1;
  /** Bytes received since the last hello with `reset`. */
  chunks: Buffer[] = [];
  received = 0;
  keepAlives = 0;
  /** What it was told of its keyboard, and of the learner's window. */
  keyboards: Keyboard[] = [];
  sizes: string[] = [];
  #acknowledged = 0;
  #acknowledges: boolean;

  constructor(webSocket: WebSocket, { acknowledges = true }: ViewOptions = {}) {
    this.webSocket = webSocket;
    this.#acknowledges = acknowledges;
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    webSocket.on('message', (data) => this.#receive(data as Buffer));
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  type(text: string): void {
    this.webSocket.send(encodeClientFrame({ type: 'input', data: Buffer.from(text) }));
  }

  resize(columns: number, rows: number): void {
    this.webSocket.send(encodeClientFrame({ type: 'resize', columns, rows }));
  }

  acknowledge(offset: number): void {
    this.#acknowledged = offset;
    this.webSocket.send(encodeClientFrame({ type: 'ack', offset }));
  }

  /** From now on acknowledges, starting with all that was received. */
  follow(): void {
    this.#acknowledges = true;
    this.acknowledge(this.offset);
  }

  async waitFor(condition: () => boolean, what: string, timeout = 30_000): Promise<void> {
    await until(
      condition,
      () => `${what}; last output: ${JSON.stringify(this.chunks.at(-1)?.toString().slice(-300) ?? '')}`,
      timeout,
    );
  }

  /** Types a command and waits until this text has come after it. */
  async run(command: string, expected: string | RegExp, timeout?: number): Promise<void> {
    this.chunks = [];
    await this.goOn(command, expected, timeout);
  }

  /** The same, what came before being kept. */
  async goOn(command: string, expected: string | RegExp, timeout?: number): Promise<void> {
    this.type(`${command}\r`);
    await this.waitFor(
      () => (typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text)),
      `${expected} after ${command}`,
      timeout,
    );
  }

  /** Breaks the link as a network cut does. */
  cut(): void {
    this.webSocket.terminate();
  }

  #receive(data: Buffer): void {
    const frame = decodeServerFrame(data);
    if (!frame) throw new Error('the server sent something that is not a frame');
    if (frame.type === 'hello') {
      this.hello = frame;
      this.hellos += 1;
      this.offset = frame.offset;
      this.#acknowledged = frame.offset;
      if (frame.reset) this.chunks = [];
      if (this.#acknowledges) this.acknowledge(frame.offset);
    } else if (frame.type === 'output') {
      if (frame.data.length === 0) this.keepAlives += 1;
      this.chunks.push(Buffer.from(frame.data));
      this.received += frame.data.length;
      this.offset += frame.data.length;
      if (this.#acknowledges && this.offset - this.#acknowledged >= ACK_EVERY) this.acknowledge(this.offset);
    } else if (frame.type === 'keyboard') this.keyboards.push(frame.keyboard);
    else if (frame.type === 'size') this.sizes.push(`${frame.columns}x${frame.rows}`);
    else this.ended = frame.reason;
  }
}

export async function until(condition: () => boolean, what: string | (() => string), timeout = 30_000): Promise<void> {
  const end = performance.now() + timeout;
  while (!condition()) {
    if (performance.now() > end)
      throw new Error(`not within ${timeout} ms: ${typeof what === 'string' ? what : what()}`);
    await pause(5);
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
