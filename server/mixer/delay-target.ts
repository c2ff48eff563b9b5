/** How long packets should wait in the buffer: long enough for the slowest of the last seconds, and no longer. */
import { SAMPLES_PER_MS, TICK_MS } from './audio-format.ts';
import { SlidingMax } from './sliding-max.ts';

export const TARGET_MIN_MS = 40;
export const TARGET_MAX_MS = 400;

/** A packet is due when the tick that needs it begins, so one tick is needed before any jitter is covered. */
const MARGIN_MS = 5;

const HOLD_BUCKETS = 10;
const HOLD_BUCKET_MS = 1000;

/**
 * How fast the target comes down again. In pauses the delay follows at once; a sound without pauses is read a little faster instead.
 * A delay that is much too long is worked off with 0.4 % of pitch; the rest may take its time, at 0.025 %, which no tuner shows. While
 * nobody hears the strip there is no pitch to keep.
 */
const SHRINK_MS_PER_S = { unheard: 200, muchTooLong: 4, tooLong: 0.25 } as const;
const MUCH_TOO_LONG_MS = 60;
const MS_PER_S = 1000;

/** Grows at once with a late packet, holds for ten seconds, then comes down: slowly while it is heard. */
export class DelayTarget {
  readonly #slowest = new SlidingMax({ buckets: HOLD_BUCKETS, bucketMs: HOLD_BUCKET_MS });
  /** Whether nobody hears what is delayed. */
  unheard = false;
  #ms = TARGET_MIN_MS;
  #lastMs: number | null = null;

  /** TARGET_MIN_MS to TARGET_MAX_MS. */
  get ms(): number {
    return this.#ms;
  }

  get samples(): number {
    return this.#ms * SAMPLES_PER_MS;
  }

  /** Takes in a packet that came `lateSamples` behind the fastest ones. */
  observe(lateSamples: number, nowMs: number): void {
    this.#slowest.add(lateSamples / SAMPLES_PER_MS, nowMs);
    const needed = clamp(TICK_MS + MARGIN_MS + this.#slowest.at(nowMs));
    const elapsedMs = this.#lastMs === null ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#ms = Math.max(needed, this.#ms - (elapsedMs / MS_PER_S) * this.#shrinkMsPerS(needed));
  }

  #shrinkMsPerS(neededMs: number): number {
    if (this.unheard) return SHRINK_MS_PER_S.unheard;
    return this.#ms - neededMs > MUCH_TOO_LONG_MS ? SHRINK_MS_PER_S.muchTooLong : SHRINK_MS_PER_S.tooLong;
  }
}

function clamp(ms: number): number {
  return Math.min(TARGET_MAX_MS, Math.max(TARGET_MIN_MS, ms));
}
