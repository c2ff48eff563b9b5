/**
 * Sound that keeps a speech codec as busy as speech does, made from numbers so that every machine makes the same: a voiced source through
 * moving formants in syllables, hisses between them, pauses. Nobody would understand a word.
 */
import { randomFrom } from '../../test/support/synthetic/random.ts';

export const SAMPLE_RATE = 48_000;

/** Formants of five vowels in Hz (Peterson and Barney, 1952, men). */
const VOWELS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
] as const;
const BANDWIDTHS_HZ = [80, 110, 160] as const;
const SYLLABLE_S = { shortest: 0.12, longest: 0.32 };
const PAUSE_SHARE = 0.2;
const HISS_SHARE = 0.25;

/** Mono, full scale 1, with an RMS of `rmsDb` in dBFS. The same `seed` says the same. */
export function speechLike(options: { seed: number; seconds: number; rmsDb: number }): Float32Array {
  const random = randomFrom(options.seed);
  const samples = new Float32Array(Math.round(options.seconds * SAMPLE_RATE));
  const pitchHz = 90 + 130 * random();
  let at = 0;
  while (at < samples.length) {
    const lengthS = SYLLABLE_S.shortest + (SYLLABLE_S.longest - SYLLABLE_S.shortest) * random();
    const syllable = samples.subarray(at, Math.min(samples.length, at + Math.round(lengthS * SAMPLE_RATE)));
    at += syllable.length;
    const kind = random();
    if (kind < PAUSE_SHARE) continue;
    if (kind < PAUSE_SHARE + HISS_SHARE) hiss(syllable, random);
    else voice(syllable, { random, pitchHz: pitchHz * (0.85 + 0.3 * random()) });
    shape(syllable);
  }
  return atLevel(samples, options.rmsDb);
}

function voice(syllable: Float32Array, { random, pitchHz }: { random: () => number; pitchHz: number }): void {
  const formants = VOWELS[Math.floor(random() * VOWELS.length)] ?? VOWELS[0];
  let phase = 0;
  for (let i = 0; i < syllable.length; i += 1) {
    const vibrato = 1 + 0.02 * Math.sin((2 * Math.PI * 5 * i) / SAMPLE_RATE);
    phase += (pitchHz * vibrato) / SAMPLE_RATE;
    if (phase >= 1) phase -= 1;
    // A glottal pulse and a little breath.
    syllable[i] = (phase < 0.6 ? Math.sin((Math.PI * phase) / 0.6) ** 2 : 0) - 0.3 + 0.02 * (random() - 0.5);
  }
  for (const [index, hz] of formants.entries()) resonate(syllable, hz, BANDWIDTHS_HZ[index] ?? 100);
  normalise(syllable, 1);
}

function hiss(syllable: Float32Array, random: () => number): void {
  for (let i = 0; i < syllable.length; i += 1) syllable[i] = random() - 0.5;
  resonate(syllable, 3200, 1800);
  normalise(syllable, 0.25);
}

/** A resonance of two poles, in place, cascaded onto what is there. */
function resonate(samples: Float32Array, hz: number, bandwidthHz: number): void {
  const radius = Math.exp((-Math.PI * bandwidthHz) / SAMPLE_RATE);
  const a = 2 * radius * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  const b = -radius * radius;
  const gain = 1 - a - b;
  let [before, beforeThat] = [0, 0];
  for (let i = 0; i < samples.length; i += 1) {
    const value = gain * (samples[i] ?? 0) + a * before + b * beforeThat;
    beforeThat = before;
    before = value;
    samples[i] = value;
  }
}

/** Rises and falls like a syllable. */
function shape(syllable: Float32Array): void {
  for (let i = 0; i < syllable.length; i += 1) {
    syllable[i] = (syllable[i] ?? 0) * Math.sin((Math.PI * (i + 0.5)) / syllable.length) ** 0.7;
  }
}

function normalise(samples: Float32Array, peak: number): void {
  const largest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  for (let i = 0; i < samples.length; i += 1) samples[i] = ((samples[i] ?? 0) * peak) / largest;
}

function atLevel(samples: Float32Array, rmsDb: number): Float32Array {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const gain = 10 ** (rmsDb / 20) / Math.sqrt(power);
  return samples.map((sample) => Math.max(-1, Math.min(1, sample * gain)));
}
