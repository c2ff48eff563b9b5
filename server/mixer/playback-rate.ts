/**
 * Decides how fast a strip reads its buffer, so that its delay stays at the target although two clocks are never equal.
 * Numbers only. It rests at exactly 1 most of the time: then the audio passes untouched.
 */
import { SAMPLES_PER_MS, TICK_FRAMES, TICK_MS } from './audio-format.ts';

/** The fastest correction: 0.5 %, nine cents of a semitone. */
export const RATE_CHANGE_MAX = 0.005;

/**
 * The delay may be this much too long or too short before anything is corrected; jitter of the measurement stays inside.
 * Too short is the worse side, because there the next late packet is heard.
 */
export const TOO_LONG_SAMPLES = 10 * SAMPLES_PER_MS;
export const TOO_SHORT_SAMPLES = -4 * SAMPLES_PER_MS;

/** Where a correction ends, so that the next one is as far away as it can be. */
const LONG_ENOUGH_SAMPLES = 6 * SAMPLES_PER_MS;

/** An error is worked off with this time constant, so 10 ms make about 0.1 %. */
const TIME_CONSTANT_SAMPLES = 10_000 * SAMPLES_PER_MS;

/**
 * A correction aims this far past the target. Without it, the drift that made the error (up to 300 ppm here) would hold
 * the correction just short of its aim for ever, and the strip would never read its samples untouched again.
 */
const OVERSHOOT_SAMPLES = 3 * SAMPLES_PER_MS;

/** Smooths the measured error: one second. */
const SMOOTHING = TICK_MS / 1000;

/** The rate glides: at most this much from one tick to the next. */
const RATE_GLIDE_MAX = 0.0001;

/** One strip's controller: proportional, with a dead zone that is left at its edges and entered again well inside. */
export class PlaybackRate {
  #correcting: -1 | 0 | 1 = 0;
  #errorSamples = 0;
  #change = 0;

  /** Begins anew, with the delay at its target. */
  reset(): void {
    this.#correcting = 0;
    this.#errorSamples = 0;
    this.#change = 0;
  }

  /** The delay was changed by `samples` at a stroke. Where that left an error that nobody would correct, a correction under way ends. */
  shift(samples: number): void {
    this.#errorSamples += samples;
    if (isSmall(this.#errorSamples)) this.#correcting = 0;
  }

  /** Takes in the error of this tick: delay minus target, in samples. Leave it out while there is no true reading. */
  observe(errorSamples: number): void {
    this.#errorSamples += (errorSamples - this.#errorSamples) * SMOOTHING;
    const error = this.#errorSamples;
    if (error > TOO_LONG_SAMPLES) this.#correcting = 1;
    else if (error < TOO_SHORT_SAMPLES) this.#correcting = -1;
    else if (this.#correcting * (error - this.#goal()) <= 0) this.#correcting = 0;
  }

  /**
   * The step through the buffer per sample of the next tick. `fraction` is where between two samples the reading
   * stands, from 0 to less than 1. On the way to rest, one last tick is read so that it ends exactly on a sample.
   */
  next(fraction: number): number {
    const aim = this.#errorSamples - this.#goal() + this.#correcting * OVERSHOOT_SAMPLES;
    const wanted = this.#correcting === 0 ? 0 : limit(aim / TIME_CONSTANT_SAMPLES, RATE_CHANGE_MAX);
    this.#change += limit(wanted - this.#change, RATE_GLIDE_MAX);
    if (this.#change !== 0 || fraction === 0) return 1 + this.#change;
    return landing(fraction);
  }

  #goal(): number {
    return this.#correcting < 0 ? LONG_ENOUGH_SAMPLES : 0;
  }
}

function isSmall(errorSamples: number): boolean {
  return errorSamples >= TOO_SHORT_SAMPLES && errorSamples <= TOO_LONG_SAMPLES;
}

function landing(fraction: number): number {
  const samples = fraction < 0.5 ? TICK_FRAMES - fraction : TICK_FRAMES + 1 - fraction;
  return samples / TICK_FRAMES;
}

function limit(change: number, max: number): number {
  return Math.max(-max, Math.min(max, change));
}
