import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ExecStream } from '../../../server/sandbox/exec-stream.ts';

const frame = (stream: number, data: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
};

/** A socket of which the test holds the other end. */
function socketPair() {
  const fromEngine = new PassThrough();
  const toEngine = new PassThrough();
  return { socket: Duplex.from({ readable: fromEngine, writable: toEngine }), fromEngine, toEngine };
}

describe('an exec without a terminal', () => {
  it('separates output from errors, wherever the network cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ stream: fc.constantFrom(1, 2), data: fc.uint8Array({ maxLength: 40 }) }), {
          maxLength: 8,
        }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (frames, cuts) => {
          const { socket, fromEngine } = socketPair();
          const errors: Buffer[] = [];
          const stream = new ExecStream(socket, (chunk) => errors.push(Buffer.from(chunk)));
          const bytes = Buffer.concat(frames.map(({ stream: kind, data }) => frame(kind, Buffer.from(data))));
          for (let at = 0, n = 0; at < bytes.length; n++) {
            const size = cuts[n % cuts.length] ?? 1;
            fromEngine.write(bytes.subarray(at, at + size));
            at += size;
          }
          fromEngine.end();
          const output: Buffer[] = [];
          for await (const chunk of stream) output.push(chunk as Buffer);
          const of = (kind: number) =>
            Buffer.concat(frames.filter((f) => f.stream === kind).map((f) => Buffer.from(f.data)));
          expect(Buffer.concat(output)).toEqual(of(1));
          expect(Buffer.concat(errors)).toEqual(of(2));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('slows the engine down when nobody reads', async () => {
    const { socket, fromEngine } = socketPair();
    const stream = new ExecStream(socket);
    const block = frame(1, Buffer.alloc(16 * 1024));
    let accepted = 0;
    for (let n = 0; n < 1_000; n++) {
      if (!fromEngine.write(block)) break;
      accepted += block.length;
      await new Promise(setImmediate);
    }
    expect(accepted).toBeLessThan(1024 * 1024);
    stream.destroy();
  });

  it('ends when the socket is cut', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stream = new ExecStream(connect((server.address() as AddressInfo).port, '127.0.0.1'));
    stream.resume();
    await once(stream, 'close');
    server.close();
  });
});
