/** Hands out the units of a loop as time goes by, as fast as they play. Pure: the clock comes from outside. */

import type { Codec } from '#protocol/state.ts';

/** An MP3 frame holds 1152 samples at 48 kHz (ISO/IEC 11172-3), and our Opus packets 20 ms. */
export const UNIT_MS: Readonly<Record<Codec, number>> = { mp3: 24, opus: 20 };

/** More than this to make up for means that the machine slept: nobody waits for the sound of that time. */
const LATE_MAX_MS = 1000;

export class UnitPacer {
  readonly #units: readonly Uint8Array[];
  readonly #unitMs: number;
  #sent = 0;
  #startMs: number;

  /** `units` play for `unitMs` each, in a circle, from `startMs` on. There must be at least one. */
  constructor({ units, unitMs, startMs }: { units: readonly Uint8Array[]; unitMs: number; startMs: number }) {
    if (units.length === 0) throw new RangeError('A loop needs something to play.');
    this.#units = units;
    this.#unitMs = unitMs;
    this.#startMs = startMs;
  }

  /** What has come due since the last call. */
  due(nowMs: number): readonly Uint8Array[] {
    const lateMs = nowMs - this.#startMs - this.#sent * this.#unitMs;
    if (lateMs > LATE_MAX_MS) this.#startMs += lateMs;
    const wanted = Math.floor((nowMs - this.#startMs) / this.#unitMs);
    const units: Uint8Array[] = [];
    for (; this.#sent < wanted; this.#sent += 1) {
      const unit = this.#units[this.#sent % this.#units.length];
      if (unit !== undefined) units.push(unit);
    }
    return units;
  }
}
