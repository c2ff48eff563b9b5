/**
 * What a strip does to its sound before the fader: trim, high-pass, gate, compressor, auto-level. All gains become one curve that is
 * applied once, in straight lines from millisecond to millisecond. A stage that is off costs nothing.
 */
import type { Processing } from '#protocol/processing.ts';
import { SAMPLES_PER_MS, TICK_FRAMES, TICK_MS } from '../audio-format.ts';
import { KWeighting } from '../k-weighting.ts';
import { AutoLevel } from './auto-level.ts';
import { Compressor } from './compressor.ts';
import { Gate } from './gate.ts';
import { HighPass } from './high-pass.ts';

const SILENT_DB = -120;
const SILENT_PEAK = 1e-6;
/** The trim moves so fast, however it was set. */
const TRIM_DB_PER_MS = 1;

export class StripChain {
  readonly #highPass = [new HighPass(), new HighPass()] as const;
  readonly #gate = new Gate();
  readonly #compressor = new Compressor();
  readonly #autoLevel = new AutoLevel();
  #weighting: readonly [KWeighting, KWeighting] | null = null;
  #targetTrimDb = 0;
  #trimDb = 0;
  #gain = 1;

  /** Whether the gate is closed now. */
  get gateClosed(): boolean {
    return this.#gate.closed;
  }

  /** How much the compressor turns down now, in dB. */
  get reductionDb(): number {
    return this.#compressor.reductionDb;
  }

  /** `targetLufs` is what the auto-level rides towards. Takes effect in ramps. */
  set(processing: Processing, targetLufs: number): void {
    this.#targetTrimDb = processing.trimDb;
    for (const highPass of this.#highPass) highPass.set(processing.highPass);
    this.#gate.set(processing.gate);
    this.#compressor.set(processing.compressor);
    this.#autoLevel.set(processing.autoLevel, targetLufs);
  }

  /** Processes one tick in place; `right` is null for mono. The sides share their gain, so that the picture stays where it is. */
  process(left: Float32Array, right: Float32Array | null): void {
    const [leftPass, rightPass] = this.#highPass;
    if (!leftPass.idle) leftPass.process(left);
    if (right !== null && !rightPass.idle) rightPass.process(right);
    if (!this.#gate.idle || !this.#compressor.idle) this.#followLevels(left, right);
    else this.#glide(left, right);
    if (!this.#autoLevel.idle) this.#listen(left, right);
  }

  /** Gate or compressor work: the gain is found anew for each millisecond. */
  #followLevels(left: Float32Array, right: Float32Array | null): void {
    for (let from = 0; from < TICK_FRAMES; from += SAMPLES_PER_MS) {
      this.#moveTrim(1);
      const peak = Math.max(peakOf(left, from), right === null ? 0 : peakOf(right, from));
      const levelDb = (peak > SILENT_PEAK ? 20 * Math.log10(peak) : SILENT_DB) + this.#trimDb;
      const gateDb = this.#gate.next(levelDb);
      const compressorDb = this.#compressor.next(levelDb + gateDb);
      this.#apply(left, right, from, SAMPLES_PER_MS, gateDb + compressorDb);
    }
  }

  #glide(left: Float32Array, right: Float32Array | null): void {
    this.#moveTrim(TICK_MS);
    this.#apply(left, right, 0, TICK_FRAMES, 0);
  }

  #moveTrim(ms: number): void {
    const wayDb = this.#targetTrimDb - this.#trimDb;
    const stepDb = TRIM_DB_PER_MS * ms;
    this.#trimDb += Math.abs(wayDb) <= stepDb ? wayDb : Math.sign(wayDb) * stepDb;
  }

  #apply(
    left: Float32Array,
    right: Float32Array | null,
    from: number,
    count: number,
    dynamicsDb: number,
  ): void {
    const gainDb = this.#trimDb + dynamicsDb + this.#autoLevel.gainDb;
    const start = this.#gain;
    const gain = gainDb === 0 ? 1 : 10 ** (gainDb / 20);
    this.#gain = gain;
    if (start === 1 && gain === 1) return;
    const step = (gain - start) / count;
    multiply(left, from, count, start, step);
    if (right !== null) multiply(right, from, count, start, step);
  }

  /** The mean square before the auto-level's own gain; a mono voice in the middle sounds on both sides. */
  #listen(left: Float32Array, right: Float32Array | null): void {
    if (!this.#autoLevel.listens) {
      this.#weighting = null;
      this.#autoLevel.next(0);
      return;
    }
    this.#weighting ??= [new KWeighting(), new KWeighting()];
    const [first, second] = this.#weighting;
    const leftSquares = first.squares(left, 0, 1);
    const rightSquares = right === null ? leftSquares : second.squares(right, 0, 1);
    const power = (leftSquares + rightSquares) / TICK_FRAMES;
    this.#autoLevel.next(power / 10 ** (this.#autoLevel.gainDb / 10));
  }
}

function peakOf(samples: Float32Array, from: number): number {
  let peak = 0;
  for (let i = from; i < from + SAMPLES_PER_MS; i++) {
    const size = Math.abs(samples[i] ?? 0);
    if (size > peak) peak = size;
  }
  return peak;
}

function multiply(samples: Float32Array, from: number, count: number, start: number, step: number): void {
  let gain = start;
  for (let i = from; i < from + count; i++) {
    gain += step;
    samples[i] = (samples[i] ?? 0) * gain;
  }
}
