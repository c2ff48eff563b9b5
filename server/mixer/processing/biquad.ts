/** One second-order section and the coefficients that are needed here. Pure numbers. */
import { SAMPLE_RATE_HZ } from '../audio-format.ts';

/** Normalised so that a0 is 1: y = b0 x + b1 x' + b2 x" - a1 y' - a2 y". */
export type BiquadCoefficients = {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
};

/** Below this a state is silence; smaller numbers would make the processor slow. */
const DENORMAL = 1e-15;

/** A high-pass at `frequencyHz` with quality `q` (R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients, HPF). */
export function highPassCoefficients(frequencyHz: number, q: number): BiquadCoefficients {
  const w0 = (2 * Math.PI * frequencyHz) / SAMPLE_RATE_HZ;
  const cos = Math.cos(w0);
  const alpha = Math.sin(w0) / (2 * q);
  const a0 = 1 + alpha;
  const b0 = (1 + cos) / 2 / a0;
  return { b0, b1: -2 * b0, b2: b0, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

/** Transposed direct form II: the states hold little, so that nothing is lost to rounding. */
export class Biquad {
  readonly #c: BiquadCoefficients;
  #s1 = 0;
  #s2 = 0;

  constructor(coefficients: BiquadCoefficients) {
    this.#c = coefficients;
  }

  /** Filters `input` into `output`, which may be the same array. */
  process(input: Float32Array, output: Float32Array): void {
    const { b0, b1, b2, a1, a2 } = this.#c;
    let s1 = this.#s1;
    let s2 = this.#s2;
    for (let i = 0; i < input.length; i++) {
      const x = input[i] ?? 0;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      output[i] = y;
    }
    this.#s1 = Math.abs(s1) < DENORMAL ? 0 : s1;
    this.#s2 = Math.abs(s2) < DENORMAL ? 0 : s2;
  }
}
