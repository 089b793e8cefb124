import { describe, expect, it } from 'vitest';
import {
  decodeServerFrame,
  encodeServerFrame,
  KEYBOARDS,
  SERVER,
  type ServerFrame,
} from '../../../server/contract/terminal-frames.ts';

describe('what the server says of a watched terminal', () => {
  const frames: ServerFrame[] = [
    ...KEYBOARDS.map((keyboard) => ({ type: 'keyboard' as const, keyboard })),
    { type: 'size', columns: 2, rows: 1000 },
    { type: 'size', columns: 300, rows: 40 },
  ];

  it.each(frames)('is read as it was written: %j', (frame) => {
    expect(decodeServerFrame(encodeServerFrame(frame))).toEqual(frame);
  });

  it.each([
    ['an unknown keyboard', [SERVER.keyboard, KEYBOARDS.length]],
    ['no keyboard', [SERVER.keyboard]],
    ['half a size', [SERVER.size, 0, 80]],
    ['a size without rows', [SERVER.size, 0, 80, 0, 0]],
    ['a size without bounds', [SERVER.size, 255, 255, 0, 24]],
  ])('is refused: %s', (_what, bytes) => {
    expect(decodeServerFrame(Uint8Array.from(bytes))).toBeNull();
  });
});
