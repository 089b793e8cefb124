import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NODE_FLAGS } from '../../server/cli/node-flags.mjs';
import type { StatusView } from '../../server/contract/api.ts';
import { DATABASE_FILE } from '../../server/store/database.ts';
import { testConfig } from '../support/test-config.ts';
import { realHost, temporaryState, testEngine } from '../support/test-engine.ts';
import { processorTime, residentMemory } from './process-usage.ts';

const START_PATIENCE = 60_000;
const STOP_PATIENCE = 15_000;
const POOL_PATIENCE = 90_000;
/** Milliseconds after the last creation before anything is measured. */
const CALM = 700;

/** Our server, running as a separate process on a database of its own. */
export class ServerProcess implements AsyncDisposable {
  readonly url: string;
  /** Token of the invitation to administer that it printed. */
  readonly invitation: string;
  readonly pid: number;
  /** Names its sandboxes in the engine. */
  readonly instance: string;
  readonly #child: ChildProcess;
  readonly #stateDir: string;
  readonly #engineState: string;
  readonly #warm: number;

  private constructor(options: {
    url: string;
    invitation: string;
    child: ChildProcess;
    instance: string;
    stateDir: string;
    engineState: string;
    warm: number;
  }) {
    this.url = options.url;
    this.invitation = options.invitation;
    this.pid = options.child.pid ?? 0;
    this.instance = options.instance;
    this.#child = options.child;
    this.#stateDir = options.stateDir;
    this.#engineState = options.engineState;
    this.#warm = options.warm;
  }

  /**
   * @param engineState state folder of the lab engine.
   * @param warm sandboxes to keep ready.
   * @param environment besides that of the tests.
   * @param instance eight hexadecimal digits. Always the same for a use: what an interrupted run left is then reaped.
   */
  static async start(
    engineState: string,
    warm: number,
    instance: string,
    environment: Record<string, string> = {},
  ): Promise<ServerProcess> {
    const stateDir = await temporaryState();
    await writeFile(join(stateDir, 'instance'), `${instance}\n`);
    const child = fork(
      join(import.meta.dirname, 'serve.ts'),
      [engineState, stateDir, JSON.stringify({ ...environment, ETANCHE_WARM: String(warm) })],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: NODE_FLAGS,
      },
    );
    try {
      const { url, invitation } = await announcement(child);
      return new ServerProcess({ url, invitation, child, instance, stateDir, engineState, warm });
    } catch (error) {
      child.kill('SIGKILL');
      await rm(stateDir, { recursive: true, force: true });
      throw error;
    }
  }

  get databasePath(): string {
    return join(this.#stateDir, DATABASE_FILE);
  }

  /** Waits until every warm sandbox is ready and the machine has had a moment. @throws past 90 s. */
  async warm(): Promise<void> {
    const limit = Date.now() + POOL_PATIENCE;
    for (;;) {
      const { sandboxes } = (await (await fetch(`${this.url}/api/status`)).json()) as StatusView;
      if (sandboxes.ready >= this.#warm) break;
      if (Date.now() > limit) {
        throw new Error('la réserve de bacs ne se remplit pas (elle attend quand la machine est trop chargée)');
      }
      await sleep(100);
    }
    await sleep(CALM);
  }

  /** Processor time so far, the warden's included, in milliseconds. */
  processorTime(): number {
    return processorTime(this.pid);
  }

  /** Resident memory, in bytes. */
  residentMemory(): number {
    return residentMemory(this.pid);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endChild(this.#child);
    await removeSandboxes(this.#engineState, this.instance);
    await rm(this.#stateDir, { recursive: true, force: true });
  }
}

async function announcement(child: ChildProcess): Promise<{ url: string; invitation: string }> {
  const signal = AbortSignal.timeout(START_PATIENCE);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('le serveur s’est arrêté au démarrage');
  });
  const [said] = (await Promise.race([once(child, 'message', { signal }), ended])) as [
    { url: string; invitation: string },
  ];
  ended.catch(() => undefined);
  return said;
}

/** Ends a child of ours: asks, then insists. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE);
  await exit;
  clearTimeout(insist);
}

/** Removes every sandbox of an instance. */
export async function removeSandboxes(engineState: string, instance: string): Promise<void> {
  const engine = await testEngine(engineState);
  const host = realHost(engine, instance, testConfig(engineState).sandboxes);
  await Promise.all((await host.list()).map(({ id }) => host.destroy(id)));
  await engine.warden.close();
}
