/** Collects the sample peak and the RMS of a signal between two readings. */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';

/** Levels are in dBFS: 0 is an amplitude of 1. A sine at full scale has a peak of 0 and an RMS of -3.01. */
export class LevelMeter {
  #peak = 0;
  #squares = 0;
  #count = 0;

  get peakDb(): number {
    return amplitudeDb(this.#peak);
  }

  get rmsDb(): number {
    return amplitudeDb(this.rms);
  }

  /** Root of the mean square as an amplitude, 0 before anything was measured. */
  get rms(): number {
    return this.#count === 0 ? 0 : Math.sqrt(this.#squares / this.#count);
  }

  /** Takes in every `stride`th sample from `offset` on: 0 and 1 for one side alone, 0 and 2 for the left of a pair. Gives the peak of these. */
  add(samples: Float32Array, offset: number, stride: number): number {
    let peak = 0;
    let squares = 0;
    for (let i = offset; i < samples.length; i += stride) {
      const sample = samples[i] ?? 0;
      const size = Math.abs(sample);
      if (size > peak) peak = size;
      squares += sample * sample;
    }
    if (peak > this.#peak) this.#peak = peak;
    this.#squares += squares;
    this.#count += Math.ceil((samples.length - offset) / stride);
    return peak;
  }

  /** Takes in `count` samples of silence. */
  addSilence(count: number): void {
    this.#count += count;
  }

  reset(): void {
    this.#peak = 0;
    this.#squares = 0;
    this.#count = 0;
  }
}

/** `amplitude` in dBFS, not below LEVEL_FLOOR_DB. */
export function amplitudeDb(amplitude: number): number {
  return amplitude > 0 ? Math.max(LEVEL_FLOOR_DB, 20 * Math.log10(amplitude)) : LEVEL_FLOOR_DB;
}
