import { describe, expect, test } from 'vitest';
import { findLag } from '../../../server/ears/find-lag.ts';
import { randomFrom, speechLevels } from '../../support/synthetic/speech-levels.ts';

const MOUNT_STEPS = 500;
const PROGRAM_STEPS = 2500;

const clamped = (levels: readonly number[]) => Float32Array.from(levels, (level) => Math.max(-60, level));
const program = (seed: number) => clamped(speechLevels(PROGRAM_STEPS, seed));
/** The program as it sounds `lag` steps later. */
const mountOf = (levels: Float32Array, lag: number) =>
  levels.slice(PROGRAM_STEPS - MOUNT_STEPS - lag, PROGRAM_STEPS - lag);

describe('the lag', () => {
  test.each([0, 1, 17, 160, 999, 2000])('of %i steps is found in speech', (lag) => {
    for (const seed of [1, 2, 3, 4, 5])
      expect(findLag(mountOf(program(seed), lag), program(seed)).lag).toBe(lag);
  });

  test('is found through a limiter and the noise of a codec', () => {
    const random = randomFrom(9);
    const mount = mountOf(program(6), 210).map((level) => Math.min(level, -18) + 3 * (random() - 0.5));
    expect(findLag(mount, program(6)).lag).toBe(210);
  });

  test('is found in five seconds', () => {
    expect(findLag(mountOf(program(7), 90).slice(-250), program(7)).lag).toBe(90);
  });

  test('is unknown when somebody else speaks on the mount', () => {
    for (let seed = 20; seed < 50; seed += 1) {
      expect(findLag(mountOf(program(seed), 0), program(seed + 100)).lag).toBeNull();
    }
  });

  test.each([
    ['silence', () => -60],
    ['a steady tone', () => -20],
    ['steady noise', (random: () => number) => -30 + random()],
  ])('is unknown for %s', (_, levelOf) => {
    const random = randomFrom(3);
    const levels = Float32Array.from({ length: PROGRAM_STEPS }, () => levelOf(random));
    expect(findLag(mountOf(levels, 100), levels).lag).toBeNull();
    expect(findLag(mountOf(levels, 100), program(1)).lag).toBeNull();
    expect(findLag(mountOf(program(1), 100), levels).lag).toBeNull();
  });

  test('is unknown for a beat, which looks the same at many lags', () => {
    const beat = Float32Array.from({ length: PROGRAM_STEPS }, (_, at) => (at % 25 < 5 ? -15 : -40));
    expect(findLag(mountOf(beat, 60), beat).lag).toBeNull();
  });

  test('is unknown for a tone that is muted, then silence, then a bed: an edge is not a course', () => {
    const levels = Float32Array.from({ length: PROGRAM_STEPS }, (_, at) =>
      at < 1500 ? -18 : at < 2000 ? -60 : -30,
    );
    for (const lag of [0, 35, 200, 390, 700]) expect(findLag(mountOf(levels, lag), levels).lag).toBeNull();
  });

  test('is out of the question for noise that has nothing of the program, and for nothing else', () => {
    const random = randomFrom(5);
    const noise = Float32Array.from({ length: MOUNT_STEPS }, () => -50 + 50 * random());
    const steady = new Float32Array(PROGRAM_STEPS).fill(-20);
    expect(findLag(noise, program(1)).isUnlike).toBe(true);
    expect(findLag(noise, steady).isUnlike).toBe(false);
    expect(findLag(steady.slice(0, MOUNT_STEPS), program(1)).isUnlike).toBe(false);
    expect(findLag(mountOf(program(1), 700), program(1)).isUnlike).toBe(false);
  });
});
