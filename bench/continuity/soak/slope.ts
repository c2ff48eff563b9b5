/** The slope of a line through noisy points that a few wild ones do not bend (Theil 1950, Sen 1968). Pure. */
import { median } from '../../report/statistics.ts';

export type Point = { readonly x: number; readonly y: number };

/** The median of the slopes of all pairs, in y per x; NaN for fewer than two points. */
export function slopeOf(points: readonly Point[]): number {
  return median(
    points.flatMap((a, index) =>
      points.slice(index + 1).flatMap((b) => (b.x === a.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
    ),
  );
}

/** The slope in percent of the median of y, per x; NaN for fewer than two points. */
export function slopePercent(points: readonly Point[]): number {
  return (100 * slopeOf(points)) / median(points.map(({ y }) => y));
}
