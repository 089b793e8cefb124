import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';
import type { Peers, SocketIo } from '../peers.ts';
import { endChild } from '../server-process.ts';
import type { Shell } from './shell.ts';

const START_PATIENCE = 20_000;
/** As wetty's page does: it commits each time that it has shown this many more characters. */
const COMMIT_EVERY = 262_144;

/** wetty serving a command, and its page's side of the protocol. */
export class WettyShell implements Shell {
  readonly name = 'wetty';
  onOutput: (text: string) => void = () => undefined;
  readonly #server: ChildProcess;
  readonly #socket: SocketIo;
  #uncommitted = 0;

  private constructor(server: ChildProcess, socket: SocketIo) {
    this.#server = server;
    this.#socket = socket;
    socket.on('data', (text) => {
      this.#uncommitted += text.length;
      if (this.#uncommitted >= COMMIT_EVERY) {
        this.#uncommitted -= COMMIT_EVERY;
        socket.emit('commit', COMMIT_EVERY);
      }
      this.onOutput(text);
    });
  }

  static async open(peers: Peers, command: readonly string[]): Promise<WettyShell> {
    const port = await freePort();
    const words = ['--host', '127.0.0.1', '--port', String(port), '--base', '/', '--command', command.join(' ')];
    const server = spawn(process.execPath, [peers.wetty, ...words, '--log-level', 'error'], { stdio: 'ignore' });
    try {
      await answers(server, `http://127.0.0.1:${port}/`);
      const socket = peers.socketIo.io(`http://127.0.0.1:${port}`, {
        path: '/socket.io',
        transports: ['websocket'],
        reconnection: false,
      });
      const shell = new WettyShell(server, socket);
      socket.emit('resize', { cols: 80, rows: 24 });
      return shell;
    } catch (error) {
      await endChild(server);
      throw error;
    }
  }

  write(text: string): void {
    this.#socket.emit('input', text);
  }

  async close(): Promise<void> {
    this.#socket.disconnect();
    await endChild(this.#server);
  }
}

async function answers(server: ChildProcess, url: string): Promise<void> {
  const limit = Date.now() + START_PATIENCE;
  while (Date.now() < limit && server.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error('wetty ne démarre pas');
}
