import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const PEERS_DIR = join(import.meta.dirname, 'peers');
const INSTALL_PATIENCE = 180_000;

/** What the benchmark uses of node-pty. */
export interface Pty {
  readonly pid: number;
  write(text: string): void;
  kill(signal?: string): void;
  /** Bytes rather than text when spawned with `encoding: null`. */
  on(event: 'data', listener: (bytes: Buffer) => void): void;
  onExit(listener: () => void): void;
}
interface NodePty {
  spawn(file: string, words: string[], options: { name: string; cols: number; rows: number; encoding: null }): Pty;
}

/** What the benchmark uses of socket.io-client. */
export interface SocketIo {
  on(event: string, listener: (data: string) => void): void;
  emit(event: string, ...values: unknown[]): void;
  disconnect(): void;
}
interface SocketIoClient {
  io(url: string, options: { path: string; transports: string[]; reconnection: boolean }): SocketIo;
}

/** Programs and libraries of others, in `peers/node_modules`. */
export interface Peers {
  pty: NodePty;
  socketIo: SocketIoClient;
  /** wetty's own program. */
  wetty: string;
}

/** Installs them when they are not there, exactly as the lock file says. @throws when npm cannot. */
export async function findPeers(): Promise<Peers> {
  if (!(await isInstalled())) await install();
  const require = createRequire(join(PEERS_DIR, 'package.json'));
  return {
    pty: require('node-pty') as NodePty,
    socketIo: require('socket.io-client') as SocketIoClient,
    wetty: join(PEERS_DIR, 'node_modules/wetty/build/main.js'),
  };
}

/** npm writes its own copy of the lock file last. */
async function isInstalled(): Promise<boolean> {
  const [wanted, present] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
      stat(join(PEERS_DIR, name)).catch(() => null),
    ),
  );
  return !!wanted && !!present && present.mtimeMs >= wanted.mtimeMs;
}

/** Scripts of packages are not run: none of these needs one (the pty's binaries are in their packages). */
async function install(): Promise<void> {
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: PEERS_DIR,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_PATIENCE,
  });
  const said: Buffer[] = [];
  npm.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(npm, 'close')) as [number | null];
  if (code !== 0)
    throw new Error(`npm ci dans tests/bench/peers : ${Buffer.concat(said).toString('utf8').trim().split('\n')[0]}`);
}
