import { describe, expect, it } from 'vitest';
import { RATE_CHANGE_MAX } from '../../../server/mixer/playback-rate.ts';
import { steadyToneDb } from '../../support/mount-listener.ts';
import { largestStep, longestGapMs, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';

function sine(frequencyHz: number, levelDb: number, count: number): Float32Array {
  const amplitude = 10 ** (levelDb / 20);
  return Float32Array.from(
    { length: count },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / 48_000),
  );
}

describe('toneLevelDb', () => {
  it.each([
    [440, -20],
    [1000, 0],
    [997.3, -33.3],
    [9000, -60],
  ])('reads a sine of %s Hz at %s dBFS', (frequencyHz, levelDb) => {
    expect(toneLevelDb(sine(frequencyHz, levelDb, 24_000), 48_000, frequencyHz)).toBeCloseTo(levelDb, 2);
  });

  it('does not hear a loud neighbour', () => {
    expect(toneLevelDb(sine(440, 0, 24_000), 48_000, 600)).toBeLessThan(-100);
  });

  it('finds nothing in silence', () => {
    expect(toneLevelDb(new Float32Array(4800), 48_000, 440)).toBe(-200);
  });
});

describe('steadyToneDb', () => {
  it.each([RATE_CHANGE_MAX, -RATE_CHANGE_MAX])('reads a tone whose clock is caught up by %s', (change) => {
    const heard = sine(1000 * (1 + change), -20, 19_200);
    expect(Math.abs(steadyToneDb(heard, 1000) + 20)).toBeLessThan(0.5);
  });

  it('does not hear a neighbour at 100 Hz', () => {
    expect(steadyToneDb(sine(900, -20, 19_200), 1000)).toBeLessThan(-60);
  });
});

describe('longestGapMs', () => {
  it('measures the longest quiet stretch and does not take the zero crossings for one', () => {
    const samples = sine(440, -20, 48_000);
    expect(longestGapMs(samples, 48_000, -50)).toBeLessThan(0.1);
    samples.fill(0, 10_000, 12_400);
    samples.fill(0.001, 20_000, 21_000);
    expect(longestGapMs(samples, 48_000, -50)).toBeCloseTo(50, 0);
  });
});

describe('largestStep', () => {
  it('is what sineStep says for a sine, and the click for a click', () => {
    const samples = sine(440, -20, 48_000);
    expect(largestStep(samples)).toBeCloseTo(sineStep(-20, 48_000, 440), 5);
    samples[24_000] = 0.5;
    expect(largestStep(samples)).toBeGreaterThan(0.3);
  });
});

describe('sideOf', () => {
  it('takes one side out of a pair', () => {
    expect([...sideOf(Float32Array.of(1, 2, 3, 4), 1)]).toEqual([2, 4]);
  });
});
