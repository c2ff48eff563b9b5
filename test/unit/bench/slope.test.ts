import { describe, expect, test } from 'vitest';
import { slopeOf, slopePercent } from '../../../bench/continuity/soak/slope.ts';

describe('the slope of noisy points', () => {
  const rising = Array.from({ length: 30 }, (_, x) => ({ x, y: 100 + 0.5 * x }));

  test('is that of the line they lie on', () => {
    expect(slopeOf(rising)).toBeCloseTo(0.5);
    expect(slopeOf(rising.map(({ x }) => ({ x, y: 7 })))).toBe(0);
  });

  test('is not bent by a few wild ones', () => {
    const wild = rising.map((point) => (point.x % 10 === 9 ? { ...point, y: 5_000 } : point));
    expect(slopeOf(wild)).toBeCloseTo(0.5, 1);
  });

  test('is not known from one point', () => {
    expect(slopeOf([{ x: 1, y: 1 }])).toBeNaN();
  });

  test('can be had in percent of what there is', () => {
    expect(
      slopePercent([
        { x: 0, y: 99 },
        { x: 1, y: 101 },
      ]),
    ).toBeCloseTo(2);
  });
});
