import { describe, expect, it } from 'vitest';
import { LineEditing } from '../../../server/terminal/line-editing.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a line being typed', () => {
  it.each(['d', 'é', ' -it', '\x7f', '\b', '\t', '\x1b[A'])('%j is not worth an evaluation, nor its echo', (keys) => {
    const line = new LineEditing();
    expect(line.typed(bytes(keys))).toBe(false);
    expect(line.shown(bytes('d'))).toBe(false);
  });

  it.each(['\r', '\n', 'docker ps\r', '\x03', '\x04', '\x1a'])('%j is, and what follows it', (keys) => {
    const line = new LineEditing();
    line.typed(bytes('docker ps'));
    expect(line.typed(bytes(keys))).toBe(true);
    expect(line.shown(bytes('root@hote:~# '))).toBe(true);
  });

  it('hears a program that writes lines meanwhile', () => {
    const line = new LineEditing();
    line.typed(bytes('d'));
    expect(line.shown(bytes('fini\r\n'))).toBe(true);
  });

  it('hears everything before the first key', () => {
    expect(new LineEditing().shown(bytes('root@hote:~# '))).toBe(true);
  });
});
