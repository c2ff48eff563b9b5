import { describe, expect, test } from 'vitest';
import { LoudnessMeter, type LoudnessReading } from '../../../server/mixer/loudness-meter.ts';
import { type Tone, ticksOf, tones } from './tick-source.ts';

/** Every reading, the newest last. */
function readings(samples: Float32Array): LoudnessReading[] {
  const meter = new LoudnessMeter();
  const seen: LoudnessReading[] = [];
  for (const tick of ticksOf(samples)) {
    meter.add(tick);
    const { reading } = meter;
    if (reading !== null && seen.at(-1) !== reading) seen.push(reading);
  }
  return seen;
}

function last(...parts: readonly Tone[]): LoudnessReading | undefined {
  return readings(tones(...parts)).at(-1);
}

function stereo(db: number, seconds: number): Tone {
  return { hz: 1000, db, seconds };
}

describe('the loudness meter', () => {
  test('says nothing in the first 100 ms, then ten readings a second', () => {
    expect(readings(tones(stereo(-20, 0.08)))).toEqual([]);
    expect(readings(tones(stereo(-20, 2)))).toHaveLength(20);
  });

  test('reads -3.01 LKFS for 997 Hz at full scale on one side (BS.1770-4)', () => {
    const reading = last({ hz: 997, db: 0, seconds: 5, sides: 'left' });
    expect(reading?.integratedLufs).toBeCloseTo(-3.01, 1);
    expect(reading?.momentaryLufs).toBeCloseTo(-3.01, 1);
  });

  test('hears the bass less and the treble more', () => {
    const bass = last({ hz: 40, db: -20, seconds: 5 });
    const middle = last({ hz: 997, db: -20, seconds: 5 });
    const treble = last({ hz: 8000, db: -20, seconds: 5 });
    expect(bass?.integratedLufs).toBeLessThan(-24);
    expect(middle?.integratedLufs).toBeCloseTo(-20, 1);
    expect(treble?.integratedLufs).toBeCloseTo(-20 + 3.3, 0);
  });

  // EBU Tech 3341, table 1: the minimum requirements' test signals, ±0.1 LU.
  test.each([
    ['1', [stereo(-23, 20)], -23],
    ['2', [stereo(-33, 20)], -33],
    ['3', [stereo(-36, 10), stereo(-23, 60), stereo(-36, 10)], -23],
    ['4', [stereo(-72, 10), stereo(-36, 10), stereo(-23, 60), stereo(-36, 10), stereo(-72, 10)], -23],
    ['5', [stereo(-26, 20), stereo(-20, 20.1), stereo(-26, 20)], -23],
  ] as const)('integrates case %s of EBU Tech 3341', (_, parts, lufs) => {
    const reading = last(...parts);
    expect(Math.abs((reading?.integratedLufs ?? 0) - lufs)).toBeLessThan(0.1);
  });

  test('keeps momentary and short-term loudness of an even tone even (cases 1 and 2)', () => {
    for (const reading of readings(tones(stereo(-23, 20))).slice(30)) {
      expect(Math.abs(reading.momentaryLufs + 23)).toBeLessThan(0.1);
      expect(Math.abs(reading.shortTermLufs + 23)).toBeLessThan(0.1);
    }
  });

  test('has a short term of 3 s: case 9 of EBU Tech 3341', () => {
    const parts = Array.from({ length: 5 }, () => [stereo(-20, 1.34), stereo(-30, 1.66)]).flat();
    for (const reading of readings(tones(...parts)).slice(30)) {
      expect(Math.abs(reading.shortTermLufs + 23)).toBeLessThan(0.1);
    }
  });

  test('has a moment of 400 ms: case 12 of EBU Tech 3341', () => {
    const parts = Array.from({ length: 25 }, () => [stereo(-20, 0.18), stereo(-30, 0.22)]).flat();
    for (const reading of readings(tones(...parts)).slice(10)) {
      expect(Math.abs(reading.momentaryLufs + 23)).toBeLessThan(0.1);
    }
  });

  test('counts nothing below -70 LUFS as programme', () => {
    const reading = last(stereo(-75, 5));
    expect(reading?.momentaryLufs).toBeCloseTo(-75, 1);
    expect(reading?.integratedLufs).toBe(-100);
  });

  test('reads the floor in silence, and finds what comes after it', () => {
    const silence = { hz: 1000, db: -300, seconds: 4 };
    const quiet = { momentaryLufs: -100, shortTermLufs: -100, integratedLufs: -100 };
    expect(last(silence)).toMatchObject(quiet);
    const reading = last(silence, stereo(-23, 20), silence);
    expect(reading).toMatchObject({ momentaryLufs: -100, shortTermLufs: -100 });
    expect(Math.abs((reading?.integratedLufs ?? 0) + 23)).toBeLessThan(0.1);
  });
});

describe('the true peak', () => {
  // EBU Tech 3341, table 1, cases 15 to 19: -6 dBTP, +0.2/-0.4 dB; the samples alone show as little as -9 dB.
  test.each([
    ['15', { hz: 12_000, db: -6, phase: 0 }, -6],
    ['16', { hz: 12_000, db: -6, phase: 45 }, -6],
    ['17', { hz: 8000, db: -6, phase: 60 }, -6],
    ['18', { hz: 6000, db: -6, phase: 67.5 }, -6],
    ['19', { hz: 12_000, db: 3, phase: 45 }, 3],
  ] as const)('is found between the samples: case %s', (_, tone, dbtp) => {
    const samples = tones({ ...tone, seconds: 1 });
    const frames = samples.length / 2;
    // A tone that begins at once has a peak of its own.
    for (let frame = 0; frame < 2400; frame += 1) {
      for (const at of [2 * frame, 2 * frame + 1, 2 * (frames - frame) - 1, 2 * (frames - frame) - 2]) {
        samples[at] = (samples[at] ?? 0) * (frame / 2400);
      }
    }
    const db = readings(samples).at(-1)?.truePeakDb ?? 0;
    expect(db - dbtp).toBeLessThan(0.2);
    expect(db - dbtp).toBeGreaterThan(-0.4);
  });

  test('is one short peak, wherever it lies, on either side', () => {
    for (const at of [0, 1, 23, 24, 1919, 1920, 5001]) {
      const samples = new Float32Array(2 * 4800);
      samples[at] = 0.5;
      expect(readings(samples).at(-1)?.truePeakDb).toBeCloseTo(-6.02, 1);
    }
  });

  test('stays the highest there was', () => {
    expect(last(stereo(-3, 1), stereo(-30, 2))?.truePeakDb).toBeCloseTo(-3, 1);
    expect(last(stereo(-30, 2), stereo(-3, 1))?.truePeakDb).toBeCloseTo(-3, 1);
  });
});
