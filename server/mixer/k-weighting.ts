/**
 * The filter of loudness: a head that lifts the highs, then a high pass. Coefficients for 48 kHz from ITU-R BS.1770-4, Annex 1,
 * tables 1 and 2. Each side has its own state and shares nothing with the other.
 */

const HEAD = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
} as const;

/** Its numerator is 1, -2, 1. */
const HIGH_PASS = { a1: -1.99004745483398, a2: 0.99007225036621 } as const;

/** State below this is silence; taking it for 0 keeps numbers too small for fast arithmetic out of the loop. */
const SILENCE = 1e-20;

/** One side of a program, or one channel of a strip. */
export class KWeighting {
  #head1 = 0;
  #head2 = 0;
  #pass1 = 0;
  #pass2 = 0;

  /** The sum of the squares of every second sample of `samples` from `side` (0 left, 1 right) on, weighted; of every one with a `stride` of 1. */
  squares(samples: Float32Array, side: 0 | 1, stride: 1 | 2 = 2): number {
    let head1 = this.#head1;
    let head2 = this.#head2;
    let pass1 = this.#pass1;
    let pass2 = this.#pass2;
    let sum = 0;
    // Transposed direct form II, twice.
    for (let at = side; at < samples.length; at += stride) {
      const input = samples[at] ?? 0;
      const lifted = HEAD.b0 * input + head1;
      head1 = HEAD.b1 * input - HEAD.a1 * lifted + head2;
      head2 = HEAD.b2 * input - HEAD.a2 * lifted;
      const weighted = lifted + pass1;
      pass1 = pass2 - 2 * lifted - HIGH_PASS.a1 * weighted;
      pass2 = lifted - HIGH_PASS.a2 * weighted;
      sum += weighted * weighted;
    }
    this.#head1 = audible(head1);
    this.#head2 = audible(head2);
    this.#pass1 = audible(pass1);
    this.#pass2 = audible(pass2);
    return sum;
  }
}

function audible(state: number): number {
  return Math.abs(state) < SILENCE ? 0 : state;
}
