import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCast, shownAt, type Cast } from '../../../src/islands/terminal/cast.ts';
import { fontSizeFor } from '../../../src/islands/terminal/font-size.ts';

const HEADER = '{"version":2,"width":90,"height":30}';
const cast = (...lines: string[]): Cast => {
  const read = parseCast([HEADER, ...lines].join('\n'));
  if (!read) throw new Error('the header is sound');
  return read;
};

describe('a recording that is read', () => {
  it('shortens idle moments to two seconds', () => {
    const { events, duration } = cast('[1,"o","a"]', '[61,"o","b"]', '[61.5,"o","c"]');
    expect(events.map(({ at, shown }) => [at, shown])).toEqual([
      [1, 1],
      [61, 3],
      [61.5, 3.5],
    ]);
    expect(duration).toBe(3.5);
  });

  it('finds an instant again, within an idle moment too', () => {
    const recording = cast('[1,"o","a"]', '[61,"o","b"]', '[62,"o","c"]');
    expect([0, 1, 30, 60, 61, 61.5, 62, 900].map((at) => shownAt(recording, at))).toEqual([0, 1, 1, 2, 3, 3.5, 4, 4]);
  });

  it.each([
    ['nothing', ''],
    ['another version', '{"version":1,"width":80,"height":24}'],
    ['no size', '{"version":2}'],
    ['a size without bounds', '{"version":2,"width":100000,"height":24}'],
    ['a page', '<!doctype html>'],
    ['a list', '[2]'],
    ['null', 'null'],
  ])('is none with %s for a header', (_what, header) => {
    expect(parseCast(header)).toBeNull();
  });

  it('passes over what is no event of its own: input, sizes without bounds, half a line', () => {
    const { events } = cast(
      '[1,"i","secret"]',
      '[1,"r","100000x4"]',
      '[1,"r","80x24; alert(1)"]',
      '["1","o","a"]',
      '[1,"o",{"toString":1}]',
      '[2,"r","80x24"]',
      '[3,"m","ici"]',
      '[4,"o","coup',
    );
    expect(events.map(({ what }) => what)).toEqual([
      { kind: 'resize', columns: 80, rows: 24 },
      { kind: 'mark', text: 'ici' },
    ]);
  });

  it('never throws, and never goes back in time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.json(),
            fc.tuple(fc.double(), fc.constant('o'), fc.string()).map((event) => JSON.stringify(event)),
          ),
        ),
        (lines) => {
          const { events, duration } = cast(...lines);
          const instants = events.map(({ shown }) => shown);
          expect(instants).toEqual([...instants].sort((a, b) => a - b));
          expect(duration).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the type of a screen whose size is somebody else’s', () => {
  it('is the largest that fits, within what can be read', () => {
    const screen = { width: 800, height: 400 };
    expect(fontSizeFor(14, screen, { width: 400, height: 400 })).toBe(7);
    expect(fontSizeFor(14, screen, { width: 800, height: 200 })).toBe(7);
    expect(fontSizeFor(14, screen, { width: 4_000, height: 4_000 })).toBe(18);
    expect(fontSizeFor(14, screen, { width: 10, height: 10 })).toBe(6);
    expect(fontSizeFor(14, { width: 0, height: 0 }, { width: 10, height: 10 })).toBe(14);
  });
});
