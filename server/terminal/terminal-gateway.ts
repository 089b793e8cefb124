import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeServerFrame, MAX_CLIENT_FRAME, type Keyboard, type TerminalEnd } from '../contract/terminal-frames.ts';
import type { Logger } from '../logger.ts';
import { attachCommand, watchCommand } from './holder-protocol.ts';
import { PreparedStreams } from './prepared-streams.ts';
import { Seats, type Seat, type ViewerLimits } from './seats.ts';
import { TerminalConnection } from './terminal-connection.ts';
import type { TerminalGrant, TerminalTickets } from './tickets.ts';
import { readTerminalRequest, refuse, type Refusal, type TerminalRequest } from './upgrade-request.ts';

const HEARTBEAT_MS = 20_000;
const OPENING_TIMEOUT_MS = 15_000;
/** A terminal stays open for hours: whether its session still exists is asked again. */
const REVALIDATION_MS = 30 * 60_000;

export interface GatewayLimits extends ViewerLimits {
  /** Terminals open at once by one session, and on the whole server. */
  perSession: number;
  total: number;
}

export interface GatewayOptions {
  tickets: TerminalTickets;
  /** Exact origins that may open a terminal, such as `https://cours.example`. */
  origins: () => readonly string[];
  /** The sessions of the request's cookies: a browser may be a learner's and a trainer's at once. */
  sessionsOf: (request: IncomingMessage) => Promise<ReadonlySet<string>>;
  /** `SandboxHost.openStream`. */
  openStream: (sandboxId: string, command: readonly string[]) => Promise<Duplex>;
  /**
   * Something may have changed, more than a line being typed: called at once, then at most every 50 ms for each
   * connection, and once after the last byte.
   */
  onActivity: (sandboxId: string) => void;
  /** Whether who watches may type, asked for each of their keys: consent withdrawn counts from the next one. */
  mayType: (grant: TerminalGrant) => boolean;
  /** Whether the learner's keys are held (a paused class), asked for each of them. */
  held: (sandboxId: string) => boolean;
  /** Has `held` know about this sandbox: awaited before a learner's page is listened to. */
  learnHeld: (sandboxId: string) => Promise<void>;
  /** A learner's page has a terminal in front of it. */
  onOpened: (sandboxId: string, terminal: number) => void;
  /** What `watchersOf` says of this sandbox has changed. */
  onWatchers: (sandboxId: string) => void;
  log: Logger;
  limits?: Partial<GatewayLimits>;
  /** Milliseconds between two heartbeats; default 20 000. */
  heartbeat?: number;
}

export interface TerminalGateway {
  /** For the HTTP server's `upgrade` event. Answers every request, those of other paths with 404. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Opens terminal 1 ahead of the first viewer; resolves when its prompt is there. See `PreparedStreams`. */
  prepare(sandboxId: string): Promise<void>;
  /** Tells its viewers why, and closes. */
  closeSandbox(sandboxId: string, reason: TerminalEnd): void;
  /** Closes what a session has open, and forgets its tickets. */
  closeSession(sessionId: string): void;
  /** Pages of the learner that look at a terminal of this sandbox: those who watch do not keep it alive. */
  connectionsOf(sandboxId: string): number;
  /** Terminals in front of a learner's page, each once. */
  opened(): { sandboxId: string; terminal: number }[];
  /** Logins of those who watch a terminal of this sandbox, each once. */
  watchersOf(sandboxId: string): string[];
  /** `mayType` or `held` answers otherwise: tells the pages. */
  refresh(sandboxId: string): void;
  /** The server stops; shells go on. Resolves when every connection is closed. */
  close(): Promise<void>;
}

const DEFAULT_LIMITS: GatewayLimits = { perSession: 12, total: 1_000, viewersPerTerminal: 4, watchersPerTerminal: 4 };

