import { rm } from 'node:fs/promises';
import { pino } from 'pino';
import { createApp, type App } from '../../server/app.ts';
import type { EngineHandle } from '../../server/engine/engine-handle.ts';
import { builtSite } from './built-site.ts';
import { testConfig } from './test-config.ts';
import { temporaryState, testEngine } from './test-engine.ts';

/** The whole program on the real engine, with its own database and port; can be stopped and started again. */
export class RealApp implements AsyncDisposable {
  readonly #engine: EngineHandle;
  readonly #stateDir: string;
  readonly #environment: Record<string, string>;
  app!: App;
  url = '';

  private constructor(engine: EngineHandle, stateDir: string, environment: Record<string, string>) {
    this.#engine = engine;
    this.#stateDir = stateDir;
    this.#environment = environment;
  }

  /** @param engineState state folder of the test run's engine. */
  static async open(engineState: string, environment: Record<string, string> = {}): Promise<RealApp> {
    await builtSite();
    const real = new RealApp(await testEngine(engineState), await temporaryState(), environment);
    await real.start();
    return real;
  }

  /** On the port of the previous time, if there was one: a page that was open finds it again. */
  async start(): Promise<void> {
    const port = this.url ? new URL(this.url).port : '0';
    const config = testConfig(this.#stateDir, { ...this.#environment, ETANCHE_PORT: port });
    this.app = await createApp(config, this.#engine, { log: pino({ level: 'error' }) });
    this.url = (await this.app.start()).urls[0] ?? '';
  }

  async stop(): Promise<void> {
    await this.app[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { host } = this.app;
    await this.stop();
    for (const { id } of await host.list()) await host.destroy(id);
    await this.#engine.warden.close();
    await rm(this.#stateDir, { recursive: true, force: true });
  }
}
