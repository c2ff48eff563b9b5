import { describe, expect, it } from 'vitest';
import { TICK_FRAMES } from '../../../../server/mixer/audio-format.ts';
import { HighPass, type HighPassSettings } from '../../../../server/mixer/processing/high-pass.ts';
import { largestStep, sineStep, toneLevelDb } from '../../../support/tone.ts';
import { RATE, tone } from './signals.ts';

const ON: HighPassSettings = { on: true, frequencyHz: 80, slopeDbPerOctave: 12 };

/** Filters a signal tick by tick; `beforeTick` may change the settings. */
function filtered(
  signal: Float32Array,
  settings: HighPassSettings,
  beforeTick: (filter: HighPass, tick: number) => void = () => {},
): Float32Array {
  const filter = new HighPass();
  filter.set(settings);
  const out = Float32Array.from(signal);
  for (let from = 0, tick = 0; from < out.length; from += TICK_FRAMES, tick += 1) {
    beforeTick(filter, tick);
    if (!filter.idle) filter.process(out.subarray(from, from + TICK_FRAMES));
  }
  return out;
}

/** A Butterworth high-pass of the order: 10 log10(1 / (1 + (fc/f)^2n)), with the warping of the bilinear transform. */
function butterworthDb(frequencyHz: number, cornerHz: number, order: number): number {
  const warp = (hz: number) => Math.tan((Math.PI * hz) / RATE);
  return -10 * Math.log10(1 + (warp(cornerHz) / warp(frequencyHz)) ** (2 * order));
}

describe('a high-pass', () => {
  it.each([
    [80, 12],
    [40, 12],
    [20, 12],
    [160, 12],
    [1000, 12],
    [80, 24],
    [40, 24],
    [160, 24],
  ] as const)('passes %s Hz as a Butterworth filter of %s dB per octave at 80 Hz does', (hz, slope) => {
    const heard = filtered(tone(hz, -10, 2), { ...ON, slopeDbPerOctave: slope });
    const db = toneLevelDb(heard.subarray(RATE), RATE, hz) + 10;
    expect(db).toBeCloseTo(butterworthDb(hz, 80, slope / 6), 1);
  });

  it('takes out a steady offset', () => {
    const heard = filtered(new Float32Array(RATE * 2).fill(0.5), ON);
    expect(Math.abs(heard.at(-1) ?? 1)).toBeLessThan(1e-6);
  });

  it('that is off touches nothing', () => {
    const signal = tone(50, -10, 0.2);
    expect(filtered(signal, { ...ON, on: false })).toEqual(signal);
  });

  it('does not click when it is switched and tuned again and again', () => {
    const heard = filtered(tone(100, -10, 4), ON, (filter, tick) => {
      filter.set({
        on: tick % 3 !== 0,
        frequencyHz: 40 + ((tick * 37) % 200),
        slopeDbPerOctave: tick % 2 === 0 ? 12 : 24,
      });
    });
    // What a blend of 20 ms between two sounds of this level can add to the steps of the tone.
    expect(largestStep(heard)).toBeLessThan(sineStep(-10, RATE, 100) * 2 + 0.8 / TICK_FRAMES);
  });

  it('costs nothing once it is off', () => {
    const filter = new HighPass();
    filter.set(ON);
    filter.process(new Float32Array(TICK_FRAMES));
    filter.set({ ...ON, on: false });
    filter.process(new Float32Array(TICK_FRAMES));
    expect(filter.idle).toBe(true);
  });
});