export function createTerminalGateway(options: GatewayOptions): TerminalGateway {
  const { tickets, origins, sessionsOf, openStream, onActivity, log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_CLIENT_FRAME });
  const prepared = new PreparedStreams((sandboxId) => openStream(sandboxId, attachCommand(1, -1)));
  const seats = new Seats(limits, options.onWatchers);
  let closing = false;
  const heartbeat = setInterval(() => {
    for (const seat of seats.all()) {
      seat.connection?.beat();
      if (Date.now() - seat.validAt > REVALIDATION_MS) void revalidate(seat);
    }
  }, options.heartbeat ?? HEARTBEAT_MS);
  heartbeat.unref();

  async function admit(request: IncomingMessage, asked: TerminalRequest): Promise<Seat | Refusal> {
    const grant = tickets.redeem(asked.ticket);
    const sessions = await sessionsOf(request);
    if (sessions.size === 0) return { status: 401, code: 'not-signed-in' };
    if (!grant || !sessions.has(grant.sessionId)) return { status: 403, code: 'ticket-invalid' };
    const seat: Seat = {
      ...grant,
      request,
      validAt: Date.now(),
      viewer: asked.viewer,
      connection: null,
      abandon: null,
    };
    for (const leaving of seats.leavingFor(seat)) endSeat(leaving, 'replaced');
    if (closing || seats.size >= limits.total) return { status: 503, code: 'capacity-full' };
    const mine = seats.all().filter((other) => other.sessionId === grant.sessionId).length;
    if (mine >= limits.perSession) return { status: 429, code: 'too-many-terminals' };
    seats.add(seat);
    return seat;
  }

  async function revalidate(seat: Seat): Promise<void> {
    seat.validAt = Date.now();
    const sessions = await sessionsOf(seat.request).catch(() => new Set([seat.sessionId]));
    if (!sessions.has(seat.sessionId)) endSeat(seat, 'error');
  }

  function keyboardOf(seat: Seat): Keyboard {
    if (seat.access.kind === 'watch') return options.mayType(seat) ? 'open' : 'read-only';
    return options.held(seat.sandboxId) ? 'held' : 'open';
  }

  function endSeat(seat: Seat, reason: TerminalEnd): void {
    seats.delete(seat);
    seat.connection?.end(reason);
    seat.abandon?.(reason);
  }

  function streamFor(seat: Seat, from: number): Promise<Duplex> {
    if (seat.access.kind === 'watch') return openStream(seat.sandboxId, watchCommand(seat.terminal, from));
    if (seat.terminal === 1) {
      const ready = from === -1 ? prepared.take(seat.sandboxId) : null;
      if (ready) return Promise.resolve(ready);
      prepared.drop(seat.sandboxId);
    }
    return openStream(seat.sandboxId, attachCommand(seat.terminal, from));
  }

  /** The browser is not listened to until the sandbox's stream is there, and what becomes of its keys is known. */
  async function seatDown(seat: Seat, webSocket: WebSocket, from: number): Promise<void> {
    const facts = { sandbox: seat.sandboxId, terminal: seat.terminal, access: seat.access.kind };
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => seat.abandon?.(null));
    webSocket.pause();
    let abandoned: TerminalEnd | 'left' | null = null;
    const waiting = Promise.withResolvers<never>();
    seat.abandon = (reason) => {
      abandoned ??= reason ?? 'left';
      waiting.reject(new Error(`abandoned: ${abandoned}`));
    };
    const timer = setTimeout(() => waiting.reject(new Error('the stream did not open in time')), OPENING_TIMEOUT_MS);
    const opening = streamFor(seat, from);
    const known = seat.access.kind === 'own' ? options.learnHeld(seat.sandboxId) : Promise.resolve();
    try {
      const [stream] = await Promise.race([Promise.all([opening, known]), waiting.promise]);
      if (webSocket.readyState !== webSocket.OPEN) throw new Error('the browser left');
      seat.connection = new TerminalConnection({
        webSocket,
        stream,
        watching: seat.access.kind === 'watch',
        keyboard: () => keyboardOf(seat),
        onActivity: () => onActivity(seat.sandboxId),
        onClosed: (cause) => {
          seats.delete(seat);
          log.info({ ...facts, cause }, 'terminal closed');
        },
      });
      log.info(facts, 'terminal opened');
      if (seat.access.kind === 'own') options.onOpened(seat.sandboxId, seat.terminal);
    } catch (error) {
      seats.delete(seat);
      opening.then((stream) => stream.destroy()).catch(() => undefined);
      log.warn({ ...facts, err: error }, 'terminal not opened');
      if (abandoned !== 'left') webSocket.send(encodeServerFrame({ type: 'ended', reason: abandoned ?? 'error' }));
      webSocket.close(abandoned === 'left' ? 1001 : 1000);
    } finally {
      clearTimeout(timer);
      seat.abandon = null;
      webSocket.resume();
    }
  }

  function turnAway(socket: Duplex, refusal: Refusal): void {
    log.info({ ...refusal }, 'terminal refused');
    refuse(socket, refusal);
  }

  async function handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const asked = readTerminalRequest(request, origins());
    if ('status' in asked) return turnAway(socket, asked);
    const seat = await admit(request, asked);
    if ('status' in seat) return turnAway(socket, seat);
    const failed = () => seats.delete(seat);
    if (socket.destroyed) return void failed();
    socket.once('close', failed);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('close', failed);
      void seatDown(seat, webSocket, asked.from);
    });
  }

  return {
    handleUpgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      handle(request, socket, head).catch((error: unknown) => {
        log.error({ err: error }, 'terminal upgrade failed');
        socket.destroy();
      });
    },
    prepare: (sandboxId) => prepared.prepare(sandboxId),
    closeSandbox(sandboxId, reason) {
      prepared.drop(sandboxId);
      for (const seat of seats.of(sandboxId)) endSeat(seat, reason);
    },
    closeSession(sessionId) {
      tickets.revoke(sessionId);
      for (const seat of seats.all()) if (seat.sessionId === sessionId) endSeat(seat, 'attempt-ended');
    },
    connectionsOf: (sandboxId) => seats.of(sandboxId).filter(({ access }) => access.kind === 'own').length,
    opened() {
      const own = seats.all().filter(({ access, connection }) => access.kind === 'own' && connection !== null);
      return [
        ...new Map(
          own.map(({ sandboxId, terminal }) => [`${sandboxId} ${terminal}`, { sandboxId, terminal }]),
        ).values(),
      ];
    },
    watchersOf: (sandboxId) => seats.watchersOf(sandboxId),
    refresh(sandboxId) {
      for (const { connection } of seats.of(sandboxId)) connection?.refresh();
    },
    async close() {
      closing = true;
      clearInterval(heartbeat);
      prepared.close();
      for (const seat of seats.all()) {
        seat.connection?.goAway();
        seat.abandon?.(null);
      }
      const open = [...server.clients];
      const timer = setTimeout(() => open.forEach((webSocket) => webSocket.terminate()), 2_000);
      await Promise.all(open.map((webSocket) => new Promise((resolve) => webSocket.once('close', resolve))));
      clearTimeout(timer);
    },
  };
}
