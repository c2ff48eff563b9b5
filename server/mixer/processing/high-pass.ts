/** Takes the rumble out of one channel. Every change blends from the old sound into the new over a tick, so that none clicks. */
import type { Processing } from '#protocol/processing.ts';
import { TICK_FRAMES } from '../audio-format.ts';
import { Biquad, highPassCoefficients } from './biquad.ts';

export type HighPassSettings = Processing['highPass'];

/** Qualities that make sections a Butterworth filter: 1 / (2 cos(pi k / 2n)) for order n, so that -3 dB is at the frequency that is set. */
const QUALITIES = { 12: [Math.SQRT1_2], 24: [0.541196100146197, 1.30656296487638] } as const;

export class HighPass {
  #settings: HighPassSettings | null = null;
  #sections: readonly Biquad[] = [];
  #before: readonly Biquad[] | null = null;
  readonly #old = new Float32Array(TICK_FRAMES);

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#sections.length === 0 && this.#before === null;
  }

  /** Takes effect in the next tick. */
  set(settings: HighPassSettings): void {
    const was = this.#settings;
    this.#settings = settings;
    if (was !== null && isSame(was, settings)) return;
    if (was === null && !settings.on) return;
    this.#before ??= this.#sections;
    this.#sections = settings.on
      ? QUALITIES[settings.slopeDbPerOctave].map(
          (q) => new Biquad(highPassCoefficients(settings.frequencyHz, q)),
        )
      : [];
  }

  /** Filters one tick in place. */
  process(samples: Float32Array): void {
    const before = this.#before;
    if (before === null) {
      for (const section of this.#sections) section.process(samples, samples);
      return;
    }
    const old = this.#old;
    old.set(samples);
    for (const section of before) section.process(old, old);
    for (const section of this.#sections) section.process(samples, samples);
    for (let i = 0; i < TICK_FRAMES; i++) {
      const from = old[i] ?? 0;
      samples[i] = from + ((samples[i] ?? 0) - from) * ((i + 1) / TICK_FRAMES);
    }
    this.#before = null;
  }
}

/** One that is off is the same whatever its numbers are. */
function isSame(a: HighPassSettings, b: HighPassSettings): boolean {
  if (!a.on && !b.on) return true;
  return a.on === b.on && a.frequencyHz === b.frequencyHz && a.slopeDbPerOctave === b.slopeDbPerOctave;
}
