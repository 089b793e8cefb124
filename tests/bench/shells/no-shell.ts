import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { Shell } from './shell.ts';

/**
 * A WebSocket to another idle process that sends each message back: what the browser's side of any terminal costs on
 * this machine, before the first byte has gone to a sandbox.
 */
export class NoShell implements Shell {
  readonly name = 'WebSocket nu, sans shell';
  onOutput: (text: string) => void = () => undefined;
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;

  private constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.onOutput(data.toString('latin1')));
  }

  static async open(): Promise<NoShell> {
    const process = fork(join(import.meta.dirname, '../echo-process.ts'));
    const [{ port }] = (await once(process, 'message')) as [AddressInfo];
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    await once(socket, 'open');
    return new NoShell(process, socket);
  }

  write(text: string): void {
    this.#socket.send(text);
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#socket.close();
    this.#process.disconnect();
    await ended;
  }
}
