import { describe, expect, it } from 'vitest';
import { faderGain, panGainLeft, panGainRight } from '../../../server/mixer/gain-law.ts';
import { addWithRamp } from '../../../server/mixer/gain-ramp.ts';
import { amplitudeDb, LevelMeter } from '../../../server/mixer/level-meter.ts';
import { isPause, splicePause } from '../../../server/mixer/pause-splice.ts';
import { largestStep, sideOf } from '../../support/tone.ts';

describe('faderGain', () => {
  it.each([
    [0, 1],
    [-20, 0.1],
    [10, 3.1623],
    [-59.5, 0.00106],
    [-60, 0],
    [-61, 0],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, 0],
    [40, 3.1623],
  ])('is an amplitude: %s dB make %s', (db, gain) => {
    expect(faderGain(db)).toBeCloseTo(gain, 4);
  });
});

describe('pan', () => {
  it('passes both sides at unity in the middle', () => {
    expect(panGainLeft(0)).toBeCloseTo(1, 12);
    expect(panGainRight(0)).toBeCloseTo(1, 12);
  });

  it('leaves nothing on the far side', () => {
    expect(panGainRight(-1)).toBeCloseTo(0, 12);
    expect(panGainLeft(1)).toBeCloseTo(0, 12);
  });

  it('keeps the power everywhere, and its limits', () => {
    for (let pan = -1; pan <= 1; pan += 0.05) {
      expect(panGainLeft(pan) ** 2 + panGainRight(pan) ** 2).toBeCloseTo(2, 9);
    }
    expect(panGainLeft(-7)).toBe(panGainLeft(-1));
    expect(panGainLeft(Number.NaN)).toBe(panGainLeft(0));
  });
});

describe('addWithRamp', () => {
  it('adds to one side only and reaches the new gain with the last sample', () => {
    const bus = new Float32Array(1920).fill(0.25);
    addWithRamp(bus, 1, new Float32Array(960).fill(0.5), 0, 1);
    expect(sideOf(bus, 0).every((sample) => sample === 0.25)).toBe(true);
    const right = sideOf(bus, 1);
    expect(right[959]).toBeCloseTo(0.75);
    expect(largestStep(right)).toBeLessThan(0.5 / 900);
  });
});

describe('LevelMeter', () => {
  it('reads a full-scale sine at 0 dBFS peak and -3 dBFS RMS', () => {
    const meter = new LevelMeter();
    meter.add(
      Float32Array.from({ length: 4800 }, (_, i) => Math.sin((2 * Math.PI * i) / 48)),
      0,
      1,
    );
    expect(meter.peakDb).toBeCloseTo(0, 2);
    expect(meter.rmsDb).toBeCloseTo(-3.01, 2);
  });

  it('shows silence at the floor, after a reset too', () => {
    const meter = new LevelMeter();
    expect([meter.peakDb, meter.rmsDb]).toEqual([-100, -100]);
    meter.add(Float32Array.of(1, 1), 0, 1);
    meter.reset();
    meter.addSilence(960);
    expect([meter.peakDb, meter.rmsDb]).toEqual([-100, -100]);
    expect(amplitudeDb(1e-9)).toBe(-100);
  });

  it('can look at one side of a pair', () => {
    const meter = new LevelMeter();
    meter.add(Float32Array.of(0.5, 0.1, -0.5, 0.1), 1, 2);
    expect(meter.peakDb).toBeCloseTo(-20, 4);
    expect(meter.rms).toBeCloseTo(0.1, 6);
  });
});

describe('a pause', () => {
  const wave = (count: number) =>
    Int16Array.from({ length: count }, (_, i) => Math.round(100 * Math.sin(i / 40)));
  const roomy = (samples: Int16Array) => {
    const pcm = new Int16Array(11_520);
    pcm.set(samples);
    return pcm;
  };

  it('is what is quiet throughout', () => {
    expect(isPause(Int16Array.of(0, 50, -100), 3, 1)).toBe(true);
    expect(isPause(Int16Array.of(0, 50, -3000), 3, 1)).toBe(false);
    expect(isPause(Int16Array.of(0, 50, 0, 50, 3000, 3000), 2, 2)).toBe(true);
  });

  it.each([
    [-300.7, 660],
    [-5000, 240],
    [300.7, 1260],
    [5000, 1680],
    [0.5, 960],
  ])('of 960 frames, asked for %s more, has %s without a step', (change, frames) => {
    const pcm = roomy(wave(960));
    expect(splicePause(pcm, 960, 1, change)).toBe(frames);
    expect(pcm[0]).toBe(0);
    expect(Math.abs((pcm[frames - 1] ?? 0) - (wave(960)[959] ?? 0))).toBeLessThanOrEqual(1);
    expect(largestStep(Float32Array.from(pcm.subarray(0, frames)))).toBeLessThanOrEqual(5);
  });

  it('keeps its sides apart', () => {
    const stereo = new Int16Array(11_520);
    for (let i = 0; i < 960; i++) stereo[2 * i] = 90;
    expect(splicePause(stereo, 960, 2, 100)).toBe(1060);
    expect([...new Set(stereo.subarray(0, 2120))]).toEqual([90, 0]);
  });

  it('that is too short or too long to be changed stays as it is', () => {
    expect(splicePause(roomy(wave(120)), 120, 1, 5000)).toBe(120);
    expect(splicePause(roomy(wave(120)), 120, 1, -5000)).toBe(120);
    expect(splicePause(roomy(wave(5760)), 5760, 1, 5000)).toBe(5760);
  });
});
