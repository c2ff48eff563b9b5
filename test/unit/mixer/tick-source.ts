/** Sound for tests in ticks of 20 ms, interleaved left and right. */
import { TICK_FRAMES } from '../../../server/mixer/audio-format.ts';

const RATE_HZ = 48_000;

export type Tone = {
  readonly hz: number;
  /** Peak of the sine in dBFS. */
  readonly db: number;
  readonly seconds: number;
  /** Degrees, of the first sample. */
  readonly phase?: number;
  readonly sides?: 'both' | 'left';
};

/** One tone after the other, without a break in the time that the phases count. */
export function tones(...parts: readonly Tone[]): Float32Array {
  const frames = parts.reduce((sum, { seconds }) => sum + Math.round(seconds * RATE_HZ), 0);
  const samples = new Float32Array(2 * frames);
  let start = 0;
  for (const { hz, db, seconds, phase = 0, sides = 'both' } of parts) {
    const end = start + Math.round(seconds * RATE_HZ);
    for (let frame = start; frame < end; frame += 1) {
      const angle = 2 * Math.PI * ((hz * (frame - start)) / RATE_HZ + phase / 360);
      const sample = 10 ** (db / 20) * Math.sin(angle);
      samples[2 * frame] = sample;
      if (sides === 'both') samples[2 * frame + 1] = sample;
    }
    start = end;
  }
  return samples;
}

/** Whole ticks of `samples`; what is left over is left out. */
export function* ticksOf(samples: Float32Array): Generator<Float32Array> {
  const size = 2 * TICK_FRAMES;
  for (let at = 0; at + size <= samples.length; at += size) yield samples.subarray(at, at + size);
}
