/**
 * Makes room for speech: while somebody speaks elsewhere the gain goes down by a depth, and comes back when he has been silent for a while
 * (a compressor whose side chain is the speech, as in J. D. Reiss, A. McPherson, Audio Effects, CRC Press 2014, section 6.3, with a fixed
 * depth). The gain moves in straight lines of dB, tick by tick.
 */
import type { Processing } from '#protocol/processing.ts';
import { TICK_MS } from '../audio-format.ts';

export type DuckSettings = Processing['duck'];

/** Switched off, or with less depth, it comes back this fast. */
const BACK_DB_PER_TICK = (60 * TICK_MS) / 1000;

export class Ducker {
  #settings: DuckSettings | null = null;
  #heldMs = Number.POSITIVE_INFINITY;
  #gainDb = 0;

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#settings?.on !== true && this.#gainDb === 0;
  }

  set(settings: DuckSettings): void {
    this.#settings = settings;
  }

  /** Whether somebody speaks in this tick; gives the gain at its end, in dB. */
  next(speech: boolean): number {
    const settings = this.#settings;
    if (settings === null || !settings.on) {
      this.#heldMs = Number.POSITIVE_INFINITY;
      this.#gainDb = Math.min(0, this.#gainDb + BACK_DB_PER_TICK);
      return this.#gainDb;
    }
    const { depthDb, attackMs, holdMs, releaseMs } = settings;
    this.#heldMs = speech ? 0 : this.#heldMs + TICK_MS;
    const perMs = depthDb / (this.#heldMs <= holdMs ? attackMs : releaseMs);
    if (this.#heldMs <= holdMs) this.#gainDb = this.#towards(-depthDb, perMs * TICK_MS);
    else this.#gainDb = Math.min(0, this.#gainDb + perMs * TICK_MS);
    return this.#gainDb;
  }

  /** Down at the pace of the attack; up, when the depth was made less, a little slower than a click. */
  #towards(toDb: number, stepDb: number): number {
    if (this.#gainDb > toDb) return Math.max(toDb, this.#gainDb - stepDb);
    return Math.min(toDb, this.#gainDb + BACK_DB_PER_TICK);
  }
}
