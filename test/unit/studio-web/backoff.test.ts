import { expect, test } from 'vitest';
import { backoffMs } from '../../../studio-web/connection/backoff.ts';

test('the pause doubles up to three seconds', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 1_000].map((attempt) => backoffMs(attempt, () => 0.999_999));
  expect(longest).toEqual([400, 800, 1_600, 3_000, 3_000, 3_000, 3_000, 3_000]);
});

test('chance takes away no more than half', () => {
  expect(backoffMs(3, () => 0)).toBe(800);
  expect(backoffMs(3, () => 0.5)).toBe(1_200);
});
