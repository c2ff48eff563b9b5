/** The highest point of the sound between its samples, at four times the rate (ITU-R BS.1770-4, Annex 2). */
import { TICK_FRAMES } from './audio-format.ts';

/** Frames before a tick that its first points are made of. */
const HISTORY_FRAMES = 11;
const TAPS = 12;

/** Phases 0 and 1 of the filter in Annex 2; phases 3 and 2 are the same, backwards. */
const PHASE_0 = Float64Array.of(
  ...[0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625],
  ...[0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125],
);
const PHASE_1 = Float64Array.of(
  ...[-0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625],
  ...[0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375],
);

/** No point is higher than the highest sample around it times this: the sum of what phase 1 weighs with. */
const OVERSHOOT_MAX = PHASE_1.reduce((sum, weight) => sum + Math.abs(weight), 0);

/** The points are looked for in pieces of this many frames (0.25 ms), and only where they can be higher than those so far. */
const PIECE_FRAMES = 12;

/** Of both sides together. */
export class TruePeak {
  readonly #samples = new Float32Array(2 * (HISTORY_FRAMES + TICK_FRAMES));
  #peak = 0;
  /** The highest sample of the piece before. */
  #before = 0;

  /** The highest point so far as an amplitude, never below the highest sample. */
  get amplitude(): number {
    return this.#peak;
  }

  /** Takes in one tick, interleaved left and right. */
  add(tick: Float32Array): void {
    const samples = this.#samples;
    samples.copyWithin(0, 2 * TICK_FRAMES);
    samples.set(tick, 2 * HISTORY_FRAMES);
    for (let frame = 0; frame < TICK_FRAMES; frame += PIECE_FRAMES) {
      const highest = highestOf(tick, 2 * frame, 2 * (frame + PIECE_FRAMES));
      const around = Math.max(highest, this.#before);
      this.#before = highest;
      this.#peak = Math.max(this.#peak, highest);
      if (around * OVERSHOOT_MAX > this.#peak) this.#look(2 * frame);
    }
  }

  /** Makes the points of one piece whose oldest sample lies at `start`. Both sides are one row, every second sample is one's own. */
  #look(start: number): void {
    const samples = this.#samples;
    let peak = this.#peak;
    for (let at = start; at < start + 2 * PIECE_FRAMES; at += 1) {
      let point0 = 0;
      let point1 = 0;
      let point2 = 0;
      let point3 = 0;
      for (let tap = 0; tap < TAPS; tap += 1) {
        const sample = samples[at + 2 * tap] ?? 0;
        const mirrored = TAPS - 1 - tap;
        point0 += sample * (PHASE_0[tap] ?? 0);
        point1 += sample * (PHASE_1[tap] ?? 0);
        point2 += sample * (PHASE_1[mirrored] ?? 0);
        point3 += sample * (PHASE_0[mirrored] ?? 0);
      }
      peak = Math.max(peak, Math.abs(point0), Math.abs(point1), Math.abs(point2), Math.abs(point3));
    }
    this.#peak = peak;
  }
}

function highestOf(samples: Float32Array, start: number, end: number): number {
  let highest = 0;
  for (let at = start; at < end; at += 1) {
    const size = Math.abs(samples[at] ?? 0);
    if (size > highest) highest = size;
  }
  return highest;
}
