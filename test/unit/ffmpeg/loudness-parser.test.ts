import { describe, expect, test } from 'vitest';
import { LoudnessParser } from '../../../server/ffmpeg/loudness-parser.ts';

const READING = [
  'frame:98   pts:471360  pts_time:9.82',
  'lavfi.r128.M=-17.514',
  'lavfi.r128.S=-17.517',
  'lavfi.r128.I=-17.522',
  'lavfi.r128.LRA=0.020',
  'lavfi.r128.LRA.low=-17.540',
  'lavfi.r128.LRA.high=-17.520',
  'lavfi.r128.true_peaks_ch0=0.5',
  'lavfi.r128.true_peaks_ch1=0.1',
  'lavfi.r128.true_peak=0.5',
  '',
].join('\n');

describe('the loudness parser', () => {
  test('gives one reading for each block of lines', () => {
    const readings = new LoudnessParser().push(READING + READING);
    expect(readings).toHaveLength(2);
    expect(readings[0]).toMatchObject({
      momentaryLufs: -17.514,
      shortTermLufs: -17.517,
      integratedLufs: -17.522,
    });
    expect(readings[0]?.truePeakDb).toBeCloseTo(-6.02, 2);
  });

  test('does not care how the text is cut', () => {
    const parser = new LoudnessParser();
    const readings = [...READING].flatMap((letter) => parser.push(letter));
    expect(readings).toHaveLength(1);
  });

  test.each(['-inf', 'nan', '-120.691'])('reads silence written as %s as the floor', (silence) => {
    const text = READING.replace('M=-17.514', `M=${silence}`).replace('true_peak=0.5', 'true_peak=0.000');
    expect(new LoudnessParser().push(text)).toEqual([
      { momentaryLufs: -100, shortTermLufs: -17.517, integratedLufs: -17.522, truePeakDb: -100 },
    ]);
  });

  test('passes over garbage and incomplete readings', () => {
    const parser = new LoudnessParser();
    expect(parser.push(`lavfi.r128.M=oops\n${'x'.repeat(10_000)}\nlavfi.r128.true_peak=1\n`)).toEqual([]);
    expect(parser.push(READING)).toHaveLength(1);
  });
});
