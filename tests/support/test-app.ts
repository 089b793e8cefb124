import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp, type App } from '../../server/app.ts';
import type { AttemptView } from '../../server/contract/api.ts';
import { FakeSandboxHost } from './fake-sandbox-host.ts';
import { testConfig } from './test-config.ts';

export interface TestApp extends AsyncDisposable {
  app: App;
  host: FakeSandboxHost;
  url: string;
  stateDir: string;
}

/**
 * The whole program on a fake host, a real database and a real port.
 * @param former state folder of one that has ended
 */
export async function testApp(
  environment: Record<string, string> = {},
  host = new FakeSandboxHost(),
  former?: string,
): Promise<TestApp> {
  const stateDir = former ?? (await mkdtemp(join(tmpdir(), 'etanche-app-')));
  const app = await createApp(testConfig(stateDir, environment), null, {
    host,
    log: pino({ level: 'silent' }),
    checkAnswers: true,
  });
  const { urls } = await app.start();
  return {
    app,
    host,
    url: urls[0] ?? '',
    stateDir,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** A browser's worth of HTTP: keeps the cookie, sends our header. */
export class Client {
  readonly #url: string;
  cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        'x-etanche': '1',
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] ?? '';
    return response;
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.send(method, path, body)).json()) as T;
  }

  async signIn(pseudonym: string): Promise<this> {
    await this.send('POST', '/api/session', { pseudonym });
    return this;
  }

  /** Opens a lab and waits until its start state is in place. */
  async open(lab: string): Promise<AttemptView> {
    let view = await this.json<AttemptView>('POST', '/api/attempts', { lab });
    for (let n = 0; view.state === 'preparing' && n < 400; n++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      view = await this.json<AttemptView>('GET', `/api/attempts/${view.id}`);
    }
    return view;
  }
}
