import { beforeEach, describe, expect, test } from 'vitest';
import { ArrivalRate } from '../../../server/signaling/arrival-rate.ts';

let rate: ArrivalRate;

beforeEach(() => {
  rate = new ArrivalRate({ burst: 3, perSecond: 2 });
});

const admitted = (key: string, nowMs: number, tries: number) =>
  Array.from({ length: tries }, () => rate.admits(key, nowMs)).filter(Boolean).length;

describe('arrivals', () => {
  test('that come at once are let in up to the burst', () => {
    expect(admitted('a', 0, 10)).toBe(3);
  });

  test('are counted apart for each key', () => {
    admitted('a', 0, 10);
    expect(admitted('b', 0, 10)).toBe(3);
  });

  test('are let in again at the rate, however many were turned away', () => {
    admitted('a', 0, 1_000);
    expect(admitted('a', 1_000, 1_000)).toBe(2);
    expect(admitted('a', 60_000, 1_000)).toBe(3);
  });

  test('that were turned away do not lose the part of a place that has come back', () => {
    admitted('a', 0, 3);
    expect([250, 500].map((nowMs) => rate.admits('a', nowMs))).toEqual([false, true]);
  });

  test('of ten thousand others make a key forgotten, and no more are remembered', () => {
    admitted('a', 0, 3);
    for (let index = 0; index < 10_000; index += 1) rate.admits(`other ${index}`, 0);
    expect(admitted('a', 0, 10)).toBe(3);
  });
});
