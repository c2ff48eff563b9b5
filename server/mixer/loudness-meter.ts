/** Loudness of the program as EBU R128 has it: momentary, short-term and integrated (EBU Tech 3341), and true peak. Allocates per reading only. */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';
import type { Loudness } from '#protocol/state.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { GatedLoudness } from './gated-loudness.ts';
import { KWeighting } from './k-weighting.ts';
import { amplitudeDb } from './level-meter.ts';
import { loudnessOf } from './loudness-scale.ts';
import { TruePeak } from './true-peak.ts';

/** Readings come ten times a second, and blocks overlap by three quarters. */
const STEP_TICKS = 100 / TICK_MS;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;

/** What can be told from the sound alone. */
export type LoudnessReading = Omit<Loudness, 'limiterDb'>;

export class LoudnessMeter {
  readonly #sides = [new KWeighting(), new KWeighting()] as const;
  readonly #integrated = new GatedLoudness();
  readonly #truePeak = new TruePeak();
  /** Mean powers of the last steps, in a ring; what was never heard is silence. */
  readonly #powers = new Float64Array(SHORT_TERM_STEPS);
  #ticks = 0;
  #squares = 0;
  #reading: LoudnessReading | null = null;

  /** The newest reading since the meter was made, LUFS and dBTP, never below LEVEL_FLOOR_DB; null in the first 100 ms. */
  get reading(): LoudnessReading | null {
    return this.#reading;
  }

  /** Takes in one tick, interleaved left and right. */
  add(tick: Float32Array): void {
    const [left, right] = this.#sides;
    this.#squares += left.squares(tick, 0) + right.squares(tick, 1);
    this.#truePeak.add(tick);
    this.#ticks += 1;
    if (this.#ticks % STEP_TICKS === 0) this.#step();
  }

  #step(): void {
    const steps = this.#ticks / STEP_TICKS;
    this.#powers[steps % SHORT_TERM_STEPS] = this.#squares / (STEP_TICKS * TICK_FRAMES);
    this.#squares = 0;
    const momentary = this.#meanOfLast(MOMENTARY_STEPS, steps);
    if (steps >= MOMENTARY_STEPS) this.#integrated.add(momentary);
    this.#reading = {
      momentaryLufs: atLeastFloor(loudnessOf(momentary)),
      shortTermLufs: atLeastFloor(loudnessOf(this.#meanOfLast(SHORT_TERM_STEPS, steps))),
      integratedLufs: atLeastFloor(this.#integrated.lufs),
      truePeakDb: amplitudeDb(this.#truePeak.amplitude),
    };
  }

  #meanOfLast(count: number, newest: number): number {
    let sum = 0;
    for (let step = newest; step > newest - count; step -= 1) {
      sum += this.#powers[(step + SHORT_TERM_STEPS) % SHORT_TERM_STEPS] ?? 0;
    }
    return sum / count;
  }
}

function atLeastFloor(lufs: number): number {
  return Math.max(LEVEL_FLOOR_DB, lufs);
}
