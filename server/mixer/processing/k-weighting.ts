/** How loud a channel is to people: the K-weighting of ITU-R BS.1770-5, annex 1, with the coefficients given there for 48 kHz. */
import { TICK_FRAMES } from '../audio-format.ts';
import { Biquad } from './biquad.ts';

const SHELF = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
} as const;

const HIGH_PASS = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 } as const;

/** LKFS of a mean square that was weighted and summed over the channels: -0.691 + 10 log10(sum). */
export function loudnessLufs(meanSquare: number): number {
  return meanSquare > 0 ? -0.691 + 10 * Math.log10(meanSquare) : Number.NEGATIVE_INFINITY;
}

/** One channel. */
export class KWeighting {
  readonly #shelf = new Biquad(SHELF);
  readonly #highPass = new Biquad(HIGH_PASS);
  readonly #weighted = new Float32Array(TICK_FRAMES);

  /** The weighted mean square of one tick. */
  meanSquare(samples: Float32Array): number {
    const weighted = this.#weighted;
    this.#shelf.process(samples, weighted);
    this.#highPass.process(weighted, weighted);
    let squares = 0;
    for (const sample of weighted) squares += sample * sample;
    return squares / TICK_FRAMES;
  }
}
