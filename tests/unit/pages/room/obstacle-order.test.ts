import { describe, expect, it } from 'vitest';
import type { Obstacle } from '../../../../server/contract/results.ts';
import { byColumn, shareOf } from '../../../../src/islands/room/state/obstacle-order.ts';

const obstacle = (check: string, failed: number, opened: number, medianToPass: number | null = null): Obstacle => ({
  lab: 'l',
  check,
  opened,
  failed,
  passed: opened - failed,
  medianToPass,
  commonFeedback: null,
  replays: [],
});
const ROWS = [obstacle('a', 1, 4, 60), obstacle('b', 3, 4), obstacle('c', 2, 8, 30), obstacle('d', 0, 0)];
const place = ({ check }: Obstacle): number => check.charCodeAt(0);
const sorted = (...how: Parameters<typeof byColumn> extends [unknown, ...infer Rest] ? Rest : never): string =>
  byColumn(ROWS, ...how)
    .map(({ check }) => check)
    .join('');

describe('the rows of « où ça coince »', () => {
  it('come by the share that fails; of equal shares, more people first', () => {
    expect(sorted('share', true, place)).toBe('bcad');
    expect(sorted('share', false, place)).toBe('dcab');
  });

  it('leave last what has no time, either way', () => {
    expect(sorted('time', true, place)).toBe('acbd');
    expect(sorted('time', false, place)).toBe('cabd');
  });

  it('come in the order of the course, or backwards', () => {
    expect(sorted('course', false, place)).toBe('abcd');
    expect(sorted('course', true, place)).toBe('dcba');
  });

  it('do not divide by nobody', () => {
    expect(shareOf(obstacle('x', 0, 0))).toBe(0);
  });
});
