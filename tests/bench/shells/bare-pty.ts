import type { Peers, Pty } from '../peers.ts';
import type { Shell } from './shell.ts';

/** `docker exec -it … bash` in the lab engine. */
export const execCommand = (engineSocket: string, container: string): string[] => [
  'docker',
  '-H',
  `unix://${engineSocket}`,
  'exec',
  '-it',
  container,
  'bash',
];

/** That command in a pty of this process: what nothing that goes through a network can beat. */
export class BarePtyShell implements Shell {
  readonly name = 'docker exec dans un pty';
  onOutput: (text: string) => void = () => undefined;
  readonly #pty: Pty;
  readonly #ended: Promise<void>;

  constructor(peers: Peers, [program = '', ...words]: readonly string[]) {
    this.#pty = peers.pty.spawn(program, words, { name: 'xterm-256color', cols: 80, rows: 24, encoding: null });
    this.#pty.on('data', (bytes) => this.onOutput(bytes.toString('latin1')));
    this.#ended = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  write(text: string): void {
    this.#pty.write(text);
  }

  async close(): Promise<void> {
    this.#pty.kill();
    await this.#ended;
  }
}
