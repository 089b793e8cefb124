import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attachCommand,
  encodeShown,
  encodeSize,
  encodeTyped,
  HolderReader,
  watchCommand,
} from '../../../server/terminal/holder-protocol.ts';

const frame = (kind: string, payload: Uint8Array | string): Buffer => {
  const body = Buffer.from(payload);
  const header = Buffer.alloc(5);
  header.write(kind);
  header.writeUInt32BE(body.length, 1);
  return Buffer.concat([header, body]);
};
const hello = (offset: bigint, reset = 0): Buffer => {
  const payload = Buffer.alloc(9);
  payload[0] = reset;
  payload.writeBigUInt64BE(offset, 1);
  return frame('H', payload);
};

/** What a reader makes of these pieces: events in order, data joined; `null` where it refuses. */
function read(pieces: Buffer[]): (string | [string, ...unknown[]])[] | null {
  const seen: (string | [string, ...unknown[]])[] = [];
  const reader = new HolderReader({
    onHello: (offset, reset) => seen.push(['hello', offset, reset]),
    onData: (bytes) => {
      const last = seen.at(-1);
      if (typeof last === 'string') seen[seen.length - 1] = last + Buffer.from(bytes).toString('latin1');
      else seen.push(Buffer.from(bytes).toString('latin1'));
    },
    onExit: (status) => seen.push(['exit', status]),
    onSize: (columns, rows) => seen.push(['size', columns, rows]),
  });
  return pieces.every((piece) => reader.push(piece)) ? seen : null;
}

describe('what the holder says', () => {
  const whole = Buffer.concat([
    hello(4_294_967_296n, 1),
    frame('D', 'bonjour '),
    frame('D', 'X\0\0\0\x010'),
    hello(4_294_999_999n),
    frame('W', Buffer.from([1, 44, 0, 40])),
    frame('D', 'z'),
    frame('X', '130'),
  ]);
  const expected = [
    ['hello', 4_294_967_296, true],
    'bonjour X\0\0\0\x010',
    ['hello', 4_294_999_999, false],
    ['size', 300, 40],
    'z',
    ['exit', 130],
  ];

  it('is read in one piece', () => {
    expect(read([whole])).toEqual(expected);
  });

  it('is read the same in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const pieces = edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
        expect(read(pieces)).toEqual(expected);
      }),
    );
  });

  it.each([
    ['data before the greeting', frame('D', 'a')],
    ['an unknown letter', frame('Z', 'a')],
    ['a greeting of another length', frame('H', 'abc')],
    ['an offset beyond what a number holds', hello(2n ** 53n)],
    ['an empty piece of data', Buffer.concat([hello(0n), frame('D', '')])],
    ['a piece of data without end', Buffer.concat([hello(0n), Buffer.from('D\xff\xff\xff\xff', 'latin1')])],
    ['a window before the greeting', frame('W', Buffer.from([0, 80, 0, 24]))],
    ['a window of another length', Buffer.concat([hello(0n), frame('W', 'ab')])],
    ['a window without rows', Buffer.concat([hello(0n), frame('W', Buffer.from([0, 80, 0, 0]))])],
    ['a window without bounds', Buffer.concat([hello(0n), frame('W', Buffer.from([255, 255, 0, 24]))])],
    ['a long status', Buffer.concat([hello(0n), frame('X', '123456789')])],
    ['anything after the end', Buffer.concat([hello(0n), frame('X', '0'), frame('D', 'a')])],
  ])('is refused: %s', (_what, bytes) => {
    expect(read([bytes])).toBeNull();
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        read(pieces.map((piece) => Buffer.from(piece)));
      }),
    );
  });
});

describe('what is said to the holder', () => {
  it('is framed', () => {
    expect(Buffer.from(encodeTyped(Buffer.from('ls\r'))).toString('latin1')).toBe('I\0\0\0\x03ls\r');
    expect(Buffer.from(encodeShown(2 ** 40 + 1)).toString('latin1')).toBe('A\0\0\0\x08\0\0\x01\0\0\0\0\x01');
    expect([...encodeSize(300, 40)]).toEqual([0x57, 0, 0, 0, 4, 1, 44, 0, 40]);
  });

  it('starts with a command without a shell', () => {
    expect(attachCommand(2, -1)).toEqual(['/usr/local/lib/etanche/terminal', 'attach', '2', '-1']);
    expect(watchCommand(3, 7)).toEqual(['/usr/local/lib/etanche/terminal', 'attach', '3', '7', 'watch']);
  });
});
