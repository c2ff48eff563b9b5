/** Reads a signal between its samples: a windowed sinc in a table of phases, good for rates within a percent of 1. */

/** Samples that one output sample is made of. Even; the output lies between the two in the middle. */
export const TAPS = 32;

/** How far the output lags behind the reading position, in samples. */
export const RESAMPLER_DELAY = TAPS / 2 - 1;

const PHASES = 512;

/** Kaiser window: about 80 dB of stop band, and flat to 20 kHz at 48 kHz with 32 taps. */
const KAISER_BETA = 8;

const KERNEL = kernelTable();

/**
 * Fills `output` with the signal in `input`, read from `start` (an index, may lie between two samples) in steps of
 * `step`. Output i lies at input index `start + i * step + RESAMPLER_DELAY`. `input` must hold TAPS samples from the
 * last position on. Phases are interpolated linearly, which keeps the error below -100 dB.
 */
export function resample(input: Float32Array, start: number, step: number, output: Float32Array): void {
  const count = output.length;
  for (let i = 0; i < count; i++) {
    const position = start + i * step;
    const first = Math.floor(position);
    const phase = (position - first) * PHASES;
    const index = Math.floor(phase);
    const blend = phase - index;
    const low = index * TAPS;
    const high = low + TAPS;
    let sumLow = 0;
    let sumHigh = 0;
    for (let k = 0; k < TAPS; k++) {
      const sample = input[first + k] ?? 0;
      sumLow += sample * (KERNEL[low + k] ?? 0);
      sumHigh += sample * (KERNEL[high + k] ?? 0);
    }
    output[i] = sumLow + blend * (sumHigh - sumLow);
  }
}

/** PHASES + 1 rows of TAPS weights; row p makes the value p / PHASES behind the middle tap. Each row sums to 1. */
function kernelTable(): Float32Array {
  const table = new Float32Array((PHASES + 1) * TAPS);
  for (let phase = 0; phase <= PHASES; phase++) {
    const row = table.subarray(phase * TAPS, (phase + 1) * TAPS);
    let sum = 0;
    for (let k = 0; k < TAPS; k++) {
      const distance = k - RESAMPLER_DELAY - phase / PHASES;
      const weight = sinc(distance) * kaiser(distance / (TAPS / 2));
      row[k] = weight;
      sum += weight;
    }
    for (let k = 0; k < TAPS; k++) row[k] = (row[k] ?? 0) / sum;
  }
  return table;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The Kaiser window at `x`, -1 to 1, and 0 outside. */
function kaiser(x: number): number {
  const inside = 1 - x * x;
  return inside <= 0 ? 0 : bessel0(KAISER_BETA * Math.sqrt(inside)) / bessel0(KAISER_BETA);
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k <= 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
