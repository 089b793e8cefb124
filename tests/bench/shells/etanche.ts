import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TerminalTicket } from '../../../server/contract/api.ts';
import { ACK_EVERY, decodeServerFrame, encodeClientFrame } from '../../../server/contract/terminal-frames.ts';
import type { Client } from '../../support/test-app.ts';
import type { Shell } from './shell.ts';

/** Our terminal, through the server, acknowledging as a browser does once it has parsed. */
export class EtancheShell implements Shell {
  readonly name = 'Étanche';
  /** What came before anybody listened: a prompt may come along with the connection. */
  #early = '';
  #listener: ((text: string) => void) | null = null;
  readonly #socket: WebSocket;
  #received = 0;
  #acknowledged = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(data));
  }

  /** Asks for a ticket, then connects. Output may come before this resolves: `onOutput`, when given, has it at once. */
  static async open(
    client: Client,
    url: string,
    attempt: string,
    terminal = 1,
    onOutput?: (text: string) => void,
  ): Promise<EtancheShell> {
    const { ticket } = await client.json<TerminalTicket>('POST', `/api/attempts/${attempt}/terminals`, { terminal });
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/terminal?ticket=${ticket}&from=-1`, {
      headers: { cookie: client.cookie, origin: url },
      perMessageDeflate: false,
    });
    const shell = new EtancheShell(socket);
    if (onOutput) shell.onOutput = onOutput;
    await once(socket, 'open');
    shell.#send({ type: 'resize', columns: 80, rows: 24 });
    return shell;
  }

  set onOutput(listener: (text: string) => void) {
    const early = this.#early;
    this.#listener = listener;
    this.#early = '';
    if (early) listener(early);
  }

  #send(frame: Parameters<typeof encodeClientFrame>[0]): void {
    this.#socket.send(encodeClientFrame(frame));
  }

  #receive(data: Buffer): void {
    const frame = decodeServerFrame(data);
    if (frame?.type === 'hello') this.#received = this.#acknowledged = frame.offset;
    if (frame?.type !== 'output' || frame.data.length === 0) return;
    this.#received += frame.data.length;
    if (this.#received - this.#acknowledged >= ACK_EVERY) {
      this.#acknowledged = this.#received;
      this.#send({ type: 'ack', offset: this.#received });
    }
    const text = Buffer.from(frame.data.buffer, frame.data.byteOffset, frame.data.byteLength).toString('latin1');
    if (this.#listener) this.#listener(text);
    else this.#early += text;
  }

  write(text: string): void {
    this.#send({ type: 'input', data: Buffer.from(text) });
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
