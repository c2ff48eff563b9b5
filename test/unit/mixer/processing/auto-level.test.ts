import { describe, expect, it } from 'vitest';
import { AutoLevel } from '../../../../server/mixer/processing/auto-level.ts';

const TARGET_LUFS = -16;

/** The weighted power of something as loud as this. */
const powerOf = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);

function rider(): AutoLevel {
  const autoLevel = new AutoLevel();
  autoLevel.set({ on: true, rangeDb: 9 }, TARGET_LUFS);
  return autoLevel;
}

/** The gain after `seconds` of a loudness. */
function ride(autoLevel: AutoLevel, lufs: number, seconds: number): number {
  for (let tick = 0; tick < seconds * 50; tick += 1) autoLevel.next(powerOf(lufs));
  return autoLevel.gainDb;
}

describe('the auto-level', () => {
  it.each([
    [-22, 6],
    [-12, -4],
    [-40, 9],
    [0, -9],
  ])('takes speech of %s LUFS to the target by %s dB, or as far as its range goes', (lufs, gainDb) => {
    expect(Math.abs(ride(rider(), lufs, 30) - gainDb)).toBeLessThanOrEqual(0.5);
  });

  it('is slow: no more than 1.5 dB in a second, and nothing in the first', () => {
    const autoLevel = rider();
    expect(ride(autoLevel, -30, 0.9)).toBe(0);
    const before = ride(autoLevel, -30, 1);
    expect(ride(autoLevel, -30, 1) - before).toBeCloseTo(1.5, 5);
  });

  it('stands still in silence, and in what is much quieter than the speech before', () => {
    const autoLevel = rider();
    const before = ride(autoLevel, -22, 20);
    expect(ride(autoLevel, -70, 60)).toBe(before);
    expect(ride(autoLevel, -40, 60)).toBe(before);
  });

  it('that is switched off goes back to 0 dB slowly, and then has nothing to do', () => {
    const autoLevel = rider();
    const before = ride(autoLevel, -22, 20);
    autoLevel.set({ on: false, rangeDb: 9 }, TARGET_LUFS);
    expect(ride(autoLevel, -22, 1)).toBeCloseTo(before - 1.5, 5);
    expect(ride(autoLevel, -22, 10)).toBe(0);
    expect(autoLevel.idle).toBe(true);
  });
});
