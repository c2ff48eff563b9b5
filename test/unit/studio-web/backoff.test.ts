import { expect, test } from 'vitest';
import { backoffMs } from '../../../studio-web/connection/backoff.ts';

test('the pause grows to a second, and after a few seconds to three', () => {
  const longest = [1, 2, 3, 4, 8, 9, 10, 1_000].map((attempt) => backoffMs(attempt, () => 0.999_999));
  expect(longest).toEqual([400, 600, 900, 1_000, 1_000, 3_000, 3_000, 3_000]);
});

test('chance takes away no more than half', () => {
  expect(backoffMs(3, () => 0)).toBe(450);
  expect(backoffMs(3, () => 0.5)).toBe(675);
});
