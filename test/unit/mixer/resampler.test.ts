import { describe, expect, it } from 'vitest';
import { RESAMPLER_DELAY, resample, TAPS } from '../../../server/mixer/resampler.ts';
import { toneLevelDb } from '../../support/tone.ts';

const RATE = 48_000;

function sine(frequencyHz: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * frequencyHz * i) / RATE));
}

/** The level of everything in `samples` that is not the sine it should be, in dB. */
function errorDb(samples: Float32Array, frequencyHz: number, start: number, step: number): number {
  let squares = 0;
  for (let i = 0; i < samples.length; i++) {
    const at = start + i * step + RESAMPLER_DELAY;
    const wanted = Math.sin((2 * Math.PI * frequencyHz * at) / RATE);
    squares += ((samples[i] ?? 0) - wanted) ** 2;
  }
  return 10 * Math.log10(squares / samples.length / 0.5);
}

describe('resample', () => {
  it('gives back the very samples at a whole position and a step of 1', () => {
    const input = sine(1234, 2000);
    const output = new Float32Array(960);
    resample(input, 100, 1, output);
    for (let i = 0; i < output.length; i++) {
      expect(output[i]).toBeCloseTo(input[100 + RESAMPLER_DELAY + i] ?? 0, 6);
    }
  });

  it.each([
    [100, -80],
    [1000, -80],
    [8000, -80],
    [15_000, -70],
    [18_000, -50],
  ])('moves a sine of %s Hz with an error below %s dB at every phase and rate', (frequencyHz, limitDb) => {
    const input = sine(frequencyHz, 10_000 + TAPS);
    const output = new Float32Array(9600);
    for (const step of [1, 1.00003, 0.9999, 1.005, 0.995]) {
      resample(input, 7.37, step, output);
      expect(errorDb(output, frequencyHz, 7.37, step)).toBeLessThan(limitDb);
    }
  });

  it('keeps the level up to 19 kHz', () => {
    const output = new Float32Array(9600);
    resample(sine(19_000, 10_000), 3.5, 1, output);
    expect(toneLevelDb(output, RATE, 19_000)).toBeGreaterThan(-0.5);
  });
});
