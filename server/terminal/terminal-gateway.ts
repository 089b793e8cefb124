import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeServerFrame, MAX_CLIENT_FRAME, type TerminalEnd } from '../contract/terminal-frames.ts';
import type { Logger } from '../logger.ts';
import { attachCommand } from './holder-protocol.ts';
import { PreparedStreams } from './prepared-streams.ts';
import { TerminalConnection } from './terminal-connection.ts';
import type { TerminalGrant, TerminalTickets } from './tickets.ts';
import { readTerminalRequest, refuse, type Refusal, type TerminalRequest } from './upgrade-request.ts';

const HEARTBEAT_MS = 20_000;
const OPENING_TIMEOUT_MS = 15_000;
/** A terminal stays open for hours: whether its session still exists is asked again. */
const REVALIDATION_MS = 30 * 60_000;

export interface GatewayLimits {
  /** Terminals open at once by one session, and on the whole server. */
  perSession: number;
  total: number;
  /** Viewers of one terminal: one more replaces the oldest. */
  viewersPerTerminal: number;
}

export interface GatewayOptions {
  tickets: TerminalTickets;
  /** Exact origins that may open a terminal, such as `https://cours.example`. */
  origins: () => readonly string[];
  /** The session of the request's cookie, or `null`. */
  sessionOf: (request: IncomingMessage) => Promise<string | null>;
  /** `SandboxHost.openStream`. */
  openStream: (sandboxId: string, command: readonly string[]) => Promise<Duplex>;
  /**
   * Something may have changed, more than a line being typed: called at once, then at most every 50 ms for each
   * connection, and once after the last byte.
   */
  onActivity: (sandboxId: string) => void;
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
  connectionsOf(sandboxId: string): number;
  /** The server stops; shells go on. Resolves when every connection is closed. */
  close(): Promise<void>;
}

/** One upgraded browser, or one about to be. */
interface Seat extends TerminalGrant {
  request: IncomingMessage;
  /** When its session was last seen valid, in milliseconds since the epoch. */
  validAt: number;
  viewer: string | null;
  connection: TerminalConnection | null;
  /** Set while the stream to the sandbox opens: ends the wait for that reason. */
  abandon: ((reason: TerminalEnd | null) => void) | null;
}

const DEFAULT_LIMITS: GatewayLimits = { perSession: 12, total: 1_000, viewersPerTerminal: 4 };

export function createTerminalGateway(options: GatewayOptions): TerminalGateway {
  const { tickets, origins, sessionOf, openStream, onActivity, log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_CLIENT_FRAME });
  const prepared = new PreparedStreams((sandboxId) => openStream(sandboxId, attachCommand(1, -1)));
  const seats = new Set<Seat>();
  let closing = false;
  const heartbeat = setInterval(() => {
    for (const seat of seats) {
      seat.connection?.beat();
      if (Date.now() - seat.validAt > REVALIDATION_MS) void revalidate(seat);
    }
  }, options.heartbeat ?? HEARTBEAT_MS);
  heartbeat.unref();

  async function admit(request: IncomingMessage, asked: TerminalRequest): Promise<Seat | Refusal> {
    const grant = tickets.redeem(asked.ticket);
    const sessionId = await sessionOf(request);
    if (sessionId === null) return { status: 401, code: 'not-signed-in' };
    if (grant?.sessionId !== sessionId) return { status: 403, code: 'ticket-invalid' };
    const seat: Seat = {
      ...grant,
      request,
      validAt: Date.now(),
      viewer: asked.viewer,
      connection: null,
      abandon: null,
    };
    makeRoom(seat);
    if (closing || seats.size >= limits.total) return { status: 503, code: 'capacity-full' };
    const own = [...seats].filter((other) => other.sessionId === sessionId).length;
    if (own >= limits.perSession) return { status: 429, code: 'too-many-terminals' };
    seats.add(seat);
    return seat;
  }

  async function revalidate(seat: Seat): Promise<void> {
    seat.validAt = Date.now();
    const sessionId = await sessionOf(seat.request).catch(() => seat.sessionId);
    if (sessionId !== seat.sessionId) endSeat(seat, 'error');
  }

  /** The previous connection of the same page's tab goes, and the oldest viewer when there are too many. */
  function makeRoom(seat: Seat): void {
    const viewers = [...seats].filter(
      (other) => other.sandboxId === seat.sandboxId && other.terminal === seat.terminal,
    );
    const same = viewers.filter(
      (other) => seat.viewer !== null && other.viewer === seat.viewer && other.sessionId === seat.sessionId,
    );
    const others = viewers.filter((other) => !same.includes(other));
    const excess = others.slice(0, Math.max(0, others.length + 1 - limits.viewersPerTerminal));
    for (const leaving of [...same, ...excess]) endSeat(leaving, 'replaced');
  }

  function endSeat(seat: Seat, reason: TerminalEnd): void {
    seats.delete(seat);
    seat.connection?.end(reason);
    seat.abandon?.(reason);
  }

  function streamFor(seat: Seat, from: number): Promise<Duplex> {
    if (seat.terminal === 1) {
      const ready = from === -1 ? prepared.take(seat.sandboxId) : null;
      if (ready) return Promise.resolve(ready);
      prepared.drop(seat.sandboxId);
    }
    return openStream(seat.sandboxId, attachCommand(seat.terminal, from));
  }

  /** The browser is not listened to until the sandbox's stream is there. */
  async function seatDown(seat: Seat, webSocket: WebSocket, from: number): Promise<void> {
    const facts = { sandbox: seat.sandboxId, terminal: seat.terminal };
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
    try {
      const stream = await Promise.race([opening, waiting.promise]);
      if (webSocket.readyState !== webSocket.OPEN) throw new Error('the browser left');
      seat.connection = new TerminalConnection({
        webSocket,
        stream,
        onActivity: () => onActivity(seat.sandboxId),
        onClosed: (cause) => {
          seats.delete(seat);
          log.info({ ...facts, cause }, 'terminal closed');
        },
      });
      log.info(facts, 'terminal opened');
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
      for (const seat of [...seats]) if (seat.sandboxId === sandboxId) endSeat(seat, reason);
    },
    closeSession(sessionId) {
      tickets.revoke(sessionId);
      for (const seat of [...seats]) if (seat.sessionId === sessionId) endSeat(seat, 'attempt-ended');
    },
    connectionsOf: (sandboxId) => [...seats].filter((seat) => seat.sandboxId === sandboxId).length,
    async close() {
      closing = true;
      clearInterval(heartbeat);
      prepared.close();
      for (const seat of seats) {
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
