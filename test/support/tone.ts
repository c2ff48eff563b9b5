/** Looks for tones, gaps and clicks in mono samples. Full scale is 1; levels are in dBFS of the amplitude. */

const FLOOR_DB = -200;

/**
 * The level of the sine at `frequencyHz`: a full-scale sine is 0 dBFS, whatever else is in `samples`. A Hann window keeps
 * other tones out when they are at least 4 * sampleRate / samples.length away. Give it four periods or more.
 */
export function toneLevelDb(samples: Float32Array, sampleRate: number, frequencyHz: number): number {
  const count = samples.length;
  const turn = (2 * Math.PI * frequencyHz) / sampleRate;
  let real = 0;
  let imaginary = 0;
  let weights = 0;
  for (let i = 0; i < count; i++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count);
    const sample = (samples[i] ?? 0) * weight;
    real += sample * Math.cos(turn * i);
    imaginary -= sample * Math.sin(turn * i);
    weights += weight;
  }
  const amplitude = (2 * Math.hypot(real, imaginary)) / weights;
  return amplitude > 0 ? Math.max(FLOOR_DB, 20 * Math.log10(amplitude)) : FLOOR_DB;
}

/** The longest stretch, in ms, in which no sample is louder than `thresholdDb`. */
export function longestGapMs(samples: Float32Array, sampleRate: number, thresholdDb: number): number {
  const threshold = 10 ** (thresholdDb / 20);
  let longest = 0;
  let run = 0;
  for (const sample of samples) {
    run = Math.abs(sample) > threshold ? 0 : run + 1;
    if (run > longest) longest = run;
  }
  return (longest / sampleRate) * 1000;
}

/** The largest difference between two neighbouring samples. A sine makes at most `sineStep` of it. */
export function largestStep(samples: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    const step = Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0));
    if (step > largest) largest = step;
  }
  return largest;
}

/** The largest step that a sine of `levelDb` can make. */
export function sineStep(levelDb: number, sampleRate: number, frequencyHz: number): number {
  return 2 * 10 ** (levelDb / 20) * Math.sin((Math.PI * frequencyHz) / sampleRate);
}

/** One side of interleaved samples: `side` 0 is left. */
export function sideOf(interleaved: Float32Array, side: number, sides = 2): Float32Array {
  const samples = new Float32Array(Math.floor(interleaved.length / sides));
  for (let i = 0; i < samples.length; i++) samples[i] = interleaved[i * sides + side] ?? 0;
  return samples;
}
