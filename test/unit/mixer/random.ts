/** Seeded randomness: the same numbers in every run. */

/** A source of numbers from 0 to less than 1 (a linear congruential generator; good enough for loss and jitter). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
