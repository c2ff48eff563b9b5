import { describe, expect, test } from 'vitest';
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';
import { MeterBallistics } from '../../../studio-web/console/meter-ballistics.ts';
import { METER_TICKS_DB, meterPosition } from '../../../studio-web/console/meter-scale.ts';
import { type MeterReading, measureBlock, SILENT, toDb } from '../../../studio-web/media/level-measure.ts';

const reading = (peakDb: number, clipped = false): MeterReading => ({ peakDb, rmsDb: peakDb - 3, clipped });

/** Sixty frames a second of the same reading; answers with the last drawing. */
function run(meter: MeterBallistics, options: { of: MeterReading; fromMs: number; forMs: number }) {
  let drawing = meter.update(options.of, options.fromMs);
  for (let passedMs = 0; passedMs <= options.forMs; passedMs += 1000 / 60) {
    drawing = meter.update(options.of, options.fromMs + passedMs);
  }
  return drawing;
}

describe('the ballistics of a meter', () => {
  test('it rises at once', () => {
    const meter = new MeterBallistics();
    meter.update(SILENT, 0);
    expect(meter.update(reading(-6), 16).barDb).toBe(-6);
  });

  test('it falls 20 dB in 1.7 s', () => {
    const meter = new MeterBallistics();
    meter.update(reading(0), 0);
    expect(run(meter, { of: SILENT, fromMs: 0, forMs: 1_700 }).barDb).toBeCloseTo(-20, 0);
  });

  test('it falls as far in few frames as in many', () => {
    const [smooth, rough] = [new MeterBallistics(), new MeterBallistics()];
    smooth.update(reading(0), 0);
    rough.update(reading(0), 0);
    const fine = run(smooth, { of: SILENT, fromMs: 0, forMs: 850 }).barDb;
    expect(rough.update(SILENT, 850).barDb).toBeCloseTo(fine, 0);
  });

  test('the line holds the peak for two seconds, then falls', () => {
    const meter = new MeterBallistics();
    meter.update(reading(-3), 0);
    expect(run(meter, { of: SILENT, fromMs: 0, forMs: 1_900 }).holdDb).toBe(-3);
    expect(run(meter, { of: SILENT, fromMs: 1_900, forMs: 1_000 }).holdDb).toBeLessThan(-8);
  });

  test('the inner bar settles on the RMS of a steady tone', () => {
    const meter = new MeterBallistics();
    expect(run(meter, { of: reading(-10), fromMs: 0, forMs: 2_000 }).rmsDb).toBeCloseTo(-13, 1);
  });

  test('silence stays at the floor', () => {
    const meter = new MeterBallistics();
    expect(run(meter, { of: SILENT, fromMs: 0, forMs: 60_000 })).toEqual({
      barDb: LEVEL_FLOOR_DB,
      rmsDb: LEVEL_FLOOR_DB,
      holdDb: LEVEL_FLOOR_DB,
    });
  });
});

describe('the scale of a meter', () => {
  test('it ends where silence and full scale are', () => {
    expect(meterPosition(LEVEL_FLOOR_DB)).toBe(0);
    expect(meterPosition(-60)).toBe(0);
    expect(meterPosition(0)).toBe(1);
    expect(meterPosition(3)).toBe(1);
  });

  test('it rises all the way', () => {
    const places = [...METER_TICKS_DB].reverse().map(meterPosition);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });

  test('the top twenty decibels take half of it', () => {
    expect(meterPosition(-20)).toBeCloseTo(0.487, 3);
  });
});

describe('measuring a block of samples', () => {
  const sine = (amplitude: number): Float32Array =>
    Float32Array.from({ length: 4_800 }, (_, index) => amplitude * Math.sin((2 * Math.PI * index) / 48));

  test('a sine has its amplitude as peak and 3 dB less as RMS', () => {
    const measured = measureBlock(sine(0.5));
    expect(measured.peakDb).toBeCloseTo(-6.02, 2);
    expect(measured.rmsDb).toBeCloseTo(-9.03, 2);
    expect(measured.clipped).toBe(false);
  });

  test('three samples in a row at the ceiling are clipping, two are not', () => {
    expect(measureBlock(Float32Array.of(0, 1, 1, 0, -1, -1, 0)).clipped).toBe(false);
    expect(measureBlock(Float32Array.of(0, 1, 1, 1, 0)).clipped).toBe(true);
  });

  test('silence and nothing are the floor', () => {
    expect(measureBlock(new Float32Array(128))).toEqual(SILENT);
    expect(measureBlock(new Float32Array())).toEqual(SILENT);
    expect(toDb(1e-9)).toBe(LEVEL_FLOOR_DB);
  });
});
