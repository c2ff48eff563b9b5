/** Cuts sound into steps of 20 ms and says how loud each one is. Pure. */
import { LEVEL_STEP_MS } from './level-track.ts';

const FLOOR_POWER = 1e-10;

export class LevelCutter {
  #power = 0;
  #frames = 0;

  /** What belongs to the next step so far, as frames. */
  get restFrames(): number {
    return this.#frames;
  }

  /**
   * Adds `frames` of `channels`; `sampleAt(channel, frame)` is full scale at 1. Returns the RMS in dBFS, -100 at least, of each step that
   * became whole.
   */
  push(
    { frames, channels, rateHz }: { frames: number; channels: number; rateHz: number },
    sampleAt: (channel: number, frame: number) => number,
  ): number[] {
    const stepFrames = Math.round((rateHz * LEVEL_STEP_MS) / 1000);
    const levels: number[] = [];
    for (let frame = 0; frame < frames; frame += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        const sample = sampleAt(channel, frame);
        this.#power += sample * sample;
      }
      this.#frames += 1;
      if (this.#frames < stepFrames) continue;
      levels.push(10 * Math.log10(Math.max(FLOOR_POWER, this.#power / (this.#frames * channels))));
      this.reset();
    }
    return levels;
  }

  /** Forgets the beginning of a step. */
  reset(): void {
    this.#power = 0;
    this.#frames = 0;
  }
}
