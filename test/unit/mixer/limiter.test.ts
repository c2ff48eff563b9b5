import { describe, expect, test } from 'vitest';
import { LIMITER_CEILING, LIMITER_DELAY_FRAMES, Limiter } from '../../../server/mixer/limiter.ts';
import { largestStep, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';
import { seededRandom } from './random.ts';
import { type Tone, ticksOf, tones } from './tick-source.ts';

const DELAY = 2 * LIMITER_DELAY_FRAMES;

function limited(samples: Float32Array, limiter = new Limiter()): Float32Array {
  return Float32Array.from([...ticksOf(samples)].flatMap((tick) => [...limiter.limit(tick)]));
}

function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

function tone(db: number, seconds: number, hz = 440): Tone {
  return { hz, db, seconds };
}

describe('the limiter', () => {
  test('gives what stays below the ceiling as it was, bit by bit, 5 ms later', () => {
    const samples = tones(tone(-1.01, 1));
    const output = limited(samples);
    expect(output.subarray(0, DELAY)).toEqual(new Float32Array(DELAY));
    expect(output.subarray(DELAY)).toEqual(samples.subarray(0, output.length - DELAY));
  });

  test('lets nothing above the ceiling, whatever comes', () => {
    const random = seededRandom(7);
    const limiter = new Limiter();
    for (let burst = 0; burst < 40; burst += 1) {
      const loud = 10 ** (random() * 2 - 1);
      const samples = Float32Array.from({ length: 1920 * 3 }, () =>
        random() < 0.02 ? loud * 20 * (random() - 0.5) : loud * (random() - 0.5),
      );
      expect(peakOf(limited(samples, limiter))).toBeLessThanOrEqual(LIMITER_CEILING);
    }
  });

  test('holds a tone that is far too loud just at the ceiling, and keeps it a tone', () => {
    const output = limited(tones(tone(12, 1)));
    const heard = sideOf(output, 0).subarray(4800);
    expect(20 * Math.log10(peakOf(heard))).toBeCloseTo(-1, 2);
    expect(toneLevelDb(heard, 48_000, 440)).toBeGreaterThan(-1.3);
    expect(toneLevelDb(heard, 48_000, 1320)).toBeLessThan(-40);
  });

  test('goes down and comes back without a step', () => {
    const loud = limited(tones(tone(-20, 0.5), tone(6, 0.5), tone(-20, 1)));
    expect(largestStep(sideOf(loud, 0))).toBeLessThan(1.05 * sineStep(-1, 48_000, 440) * 10 ** (1 / 20));
  });

  test('says by how much it turned the program down since it was asked last', () => {
    const limiter = new Limiter();
    limited(tones(tone(-3, 0.5)), limiter);
    expect(limiter.takeReductionDb()).toBe(0);
    limited(tones(tone(5, 0.5)), limiter);
    expect(limiter.takeReductionDb()).toBeCloseTo(6, 2);
    limited(tones(tone(2, 1)), limiter);
    limiter.takeReductionDb();
    limited(tones(tone(2, 1)), limiter);
    expect(limiter.takeReductionDb()).toBeCloseTo(3, 2);
    limited(tones(tone(-20, 1)), limiter);
    limiter.takeReductionDb();
    limited(tones(tone(-20, 1)), limiter);
    expect(limiter.takeReductionDb()).toBe(0);
  });

  test('turns both sides down alike', () => {
    const samples = tones(tone(6, 1));
    for (let at = 1; at < samples.length; at += 2) samples[at] = (samples[at] ?? 0) / 4;
    const output = limited(samples);
    const [left, right] = [sideOf(output, 0), sideOf(output, 1)];
    for (let frame = 0; frame < left.length; frame += 1) {
      expect(right[frame]).toBeCloseTo((left[frame] ?? 0) / 4, 6);
    }
  });

  test('is all the way down when a single peak comes, and lets go slowly', () => {
    const samples = tones(tone(-40, 1));
    const peak = 9000;
    samples[2 * peak] = 4 * LIMITER_CEILING;
    samples[2 * peak + 1] = 2 * LIMITER_CEILING;
    const output = limited(samples);
    const out = 2 * peak + DELAY;
    expect(output[out]).toBeCloseTo(LIMITER_CEILING, 5);
    // Nothing but the gain touches this side: it is below the ceiling by then.
    expect(output[out + 1]).toBeCloseTo(LIMITER_CEILING / 2, 5);
    const levelAfter = (ms: number) =>
      toneLevelDb(sideOf(output, 0).subarray(out / 2 + 48 * ms, out / 2 + 48 * (ms + 10)), 48_000, 440);
    expect(levelAfter(10)).toBeLessThan(-40 - 6);
    expect(levelAfter(60)).toBeLessThan(-40 - 1.5);
    expect(levelAfter(300)).toBeCloseTo(-40, 1);
  });

  test('is back at unity half a second after a peak, and exactly', () => {
    const samples = tones(tone(-12, 1.5));
    for (let frame = 9000; frame < 9010; frame += 1) samples[2 * frame] = 3;
    const output = limited(samples);
    const late = 2 * 48_000;
    expect(output.subarray(late + DELAY)).toEqual(samples.subarray(late, samples.length - DELAY));
    const before = output.subarray(DELAY, 2 * (9000 - LIMITER_DELAY_FRAMES) + DELAY);
    expect(before).toEqual(samples.subarray(0, before.length));
  });
});
