import { expect, test } from 'vitest';
import { backoffMs } from '../../../studio-web/connection/backoff.ts';

test('the pause grows to less than a second, and after a while to three', () => {
  const longest = [1, 2, 3, 4, 20, 21, 1_000].map((attempt) => backoffMs(attempt, () => 0.999_999));
  expect(longest).toEqual([400, 600, 700, 700, 700, 3_000, 3_000]);
});

test('chance takes away no more than half', () => {
  expect(backoffMs(2, () => 0)).toBe(300);
  expect(backoffMs(2, () => 0.5)).toBe(450);
});
