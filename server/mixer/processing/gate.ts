/**
 * A noise gate on levels, millisecond by millisecond: it answers with a gain. The usual state machine of threshold, hysteresis, attack, hold
 * and release (J. D. Reiss, A. McPherson, Audio Effects, CRC Press 2014, section 6.4), with a gain that moves in straight lines of dB.
 */
import type { Processing } from '#protocol/processing.ts';
import { STAGE_OFF_DB_PER_MS } from './stage-pace.ts';

export type GateSettings = Processing['gate'];

export class Gate {
  #settings: GateSettings | null = null;
  #open = true;
  #heldMs = 0;
  #gainDb = 0;

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#gainDb === 0 && this.#settings?.on !== true;
  }

  /** Closed to a listener: it is on and turns down. */
  get closed(): boolean {
    return this.#settings?.on === true && !this.#open;
  }

  set(settings: GateSettings): void {
    this.#settings = settings;
  }

  /** Takes in the peak of the next millisecond, in dBFS, and gives the gain at its end, in dB: 0 when open. */
  next(levelDb: number): number {
    const settings = this.#settings;
    if (settings === null || !settings.on) {
      this.#open = true;
      this.#gainDb = Math.min(0, this.#gainDb + STAGE_OFF_DB_PER_MS);
      return this.#gainDb;
    }
    const { thresholdDb, hysteresisDb, rangeDb, attackMs, holdMs, releaseMs } = settings;
    if (levelDb >= thresholdDb - (this.#open ? hysteresisDb : 0)) {
      this.#open = true;
      this.#heldMs = 0;
    } else if (this.#heldMs < holdMs) this.#heldMs += 1;
    else this.#open = false;
    this.#gainDb = this.#open
      ? Math.min(0, this.#gainDb + rangeDb / attackMs)
      : Math.max(-rangeDb, this.#gainDb - rangeDb / releaseMs);
    return this.#gainDb;
  }
}
