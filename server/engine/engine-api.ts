import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';

/** The Engine answered with a status of 400 or more. */
export class EngineApiError extends Error {
  override readonly name = 'EngineApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface CallOptions {
  body?: object | Readable;
  contentType?: string;
  /** Milliseconds without any byte; none by default. */
  timeout?: number;
}

/**
 * The few calls of Docker Engine's HTTP API that make and stop a lab engine. Sandboxes have their own, richer door
 * (`server/sandbox/`); this one must work before there is any.
 */
export class EngineApi {
  readonly socketPath: string;

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** @returns false when nothing answers on the socket within a second. */
  async answers(): Promise<boolean> {
    try {
      await this.text('GET', '/_ping', { timeout: 1000 });
      return true;
    } catch {
      return false;
    }
  }

  async json<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    return JSON.parse(await this.text(method, path, options)) as T;
  }

  /** @throws EngineApiError with the Engine's own sentence when it refuses. */
  async text(method: string, path: string, options: CallOptions = {}): Promise<string> {
    const response = await this.open(method, path, options);
    const text = await readAll(response);
    const status = response.statusCode ?? 0;
    if (status >= 400) throw new EngineApiError(status, `${method} ${path}: ${messageOf(text)}`);
    return text;
  }

  /** Same, for an answer to be read as it comes. */
  open(method: string, path: string, { body, contentType, timeout }: CallOptions = {}): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const call = request(this.options(method, path, timeout, contentType), resolve);
      call.on('error', reject);
      call.on('timeout', () => call.destroy(new Error(`${method} ${path}: no answer within ${timeout} ms`)));
      if (isReadable(body)) {
        body.on('error', (error) => call.destroy(error));
        body.pipe(call);
      } else {
        call.end(body && JSON.stringify(body));
      }
    });
  }

  /** Starts an exec and takes over its connection: raw standard input in, multiplexed output back (see `DockerFrames`). */
  async hijack(path: string, body: object): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const call = request({
        ...this.options('POST', path),
        headers: { 'Content-Type': 'application/json', Connection: 'Upgrade', Upgrade: 'tcp' },
      });
      call.on('error', reject);
      call.on('upgrade', (_response, socket: Duplex, head: Buffer) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      call.on('response', (response) => {
        void readAll(response).then(
          (text) => reject(new EngineApiError(response.statusCode ?? 0, messageOf(text))),
          reject,
        );
      });
      call.end(JSON.stringify(body));
    });
  }

  private options(method: string, path: string, timeout?: number, contentType = 'application/json'): RequestOptions {
    // A connection per call: the shared agent would end a call that waits more than five seconds for its answer.
    return {
      agent: false,
      socketPath: this.socketPath,
      method,
      path,
      timeout,
      headers: { Host: 'docker', 'Content-Type': contentType },
    };
  }
}

const isReadable = (body: object | undefined): body is Readable => body !== undefined && 'pipe' in body;

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.trim();
  }
}
