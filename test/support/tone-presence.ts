/** Says for every 20 ms of a signal which of a few known tones sound in it. Frequencies that are multiples of 50 Hz do not disturb each other. */

export const PRESENCE_RATE_HZ = 8000;
export const PRESENCE_WINDOW_MS = 20;
const WINDOW_SAMPLES = (PRESENCE_RATE_HZ * PRESENCE_WINDOW_MS) / 1000;
/** How many tones can be told apart: the bits of a number. */
const TONES_MAX = 30;

/** The power of each tone in one window; a full-scale sine has 1. */
export type TonePowers = readonly number[];

/** Cuts samples into windows and measures each tone in them (Goertzel 1958). */
export class TonePresence {
  readonly #coefficients: readonly number[];
  readonly #window = new Float64Array(WINDOW_SAMPLES);
  #filled = 0;

  /** `tonesHz`: multiples of 50, below 3 kHz. */
  constructor(tonesHz: readonly number[]) {
    if (tonesHz.length > TONES_MAX) throw new Error(`More than ${TONES_MAX} tones.`);
    this.#coefficients = tonesHz.map((hz) => 2 * Math.cos((2 * Math.PI * hz) / PRESENCE_RATE_HZ));
  }

  /** Takes the next samples at PRESENCE_RATE_HZ; answers with the windows that are complete now. */
  push(samples: Float32Array): readonly TonePowers[] {
    const windows: TonePowers[] = [];
    for (const sample of samples) {
      this.#window[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < WINDOW_SAMPLES) continue;
      windows.push(this.#coefficients.map((coefficient) => this.#power(coefficient)));
      this.#filled = 0;
    }
    return windows;
  }

  #power(coefficient: number): number {
    let before = 0;
    let last = 0;
    for (const sample of this.#window) {
      const next = sample + coefficient * last - before;
      before = last;
      last = next;
    }
    return (last * last + before * before - coefficient * last * before) / (WINDOW_SAMPLES / 2) ** 2;
  }
}
