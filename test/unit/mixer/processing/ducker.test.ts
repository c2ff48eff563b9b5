import { describe, expect, it } from 'vitest';
import { Ducker, type DuckSettings } from '../../../../server/mixer/processing/ducker.ts';

const DUCK: DuckSettings = { on: true, depthDb: 12, attackMs: 100, holdMs: 500, releaseMs: 1000 };

function duckerOf(settings: DuckSettings = DUCK): Ducker {
  const ducker = new Ducker();
  ducker.set(settings);
  return ducker;
}

const gains = (ducker: Ducker, speech: boolean, ms: number): number[] =>
  Array.from({ length: ms / 20 }, () => ducker.next(speech));

describe('a duck', () => {
  it('is nothing before anybody speaks', () => {
    expect(gains(duckerOf(), false, 2000).every((gain) => gain === 0)).toBe(true);
  });

  it('goes down by its depth within its attack, and stays while somebody speaks', () => {
    const heard = gains(duckerOf(), true, 1000);
    expect(heard[4]).toBeCloseTo(-12, 9);
    expect(heard.at(-1)).toBe(-12);
  });

  it('holds through a pause, and comes back within its release', () => {
    const ducker = duckerOf();
    gains(ducker, true, 200);
    expect(gains(ducker, false, 500).at(-1)).toBe(-12);
    expect(gains(ducker, false, 500).at(-1)).toBeCloseTo(-6, 9);
    expect(gains(ducker, false, 500).at(-1)).toBeCloseTo(0, 9);
  });

  it('that is switched off or made less deep comes up without a step', () => {
    const ducker = duckerOf();
    gains(ducker, true, 200);
    ducker.set({ ...DUCK, depthDb: 6 });
    expect(gains(ducker, true, 20)[0]).toBeGreaterThan(-12);
    expect(gains(ducker, true, 200).at(-1)).toBe(-6);
    ducker.set({ ...DUCK, on: false });
    expect(gains(ducker, true, 20)[0]).toBeLessThan(-4);
    gains(ducker, true, 200);
    expect(ducker.idle).toBe(true);
  });
});
