/** Measures how fast a sender's clock runs against ours: the slope of a straight line through its fastest packets. */
import { SAMPLE_RATE_HZ } from './audio-format.ts';

/** Each reading weighs this much less than the one after it: about a minute of memory at two readings per second. */
const FORGET = 0.99;

const READINGS_MIN = 12;

/**
 * Readings are wrong by some milliseconds when we stood still ourselves, and sound cards by no more than some hundred ppm: (4 ms / 300 ppm)²
 * in s², the weight with which a short line is drawn towards no drift (ridge regression). After half a minute it takes 5 %.
 */
const DISTRUST_S2 = 180;
const PPM_MAX = 5000;
const MS_PER_S = 1000;

/** Weighted least squares with exponential forgetting; the sums are kept relative to the newest time, so days do no harm. */
export class DriftMeter {
  #readings = 0;
  #lastMs = 0;
  #originSamples = 0;
  #weight = 0;
  #time = 0;
  #offset = 0;
  #timeTime = 0;
  #timeOffset = 0;

  /** Parts per million, + when the sender is faster; 0 until some seconds were seen. */
  get ppm(): number {
    const spread = this.#weight * this.#timeTime - this.#time * this.#time;
    if (this.#readings < READINGS_MIN || spread <= 0) return 0;
    const slope =
      (this.#weight * this.#timeOffset - this.#time * this.#offset) / (spread + this.#weight * DISTRUST_S2);
    const ppm = (slope / SAMPLE_RATE_HZ) * 1e6;
    return Math.max(-PPM_MAX, Math.min(PPM_MAX, ppm));
  }

  restart(): void {
    this.#readings = 0;
    this.#weight = 0;
    this.#time = 0;
    this.#offset = 0;
    this.#timeTime = 0;
    this.#timeOffset = 0;
  }

  /** `leadSamples`: how far the sender's timestamp was ahead of our clock; only its change matters. */
  observe(nowMs: number, leadSamples: number): void {
    if (!Number.isFinite(leadSamples)) return;
    if (this.#readings === 0) this.#originSamples = leadSamples;
    else this.#moveOrigin((nowMs - this.#lastMs) / MS_PER_S);
    this.#readings += 1;
    this.#lastMs = nowMs;
    // The new reading lies at time zero, so it adds nothing to the sums that hold a time.
    this.#weight = this.#weight * FORGET + 1;
    this.#time *= FORGET;
    this.#timeTime *= FORGET;
    this.#timeOffset *= FORGET;
    this.#offset = this.#offset * FORGET + (leadSamples - this.#originSamples);
  }

  #moveOrigin(seconds: number): void {
    this.#timeTime += seconds * (seconds * this.#weight - 2 * this.#time);
    this.#timeOffset -= seconds * this.#offset;
    this.#time -= seconds * this.#weight;
  }
}
