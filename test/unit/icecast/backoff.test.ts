import { expect, test } from 'vitest';
import { backoffMs } from '../../../server/icecast/backoff.ts';

const waits = (random: number, capMs?: number) =>
  [1, 2, 3, 4, 8, 9, 10, 1000].map((failures) =>
    Math.round(backoffMs({ failures, random: () => random, ...(capMs !== undefined && { capMs }) })),
  );

test('the first wait is up to 250 ms, then it grows by half up to 5 s', () => {
  expect(waits(0.5)).toEqual([125, 375, 563, 844, 4271, 5000, 5000, 5000]);
});

test('jitter is 20 % either way', () => {
  expect(waits(0)).toEqual([0, 300, 450, 675, 3417, 4000, 4000, 4000]);
  expect(waits(1)).toEqual([250, 450, 675, 1013, 5126, 6000, 6000, 6000]);
});

test('a lower cap holds', () => {
  expect(waits(0.5, 1000)).toEqual([125, 375, 563, 844, 1000, 1000, 1000, 1000]);
});
