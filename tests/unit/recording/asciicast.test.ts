import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asciicast } from '../../../server/recording/asciicast.ts';
import { parseCast } from '../../../src/islands/terminal/cast.ts';

const LIMIT = 1024 * 1024;

/** A recording whose clock is moved by hand, in milliseconds. */
function recording(limit = LIMIT) {
  let text = '';
  const clock = { now: 5_000 };
  const cast = new Asciicast(
    (line) => (text += line),
    limit,
    () => clock.now,
  );
  return {
    cast,
    clock,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    output: () =>
      text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line) as [number, string, string])
        .filter(([, code]) => code === 'o')
        .map(([, , data]) => data)
        .join(''),
  };
}

describe('a recording', () => {
  it('is a header with the size, then output and sizes with their instants', () => {
    const { cast, clock, lines } = recording();
    cast.size(97, 31);
    clock.now += 1_500;
    cast.output(Buffer.from('bonjour\r\n'));
    clock.now += 250;
    cast.size(120, 40);
    cast.size(120, 40);
    const [header, ...events] = lines();
    expect(header).toEqual({
      version: 2,
      width: 97,
      height: 31,
      timestamp: expect.closeTo(Date.now() / 1000, -1),
      env: { TERM: 'xterm-256color', SHELL: '/bin/bash' },
    });
    expect(events).toEqual([
      [1.5, 'o', 'bonjour\r\n'],
      [1.75, 'r', '120x40'],
    ]);
  });

  it('has a usual size when none was told, and is empty when nothing came', () => {
    const { cast, lines, text } = recording();
    cast.leap();
    expect([cast.empty, text()]).toEqual([true, '']);
    cast.output(Buffer.from('a'));
    expect(cast.empty).toBe(false);
    expect(lines()[0]).toMatchObject({ width: 80, height: 24 });
  });

  it('keeps characters whole however their bytes are cut', () => {
    const sentence = 'é € 🐳 ﻿fin — « étanche »\r\n'.repeat(3);
    const bytes = Buffer.from(sentence);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
        const { cast, output } = recording();
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        edges.slice(1).forEach((edge, index) => cast.output(bytes.subarray(edges[index], edge)));
        expect(output()).toBe(sentence);
      }),
    );
  });

  it('is one event a line whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (pieces) => {
        const { cast, lines } = recording();
        cast.size(80, 24);
        for (const piece of pieces) cast.output(piece);
        for (const event of lines().slice(1)) expect(event).toEqual([expect.any(Number), 'o', expect.any(String)]);
      }),
    );
  });

  it('clears the screen at a leap, and forgets half a character', () => {
    const { cast, output } = recording();
    cast.output(Buffer.from('avant \u{1F433}').subarray(0, -1));
    cast.leap();
    cast.output(Buffer.from('après'));
    expect(output()).toBe('avant \x18\x1bcaprès');
  });

  it('stays under its limit, whatever is written, and says that it was cut', () => {
    const { cast, text, lines } = recording(20_000);
    for (let count = 0; count < 1_000 && !cast.full; count += 1) cast.output(Buffer.from('\0'.repeat(100)));
    expect(cast.full).toBe(true);
    cast.output(Buffer.from('encore'));
    cast.size(10, 10);
    expect(Buffer.byteLength(text())).toBeLessThanOrEqual(20_000);
    expect(Buffer.byteLength(text())).toBeGreaterThan(18_000);
    expect(lines().at(-1)).toEqual([0, 'm', expect.stringContaining('taille maximale')]);
    expect(text()).not.toContain('encore');
  });

  it('is read back by the page', () => {
    const { cast, clock, text } = recording();
    cast.size(97, 31);
    cast.output(Buffer.from('un'));
    clock.now += 60_000;
    cast.output(Buffer.from('deux'));
    cast.size(50, 20);
    const read = parseCast(text());
    expect(read).toMatchObject({ columns: 97, rows: 31, duration: 2 });
    expect(read?.events).toEqual([
      { at: 0, shown: 0, what: { kind: 'output', text: 'un' } },
      { at: 60, shown: 2, what: { kind: 'output', text: 'deux' } },
      { at: 60, shown: 2, what: { kind: 'resize', columns: 50, rows: 20 } },
    ]);
  });
});
