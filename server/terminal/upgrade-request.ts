import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorBody, ErrorCode } from '../contract/error-codes.ts';

export const TERMINAL_PATH = '/api/terminal';

/** What a well-formed request for a terminal asks. */
export interface TerminalRequest {
  ticket: string;
  /** First byte of output wanted, or -1 for what is kept. */
  from: number;
  /** Drawn by the page for one terminal tab: a new connection of the same viewer replaces the old one. */
  viewer: string | null;
}

/** A refusal, to be answered in HTTP. */
export interface Refusal {
  status: 400 | 401 | 403 | 404 | 429 | 503;
  code: ErrorCode;
}

/** Everything that can be said of the request without knowing any session: path, then origin, then parameters. */
export function readTerminalRequest(request: IncomingMessage, origins: readonly string[]): TerminalRequest | Refusal {
  const url = URL.parse(request.url ?? '', 'http://terminal.invalid');
  if (url?.pathname !== TERMINAL_PATH) return { status: 404, code: 'not-found' };
  const origin = request.headers.origin;
  if (origin === undefined || !origins.includes(origin)) return { status: 403, code: 'forbidden' };
  const ticket = url.searchParams.get('ticket') ?? '';
  const from = url.searchParams.get('from') ?? '-1';
  const viewer = url.searchParams.get('viewer');
  const sound =
    /^[\w-]{20,64}$/.test(ticket) &&
    /^(?:-1|\d{1,16})$/.test(from) &&
    Number.isSafeInteger(Number(from)) &&
    (viewer === null || /^[\w-]{8,40}$/.test(viewer));
  return sound ? { ticket, from: Number(from), viewer } : { status: 400, code: 'bad-request' };
}

/** Answers in HTTP instead of upgrading, and closes. */
export function refuse(socket: Duplex, { status, code }: Refusal): void {
  const body: ErrorBody = { error: { code } };
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
  socket.once('finish', () => socket.destroy());
}
