/** Loudness of a whole programme without its pauses (ITU-R BS.1770-4, Annex 1, gating), in memory that does not grow with its length. */
import { loudnessOf } from './loudness-scale.ts';

/** Blocks below this are no part of the programme. */
const ABSOLUTE_GATE_LUFS = -70;
/** Nor are those so much below the loudness of the others. */
const RELATIVE_GATE_LU = -10;

/** The highest loudness with a place of its own; what is louder shares the last. */
const LOUDEST_LUFS = 10;
const PLACES_PER_LU = 20;
const PLACES = (LOUDEST_LUFS - ABSOLUTE_GATE_LUFS) * PLACES_PER_LU;

/**
 * Blocks are kept by their loudness in places of 0.05 LU, each with the exact sum of its powers. So only the place that the relative
 * gate falls into is judged as a whole.
 */
export class GatedLoudness {
  readonly #powers = new Float64Array(PLACES);
  readonly #counts = new Float64Array(PLACES);
  #power = 0;
  #count = 0;

  /** Takes in the mean power of one block of 400 ms. */
  add(power: number): void {
    const loudness = loudnessOf(power);
    if (loudness <= ABSOLUTE_GATE_LUFS) return;
    const place = placeOf(loudness);
    this.#powers[place] = (this.#powers[place] ?? 0) + power;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#power += power;
    this.#count += 1;
  }

  /** In LUFS; minus infinity while there was nothing but silence. */
  get lufs(): number {
    if (this.#count === 0) return Number.NEGATIVE_INFINITY;
    const gate = loudnessOf(this.#power / this.#count) + RELATIVE_GATE_LU;
    let power = 0;
    let count = 0;
    for (let place = placeOf(gate); place < PLACES; place += 1) {
      power += this.#powers[place] ?? 0;
      count += this.#counts[place] ?? 0;
    }
    return loudnessOf(power / count);
  }
}

function placeOf(loudness: number): number {
  const place = Math.floor((loudness - ABSOLUTE_GATE_LUFS) * PLACES_PER_LU);
  return Math.max(0, Math.min(PLACES - 1, place));
}
