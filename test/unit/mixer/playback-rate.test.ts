import { describe, expect, it } from 'vitest';
import {
  PlaybackRate,
  RATE_CHANGE_MAX,
  TOO_LONG_SAMPLES,
  TOO_SHORT_SAMPLES,
} from '../../../server/mixer/playback-rate.ts';
import { seededRandom } from './random.ts';

const TICK = 960;

/** Closes the loop in numbers alone: a sender `ppm` fast fills, the rate empties. */
function simulate(options: { ppm: number; seconds: number; start?: number; noise?: number }) {
  const rate = new PlaybackRate();
  const random = seededRandom(3);
  let error = options.start ?? 0;
  let fraction = 0;
  let resting = 0;
  let longest = 0;
  let shortest = 0;
  let last = 1;
  let largestGlide = 0;
  let largestChange = 0;
  const ticks = options.seconds * 50;
  for (let i = 0; i < ticks; i++) {
    rate.observe(error + (random() * 2 - 1) * (options.noise ?? 0));
    const step = rate.next(fraction);
    largestChange = Math.max(largestChange, Math.abs(step - 1));
    const position = fraction + TICK * step;
    fraction = position - Math.floor(position + 1e-9);
    if (fraction < 1e-9) fraction = 0;
    error += TICK * (1 + options.ppm / 1e6) - TICK * step;
    if (step === 1) resting += 1;
    largestGlide = Math.max(largestGlide, Math.abs(step - last));
    last = step;
    if (i < ticks / 2) continue;
    longest = Math.max(longest, error);
    shortest = Math.min(shortest, error);
  }
  expect(largestChange).toBeLessThanOrEqual(RATE_CHANGE_MAX + 1e-9);
  return { longest, shortest, restShare: resting / ticks, largestGlide };
}

describe('PlaybackRate', () => {
  it('does not touch audio whose clock is right, whatever the jitter of the measurement', () => {
    expect(simulate({ ppm: 0, seconds: 60, noise: 800 }).restShare).toBe(1);
  });

  it.each([300, -300, 1000, -1000])('keeps the delay for an hour at %s ppm', (ppm) => {
    const { longest, shortest } = simulate({ ppm, seconds: 3600 });
    expect(longest).toBeLessThan(TOO_LONG_SAMPLES + 96);
    expect(shortest).toBeGreaterThan(TOO_SHORT_SAMPLES - 96);
  });

  it.each([20, -50, 100])('passes the samples untouched most of the time at %s ppm', (ppm) => {
    expect(simulate({ ppm, seconds: 1800 }).restShare).toBeGreaterThan(0.7);
  });

  it('passes the samples untouched as soon as a pause has made up for most of an error', () => {
    const rate = new PlaybackRate();
    for (let i = 0; i < 100; i++) rate.observe(30 * 48);
    expect(rate.next(0)).toBeGreaterThan(1);
    rate.shift(-26 * 48);
    for (let i = 0; i < 100; i++) {
      rate.observe(4 * 48);
      rate.next(0);
    }
    expect(rate.next(0)).toBe(1);
  });

  it.each([300 * 48, -200 * 48])('works off an error of %s samples', (start) => {
    const { longest, shortest } = simulate({ ppm: 0, seconds: 240, start });
    expect(longest).toBeLessThan(TOO_LONG_SAMPLES);
    expect(shortest).toBeGreaterThan(TOO_SHORT_SAMPLES);
  });

  it('glides: no tick changes the pitch by more than a cent', () => {
    expect(simulate({ ppm: 0, seconds: 120, start: 300 * 48 }).largestGlide).toBeLessThan(0.0006);
  });
});
