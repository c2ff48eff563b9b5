/** Finds where a tone begins, again and again, in sound that has much else in it. Pure. */
import { SAMPLE_RATE } from './speech.ts';

/** The envelope is taken over 10 ms: it rises from nothing to all around the onset, and is at half of it at the onset itself. */
const WINDOW_SAMPLES = 480;
const SETTLE_SAMPLES = 0.15 * SAMPLE_RATE;
/** A marker is 0.2 s long; the next one is not nearer than this. */
const DEAD_SAMPLES = 0.4 * SAMPLE_RATE;
/** Of the loudest tone in the recording: what is below is no marker. */
const MARKER_SHARE = 0.35;

/** Sample indexes at which the tone of `hz` begins. */
export function toneOnsets(samples: Float32Array, hz: number): readonly number[] {
  const envelope = toneEnvelope(samples, hz);
  const loudest = envelope.reduce((most, value) => Math.max(most, value), 0);
  if (loudest < 1e-3) return [];
  const onsets: number[] = [];
  let at = 0;
  while (at < envelope.length) {
    if ((envelope[at] ?? 0) < MARKER_SHARE * loudest) {
      at += 1;
      continue;
    }
    const peak = envelope.subarray(at, at + SETTLE_SAMPLES).reduce((most, value) => Math.max(most, value), 0);
    let onset = at;
    while (onset < envelope.length && (envelope[onset] ?? 0) < peak / 2) onset += 1;
    while (onset > 0 && (envelope[onset - 1] ?? 0) >= peak / 2) onset -= 1;
    onsets.push(onset);
    at += DEAD_SAMPLES;
  }
  return onsets;
}

/** The amplitude of the tone around each sample. */
export function toneEnvelope(samples: Float32Array, hz: number): Float32Array {
  const turn = (2 * Math.PI * hz) / SAMPLE_RATE;
  const envelope = new Float32Array(samples.length);
  const half = WINDOW_SAMPLES / 2;
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < samples.length + half; i += 1) {
    const entering = samples[i] ?? 0;
    const leaving = samples[i - WINDOW_SAMPLES] ?? 0;
    real += entering * Math.cos(turn * i) - leaving * Math.cos(turn * (i - WINDOW_SAMPLES));
    imaginary += entering * Math.sin(turn * i) - leaving * Math.sin(turn * (i - WINDOW_SAMPLES));
    if (i >= half) envelope[i - half] = (2 * Math.hypot(real, imaginary)) / WINDOW_SAMPLES;
  }
  return envelope;
}
