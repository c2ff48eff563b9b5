import { describe, expect, it } from 'vitest';
import { failuresAfter, restartDelayMs, STEADY_AFTER_MS } from '../../../server/process/backoff.ts';

describe('the wait before a restart', () => {
  it('is nothing after the first end', () => {
    expect(restartDelayMs(1, 0)).toBe(0);
    expect(restartDelayMs(1, 0.999)).toBe(0);
  });

  it.each([
    [2, 250],
    [3, 375],
    [4, 562.5],
    [5, 843.75],
    [9, 4271.484375],
    [10, 5000],
    [1000, 5000],
  ])('is, after %i ends in a row, %d ms in the middle of its range', (failures, delayMs) => {
    expect(restartDelayMs(failures, 0.5)).toBeCloseTo(delayMs, 6);
  });

  it('spreads by a fifth to either side', () => {
    expect(restartDelayMs(10, 0)).toBeCloseTo(4000, 6);
    expect(restartDelayMs(10, 1)).toBeCloseTo(6000, 6);
  });

  it('begins anew for a program that was up for a while', () => {
    expect(failuresAfter(0, 0)).toBe(1);
    expect(failuresAfter(7, STEADY_AFTER_MS - 1)).toBe(8);
    expect(failuresAfter(7, STEADY_AFTER_MS)).toBe(1);
  });
});
