import type { Obstacle } from '../../../../server/contract/results.ts';

export type ObstacleColumn = 'course' | 'share' | 'passed' | 'time';

/** Of those who opened the lab, the part that saw the check fail: 0 to 1. */
export const shareOf = ({ failed, opened }: Obstacle): number => (opened === 0 ? 0 : failed / opened);

const VALUES: Record<Exclude<ObstacleColumn, 'course'>, (obstacle: Obstacle) => number | null> = {
  share: shareOf,
  passed: ({ passed, opened }) => (opened === 0 ? 0 : passed / opened),
  time: ({ medianToPass }) => medianToPass,
};

/**
 * Rows in the order of one column; what has no value comes last, whichever the way; then more people first, then the
 * order of the course.
 * @param place where a check is in the course
 */
export function byColumn(
  obstacles: readonly Obstacle[],
  column: ObstacleColumn,
  downward: boolean,
  place: (obstacle: Obstacle) => number,
): Obstacle[] {
  const way = downward ? -1 : 1;
  if (column === 'course') return [...obstacles].sort((a, b) => way * (place(a) - place(b)));
  const valueOf = VALUES[column];
  return [...obstacles].sort((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
    } else if (one !== other) {
      return way * (one - other);
    }
    return b.failed - a.failed || place(a) - place(b);
  });
}
