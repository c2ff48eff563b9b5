/** The decoded audio of one strip between its decoder and the mix: two sides, written in frames, read at any rate. */
import { TICK_FRAMES } from './audio-format.ts';
import { OPUS_PACKET_MAX_SAMPLES } from './opus-packet.ts';
import { RESAMPLER_DELAY, resample, TAPS } from './resampler.ts';

const CAPACITY = 4 * OPUS_PACKET_MAX_SAMPLES;
const FULL_SCALE = 1 / 32768;

/** Positions are kept on this grid, so that a reading that comes back to a sample hits it exactly. */
const POSITION_GRID = 2 ** 20;

/** A gain that moves by `slope` per sample and stays between 0 and 1; it carries over from one append to the next. */
export type Envelope = { gain: number; slope: number };

/**
 * Mono until the first stereo audio is appended; the right side is then a copy of the left one so far. Memory is fixed:
 * appending more than fits drops what is oldest, which a reader that reads every tick never sees.
 */
export class SampleFifo {
  readonly #left = new Float32Array(CAPACITY);
  #right: Float32Array | null = null;
  #read = 0;
  #fraction = 0;
  #write = RESAMPLER_DELAY;

  get stereo(): boolean {
    return this.#right !== null;
  }

  /** Where between two samples the reading stands, 0 to less than 1. */
  get fraction(): number {
    return this.#fraction;
  }

  /** How many samples were appended and not yet heard. */
  get unread(): number {
    return this.#write - this.#read - this.#fraction - RESAMPLER_DELAY;
  }

  /** Silence, and nothing to read. */
  clear(): void {
    this.#left.fill(0);
    this.#right?.fill(0);
    this.#read = 0;
    this.#fraction = 0;
    this.#write = RESAMPLER_DELAY;
  }

  /** Whether a tick can be read in steps of `step`. */
  holdsTick(step: number): boolean {
    return Math.ceil(this.#fraction + TICK_FRAMES * step) + TAPS <= this.#write - this.#read;
  }

  appendSilence(count: number): void {
    this.#makeRoom(count);
    this.#left.fill(0, this.#write, this.#write + count);
    this.#right?.fill(0, this.#write, this.#write + count);
    this.#write += count;
  }

  /** Appends `count` frames of `pcm` from the frame `from` on, scaled by `envelope`. */
  append(pcm: Int16Array, from: number, count: number, channels: 1 | 2, envelope: Envelope): void {
    this.#makeRoom(count);
    if (channels === 2) this.#appendStereo(pcm, from, count, envelope);
    else this.#appendMono(pcm, from, count, envelope);
    this.#write += count;
  }

  /** Reads one tick in steps of `step` and moves on. `right` is written only when `stereo`. Ask `holdsTick` first. */
  readTick(step: number, left: Float32Array, right: Float32Array): void {
    if (step === 1 && this.#fraction === 0) {
      copy(this.#left, this.#read + RESAMPLER_DELAY, left);
      if (this.#right !== null) copy(this.#right, this.#read + RESAMPLER_DELAY, right);
      this.#read += TICK_FRAMES;
      return;
    }
    const start = this.#read + this.#fraction;
    resample(this.#left, start, step, left);
    if (this.#right !== null) resample(this.#right, start, step, right);
    const end = Math.round((start + TICK_FRAMES * step) * POSITION_GRID) / POSITION_GRID;
    this.#read = Math.floor(end);
    this.#fraction = end - this.#read;
  }

  #appendMono(pcm: Int16Array, from: number, count: number, envelope: Envelope): void {
    const left = this.#left;
    const write = this.#write;
    for (let i = 0; i < count; i++) {
      left[write + i] = (pcm[from + i] ?? 0) * FULL_SCALE;
    }
    applyEnvelope(left, write, count, envelope.gain, envelope.slope);
    if (this.#right !== null) this.#right.set(left.subarray(write, write + count), write);
    envelope.gain = advance(envelope.gain, envelope.slope, count);
  }

  #appendStereo(pcm: Int16Array, from: number, count: number, envelope: Envelope): void {
    const left = this.#left;
    const right = this.#rightSide();
    const write = this.#write;
    for (let i = 0; i < count; i++) {
      left[write + i] = (pcm[2 * (from + i)] ?? 0) * FULL_SCALE;
      right[write + i] = (pcm[2 * (from + i) + 1] ?? 0) * FULL_SCALE;
    }
    applyEnvelope(left, write, count, envelope.gain, envelope.slope);
    applyEnvelope(right, write, count, envelope.gain, envelope.slope);
    envelope.gain = advance(envelope.gain, envelope.slope, count);
  }

  #rightSide(): Float32Array {
    this.#right ??= this.#left.slice();
    return this.#right;
  }

  #makeRoom(count: number): void {
    if (this.#write + count <= CAPACITY) return;
    const kept = Math.min(this.#write - this.#read, CAPACITY - count);
    const from = this.#write - kept;
    this.#left.copyWithin(0, from, this.#write);
    this.#right?.copyWithin(0, from, this.#write);
    this.#read = 0;
    this.#write = kept;
  }
}

function copy(from: Float32Array, start: number, to: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i] = from[start + i] ?? 0;
}

function applyEnvelope(
  samples: Float32Array,
  start: number,
  count: number,
  gain: number,
  slope: number,
): void {
  if (slope >= 0 && gain >= 1) return;
  for (let i = 0; i < count; i++) {
    samples[start + i] = (samples[start + i] ?? 0) * advance(gain, slope, i + 1);
  }
}

function advance(gain: number, slope: number, count: number): number {
  return Math.min(1, Math.max(0, gain + slope * count));
}
