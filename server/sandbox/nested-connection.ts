import { Agent, request, type ClientRequestArgs, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Most bytes that one answer of a nested engine may hold: it is the learner's, and may answer anything. */
export const MAX_RESPONSE = 8 * 2 ** 20;

/** What `http.Agent` calls on a socket, for a stream that is none. */
function asSocket(stream: Duplex): Duplex {
  const nothing = (): Duplex => stream;
  return Object.assign(stream, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  });
}

/**
 * An HTTP agent whose connections are execs of `docker system dial-stdio` in a sandbox: no port, no network. Connections
 * are kept between requests, since an exec costs about 100 ms and a request over an open one about 1 ms.
 */
class DialAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;

  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: 3, maxFreeSockets: 3 });
    this.#dial = dial;
  }

  override createConnection(_options: ClientRequestArgs, done?: (error: Error | null, stream: Duplex) => void): null {
    this.#dial().then(
      (stream) => done?.(null, asSocket(stream)),
      (error: Error) => done?.(error, null as unknown as Duplex),
    );
    return null;
  }
}

/**
 * Reads a nested engine's HTTP API. Not through dockerode, which gathers answers of any size and leaves a promise pending
 * when the connection dies in the middle of one: here every answer is bounded in size and every wait in time.
 */
export class NestedClient {
  readonly #agent: DialAgent;

  /** @param dial opens one byte stream to the nested engine's socket. */
  constructor(dial: () => Promise<Duplex>) {
    this.#agent = new DialAgent(dial);
  }

  /** @returns the parsed body of a 200 answer. Rejects on any other status, on nonsense, past the size, and on abort. */
  async get(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.open(path, signal);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_RESPONSE) {
        response.destroy();
        throw new Error(`the nested engine answered more than ${MAX_RESPONSE} bytes to ${path}`);
      }
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  }

  /** @returns the answer's stream, once its status is known to be 200. */
  open(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ agent: this.#agent, host: 'hote', path, signal }, (response) => {
        if (response.statusCode === 200) resolve(response);
        else {
          response.destroy();
          reject(new Error(`the nested engine answered ${response.statusCode} to ${path}`));
        }
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  /** Cuts every connection; the next request dials again. */
  close(): void {
    this.#agent.destroy();
  }
}
