import { describe, expect, it } from 'vitest';
import {
  Compressor,
  type CompressorSettings,
  compressedDb,
} from '../../../../server/mixer/processing/compressor.ts';

const COMPRESSOR: CompressorSettings = {
  on: true,
  thresholdDb: -30,
  ratio: 4,
  kneeDb: 10,
  attackMs: 10,
  releaseMs: 100,
  makeUpDb: 0,
};

function compressorOf(settings: CompressorSettings = COMPRESSOR): Compressor {
  const compressor = new Compressor();
  compressor.set(settings);
  return compressor;
}

const gains = (compressor: Compressor, levelDb: number, ms: number): number[] =>
  Array.from({ length: ms }, () => compressor.next(levelDb));

describe('the static curve', () => {
  it.each([
    [-60, -60],
    [-35.001, -35.001],
    // In the knee: level + (1/4 - 1) * (over + 5)^2 / 20.
    [-32, -32.3375],
    [-30, -30.9375],
    [-26, -29.0375],
    [-25, -28.75],
    // Above: -30 + over / 4.
    [-10, -25],
    [0, -22.5],
  ])('of 4:1 at -30 dB with a knee of 10 dB takes %s dB to %s dB', (inDb, outDb) => {
    expect(compressedDb(inDb, COMPRESSOR)).toBeCloseTo(outDb, 6);
  });

  it('has a corner without a knee, and is a straight line at 1:1', () => {
    expect(compressedDb(-30, { ...COMPRESSOR, kneeDb: 0 })).toBe(-30);
    expect(compressedDb(-28, { ...COMPRESSOR, kneeDb: 0 })).toBe(-29.5);
    for (const db of [-50, -30, -3]) expect(compressedDb(db, { ...COMPRESSOR, ratio: 1 })).toBeCloseTo(db, 9);
  });
});

describe('a compressor', () => {
  it.each([
    [-60, 6],
    [-30, 6 - 0.9375],
    [-10, 6 - 15],
  ])('settles at the curve and its make-up: %s dB', (levelDb, gainDb) => {
    const compressor = compressorOf({ ...COMPRESSOR, makeUpDb: 6 });
    expect(gains(compressor, levelDb, 1000).at(-1)).toBeCloseTo(gainDb, 2);
  });

  it('has done 63 % of the way down after its attack and 63 % of the way up after its release', () => {
    const compressor = compressorOf();
    expect(gains(compressor, -10, 10).at(-1)).toBeCloseTo(-15 * (1 - Math.exp(-1)), 1);
    gains(compressor, -10, 1000);
    // The two detectors in a row make the release begin a little late: after attack and release together it is there.
    expect(gains(compressor, -60, 110).at(-1)).toBeCloseTo(-15 * Math.exp(-1), 0);
  });

  it('tells how much it turns down', () => {
    const compressor = compressorOf({ ...COMPRESSOR, makeUpDb: 10 });
    gains(compressor, -10, 1000);
    expect(compressor.reductionDb).toBeCloseTo(15, 2);
  });

  it('that is switched off gives its gain back in small steps, and then has nothing to do', () => {
    const compressor = compressorOf({ ...COMPRESSOR, makeUpDb: 4 });
    const before = gains(compressor, -10, 1000).at(-1) ?? 0;
    compressor.set({ ...COMPRESSOR, on: false });
    const heard = [before, ...gains(compressor, -10, 100)];
    const steps = heard.slice(1).map((gain, index) => Math.abs(gain - (heard[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThanOrEqual(1);
    expect(heard.at(-1)).toBe(0);
    expect(compressor.idle).toBe(true);
  });
});
