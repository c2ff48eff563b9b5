/** Peak and RMS of a block of samples. Pure. */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';

/** What a meter shows of one moment: dBFS, LEVEL_FLOOR_DB when silent. `clipped`: the signal hit the ceiling. */
export type MeterReading = { readonly peakDb: number; readonly rmsDb: number; readonly clipped: boolean };

export const SILENT: MeterReading = { peakDb: LEVEL_FLOOR_DB, rmsDb: LEVEL_FLOOR_DB, clipped: false };

/** From here on a sample counts as clipped, and so many in a row light the lamp. */
export const CLIP_DB = -0.1;
const CLIP_AMPLITUDE = 10 ** (CLIP_DB / 20);
const CLIP_SAMPLES = 3;

/** An amplitude (1 is full scale) in dBFS, not below the floor. */
export function toDb(amplitude: number): number {
  return amplitude <= 0 ? LEVEL_FLOOR_DB : Math.max(LEVEL_FLOOR_DB, 20 * Math.log10(amplitude));
}

/** Measures a block of samples between -1 and 1. */
export function measureBlock(samples: Float32Array): MeterReading {
  let peak = 0;
  let sum = 0;
  let run = 0;
  let longestRun = 0;
  for (const sample of samples) {
    const amplitude = Math.abs(sample);
    if (amplitude > peak) peak = amplitude;
    sum += sample * sample;
    run = amplitude >= CLIP_AMPLITUDE ? run + 1 : 0;
    if (run > longestRun) longestRun = run;
  }
  const rms = samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
  return { peakDb: toDb(peak), rmsDb: toDb(rms), clipped: longestRun >= CLIP_SAMPLES };
}
