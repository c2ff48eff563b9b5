/** Levels of sound by the time at which they sounded, one per 20 ms, for as far back as the track reaches. */

export const LEVEL_STEP_MS = 20;
export const LEVELS_PER_S = 1000 / LEVEL_STEP_MS;

/** Quieter is as good as nothing; also stands where nothing is known. */
export const QUIET_DB = -60;

export class LevelTrack {
  readonly #levels: Float32Array;
  #newest = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** `seconds`, 1 or more, is how far back it reaches. */
  constructor(seconds: number) {
    this.#levels = new Float32Array(seconds * LEVELS_PER_S).fill(QUIET_DB);
  }

  /** The newest step, an index on the grid of 20 ms; minus infinity while there is none. */
  get newest(): number {
    return this.#newest;
  }

  /** How many steps were put, whatever their time; no more than the track holds. */
  get count(): number {
    return Math.min(this.#count, this.#levels.length);
  }

  /** Notes the level in dBFS of one step. What lies between it and the newest one is quiet; what is older than the track is dropped. */
  put(step: number, levelDb: number): void {
    const size = this.#levels.length;
    if (this.#newest - step >= size) return;
    const from = Math.max(this.#newest + 1, step - size + 1);
    for (let at = from; at < step; at += 1) this.#levels[at % size] = QUIET_DB;
    this.#levels[step % size] = Math.max(QUIET_DB, levelDb);
    this.#newest = Math.max(this.#newest, step);
    this.#count += 1;
  }

  /** The `length` levels up to and with `last`, none below QUIET_DB. */
  window(last: number, length: number): Float32Array {
    const size = this.#levels.length;
    const result = new Float32Array(length).fill(QUIET_DB);
    for (let i = 0; i < length; i += 1) {
      const step = last - length + 1 + i;
      if (step > this.#newest || this.#newest - step >= size || step < 0) continue;
      result[i] = this.#levels[step % size] ?? QUIET_DB;
    }
    return result;
  }
}
