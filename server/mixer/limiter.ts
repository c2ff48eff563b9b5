/**
 * The last thing the program goes through: no sample leaves it above the ceiling. It looks ahead, so that the gain glides down before a
 * peak and never steps, and it leaves alone, bit by bit, what stays below the ceiling.
 */
import { SAMPLES_PER_MS, TICK_FRAMES } from './audio-format.ts';
import { SlidingMin } from './sliding-min.ts';

/** -1 dBFS as a sample value: room for what codecs and the filters behind them add. */
export const LIMITER_CEILING = Math.fround(10 ** (-1 / 20));

/** How far it looks ahead, and so how much later the program leaves it: 5 ms. */
export const LIMITER_DELAY_FRAMES = 5 * SAMPLES_PER_MS;

/** The gain comes back with this time constant: 50 ms. */
const RELEASE = 1 - Math.exp(-1 / (50 * SAMPLES_PER_MS));
/** Nearer than this to 1 (0.0001 dB) counts as 1, or it would never get there. */
const UNITY = 1 - 1e-5;

/** A peak and the frames that the gain takes to get down to it. */
const WINDOW_FRAMES = LIMITER_DELAY_FRAMES + 1;

/**
 * The gain that each frame needs is held for the window (its smallest value), let go slowly, and averaged over the window. The average
 * is a straight line down to the held value that arrives when the peak does, which is a window later on the delayed sound.
 */
export class Limiter {
  /** The last 5 ms of the tick before, then the new tick: interleaved. */
  readonly #delayed = new Float32Array(2 * (LIMITER_DELAY_FRAMES + TICK_FRAMES));
  readonly #output = new Float32Array(2 * TICK_FRAMES);
  readonly #held = new SlidingMin(WINDOW_FRAMES);
  /** The last gains before they are averaged, in a ring. */
  readonly #gains = new Float64Array(WINDOW_FRAMES).fill(1);
  #at = 0;
  #sum = WINDOW_FRAMES;
  #gain = 1;
  /** The lowest gain that was applied since it was asked for. */
  #lowest = 1;
  /** Frames since the last one that was too loud or followed by a gain below 1; a whole window of them is rest. */
  #calmFrames = WINDOW_FRAMES;

  /** Takes one tick, interleaved left and right, and gives the one that ended 5 ms earlier. The array is used again by the next call. */
  limit(tick: Float32Array): Float32Array {
    const delayed = this.#delayed;
    const output = this.#output;
    delayed.copyWithin(0, 2 * TICK_FRAMES);
    delayed.set(tick, 2 * LIMITER_DELAY_FRAMES);
    if (this.#calmFrames >= WINDOW_FRAMES && peakOf(tick) <= LIMITER_CEILING) {
      output.set(delayed.subarray(0, 2 * TICK_FRAMES));
      return output;
    }
    this.#reduce(tick);
    return output;
  }

  /** By how many dB the program was turned down at most since the last call; 0 when it was left alone. */
  takeReductionDb(): number {
    const lowest = this.#lowest;
    this.#lowest = 1;
    return lowest < 1 ? -20 * Math.log10(lowest) : 0;
  }

  #reduce(tick: Float32Array): void {
    const delayed = this.#delayed;
    const output = this.#output;
    for (let frame = 0; frame < TICK_FRAMES; frame += 1) {
      const left = 2 * frame;
      const peak = Math.max(Math.abs(tick[left] ?? 0), Math.abs(tick[left + 1] ?? 0));
      const gain = this.#nextGain(peak > LIMITER_CEILING ? LIMITER_CEILING / peak : 1);
      if (gain < this.#lowest) this.#lowest = gain;
      output[left] = clip((delayed[left] ?? 0) * gain);
      output[left + 1] = clip((delayed[left + 1] ?? 0) * gain);
    }
    if (this.#calmFrames >= WINDOW_FRAMES) this.#rest();
  }

  #nextGain(needed: number): number {
    const released = this.#gain + (1 - this.#gain) * RELEASE;
    this.#gain = Math.min(this.#held.next(needed), released > UNITY ? 1 : released);
    this.#calmFrames = this.#gain < 1 ? 0 : this.#calmFrames + 1;
    this.#sum += this.#gain - (this.#gains[this.#at] ?? 1);
    this.#gains[this.#at] = this.#gain;
    this.#at = this.#at + 1 === WINDOW_FRAMES ? 0 : this.#at + 1;
    return this.#sum / WINDOW_FRAMES;
  }

  /** Everything in sight is below the ceiling: begins anew, without what rounding left in the sum. */
  #rest(): void {
    this.#held.clear();
    this.#gains.fill(1);
    this.#sum = WINDOW_FRAMES;
  }
}

/** Rounding may end a hair above the ceiling; this takes the hair. */
function clip(sample: number): number {
  return Math.max(-LIMITER_CEILING, Math.min(LIMITER_CEILING, sample));
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const size = Math.abs(samples[at] ?? 0);
    if (size > peak) peak = size;
  }
  return peak;
}
