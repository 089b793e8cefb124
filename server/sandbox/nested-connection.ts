import { Agent, request, type ClientRequestArgs, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Most bytes that one answer of a nested engine may hold: it is the learner's, and may answer anything. */
export const MAX_RESPONSE = 8 * 2 ** 20;
/** Bytes of a refusal that are read for its reason. */
const MAX_REASON = 4096;

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

/** The nested engine said no. */
export class NestedRefusal extends Error {
  override readonly name = 'NestedRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An HTTP agent whose connections are channels of the sandbox's agent: no port, no network. */
class DialAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;

  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: 8, maxFreeSockets: 4 });
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

  /** @returns the parsed body. Rejects on refusal, on nonsense, past the size, and on abort. */
  async get(path: string, signal: AbortSignal): Promise<unknown> {
    return parsed(await this.open(path, signal));
  }

  /** Same, for a question that has a body. */
  async post(path: string, body: object, signal: AbortSignal): Promise<unknown> {
    return parsed(await this.open(path, signal, body));
  }

  /**
   * @param body makes it a POST.
   * @returns the answer's stream, once its status is known to be 200 or 201. Rejects with `NestedRefusal` on any other.
   */
  open(path: string, signal: AbortSignal, body?: object): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const headers = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {};
      const method = text ? 'POST' : 'GET';
      const outgoing = request({ agent: this.#agent, host: 'hote', path, method, headers, signal }, (response) => {
        const status = response.statusCode ?? 0;
        if (status === 200 || status === 201) resolve(response);
        else refusal(status, response).then(reject, reject);
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  }

  /** Cuts every connection; the next request dials again. */
  close(): void {
    this.#agent.destroy();
  }
}

/** All of an answer. Rejects past `MAX_RESPONSE`. */
export async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_RESPONSE) {
      response.destroy();
      throw new Error(`the nested engine answered more than ${MAX_RESPONSE} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const parsed = async (response: IncomingMessage): Promise<unknown> =>
  JSON.parse((await readAll(response)).toString('utf8'));

async function refusal(status: number, response: IncomingMessage): Promise<NestedRefusal> {
  const text = (await readAll(response)).toString('utf8', 0, MAX_REASON);
  return new NestedRefusal(status, /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text);
}
