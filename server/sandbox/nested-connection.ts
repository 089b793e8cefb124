import { Agent, type ClientRequestArgs } from 'node:http';
import { Duplex, Transform } from 'node:stream';

/** Most bytes that one request to a nested engine may bring back: it is the learner's, and may answer anything. */
export const MAX_RESPONSE = 8 * 2 ** 20;

/** Cuts the connection once more than its budget has come through; the budget is renewed for each request. */
class Budget extends Transform {
  left = MAX_RESPONSE;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: Error | null, data?: Buffer) => void): void {
    this.left -= chunk.length;
    if (this.left < 0) done(new Error(`the nested engine answered more than ${MAX_RESPONSE} bytes`));
    else done(null, chunk);
  }
}

/** What `http.Agent` expects of a socket, over a stream that is none. */
function asSocket(stream: Duplex): { socket: Duplex; renew: () => void } {
  const budget = new Budget();
  stream.pipe(budget);
  const socket = Duplex.from({ readable: budget, writable: stream });
  const close = (error?: Error | null): void => void stream.destroy(error ?? undefined);
  socket.on('close', () => close());
  socket.on('error', close);
  budget.on('error', (error) => socket.destroy(error));
  const nothing = (): Duplex => socket;
  Object.assign(socket, { setKeepAlive: nothing, setNoDelay: nothing, setTimeout: nothing, ref: nothing, unref: nothing });
  return { socket, renew: () => (budget.left = MAX_RESPONSE) };
}

/**
 * An HTTP agent whose connections are execs of `docker system dial-stdio` in a sandbox: no port, no network. Connections
 * are kept between requests, since an exec costs about 100 ms and a request over an open one about 1 ms.
 */
export class NestedAgent extends Agent {
  readonly #dial: () => Promise<Duplex>;
  readonly #open = new Map<Duplex, () => void>();

  constructor(dial: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: 3, maxFreeSockets: 3 });
    this.#dial = dial;
  }

  override createConnection(_options: ClientRequestArgs, done?: (error: Error | null, stream: Duplex) => void): null {
    this.#dial().then(
      (stream) => {
        const { socket, renew } = asSocket(stream);
        this.#open.set(socket, renew);
        socket.once('close', () => this.#open.delete(socket));
        done?.(null, socket);
      },
      (error: Error) => done?.(error, null as unknown as Duplex),
    );
    return null;
  }

  /** Gives every connection the whole budget again. */
  renewBudgets(): void {
    for (const renew of this.#open.values()) renew();
  }

  override destroy(): void {
    super.destroy();
    for (const socket of this.#open.keys()) socket.destroy();
  }
}
