/** Finds how long after the program a mount sounds, by the course of their levels. Pure. */

/** The deviation in dB that a course must have: steadier sound looks the same at every lag. */
const VARIATION_MIN_DB = 3;
/**
 * How often a course must go from clearly above its mean to clearly below it, or back: speech does that several times a second. A steady
 * tone that is muted has one edge, which fits any other edge.
 */
const EDGES_MIN = 6;
const EDGE_DB = 1.5;
/** Unrelated speech reaches about 0.6 by chance over so many lags; the program found again has 0.9 and more. */
const LIKENESS_MIN = 0.8;
/** The best lag must be this much better than any that is not its neighbour. */
const LEAD_MIN = 0.08;
/** Lags closer than this, in steps, are neighbours: a syllable is about as long. */
const NEIGHBOUR_STEPS = 15;
const NOT_COMPARED = -2;

/** The program found again is never less like itself than this, whatever limiter and codec did to it. */
const UNLIKE_BELOW = 0.35;

/** `lag` in steps, null when it cannot be told. `isUnlike`: the mount plays something that is not the program at any lag. */
export type Finding = { readonly lag: number | null; readonly isUnlike: boolean };

/**
 * Both are levels in dB, one per step, and end at the same moment; the program must be longer, and lags from 0 to the difference of their
 * lengths are tried.
 */
export function findLag(mount: Float32Array, program: Float32Array): Finding {
  const likeness = likenessByLag(mount, program);
  const best = highest(likeness, () => true);
  if (best === null) return { lag: null, isUnlike: false };
  // Where the program was steady nothing can be compared, and it may be there that the mount is.
  const isWhole = likeness.every((value) => value > NOT_COMPARED);
  if (best.value < LIKENESS_MIN) return { lag: null, isUnlike: isWhole && best.value < UNLIKE_BELOW };
  const rival = highest(likeness, (lag) => Math.abs(lag - best.lag) > NEIGHBOUR_STEPS);
  const isClear = rival === null || best.value - rival.value >= LEAD_MIN;
  return { lag: isClear ? best.lag : null, isUnlike: false };
}

/** Correlation, -1 to 1, at every lag; NOT_COMPARED where the program does not vary enough, and nothing when the mount does not. */
function likenessByLag(mount: Float32Array, program: Float32Array): Float32Array {
  const length = mount.length;
  const lags = program.length - length + 1;
  const mean = mount.reduce((sum, level) => sum + level, 0) / length;
  const centered = mount.map((level) => level - mean);
  const energy = centered.reduce((sum, level) => sum + level * level, 0);
  const energyMin = length * VARIATION_MIN_DB ** 2;
  if (lags < 1 || energy < energyMin || edges(centered) < EDGES_MIN) return new Float32Array(0);
  const likeness = new Float32Array(lags).fill(NOT_COMPARED);
  let sum = 0;
  let squares = 0;
  for (let lag = 0; lag < lags; lag += 1) {
    const from = program.length - length - lag;
    if (lag === 0) {
      for (const level of program.subarray(from)) {
        sum += level;
        squares += level * level;
      }
    } else {
      const entering = program[from] ?? 0;
      const leaving = program[from + length] ?? 0;
      sum += entering - leaving;
      squares += entering * entering - leaving * leaving;
    }
    const programEnergy = squares - (sum * sum) / length;
    if (programEnergy < energyMin) continue;
    let product = 0;
    for (let i = 0; i < length; i += 1) product += (centered[i] ?? 0) * (program[from + i] ?? 0);
    likeness[lag] = product / Math.sqrt(energy * programEnergy);
  }
  return likeness;
}

function edges(centered: Float32Array): number {
  let count = 0;
  let side = 0;
  for (const level of centered) {
    if (Math.abs(level) < EDGE_DB || Math.sign(level) === side) continue;
    if (side !== 0) count += 1;
    side = Math.sign(level);
  }
  return count;
}

function highest(
  likeness: Float32Array,
  counts: (lag: number) => boolean,
): { lag: number; value: number } | null {
  let best: { lag: number; value: number } | null = null;
  for (const [lag, value] of likeness.entries()) {
    if (counts(lag) && (best === null || value > best.value)) best = { lag, value };
  }
  return best;
}
