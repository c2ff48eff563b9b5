/** Whether what a mount sounds like can be the program. Pure; it only accuses when no delay of up to 5 s could explain what it hears. */
import { LEVELS_PER_S, QUIET_DB } from './level-track.ts';

/**
 * `silent`: the program sounded and the mount did not. `other`: the program rose and fell and the mount did not, like the bed of a
 * standby. `sounds`: neither, and the mount is not silent. `unknown`: the program gives no reason to say anything.
 */
export type Verdict = 'silent' | 'other' | 'sounds' | 'unknown';

const SILENT_STEPS = 3 * LEVELS_PER_S;
const STEADY_STEPS = 6 * LEVELS_PER_S;
const DELAY_MAX_STEPS = 5 * LEVELS_PER_S;
/** Delays are tried in steps of 0.2 s: no window of seconds changes much within that. */
const DELAY_STRIDE = 10;

/** How much of the mount the judge wants to see: fewer levels are no basis. */
export const JUDGED_STEPS = STEADY_STEPS;
/** And of the program, up to now. */
export const JUDGED_PROGRAM_STEPS = STEADY_STEPS + DELAY_MAX_STEPS;

/** The program counts as sounding when a tenth of a window is at least this loud. */
const CLEARLY_SOUNDING_DB = -45;
const SOUNDING_SHARE = 0.1;

const STEADY_MAX_DB = 2.5;
const VARIED_MIN_DB = 8;

/** `mount` is its newest sound, as long as there is any; `program` the newest of the bus, JUDGED_PROGRAM_STEPS long. */
export function judgeSound(mount: Float32Array, program: Float32Array): Verdict {
  if (mount.length < SILENT_STEPS) return 'unknown';
  const newest = mount.subarray(-SILENT_STEPS);
  const isSilent = newest.every((level) => level <= QUIET_DB);
  if (isSilent) return alwaysTrue(program, SILENT_STEPS, sounds) ? 'silent' : 'unknown';
  if (mount.length < STEADY_STEPS) return 'unknown';
  const isSteady = deviationDb(mount.subarray(-STEADY_STEPS)) < STEADY_MAX_DB;
  if (!isSteady) return 'sounds';
  const isVaried = (window: Float32Array) => deviationDb(window) > VARIED_MIN_DB;
  return alwaysTrue(program, STEADY_STEPS, isVaried) ? 'other' : 'unknown';
}

/** Whether `holds` for the program at every delay. */
function alwaysTrue(
  program: Float32Array,
  length: number,
  holds: (window: Float32Array) => boolean,
): boolean {
  for (let delay = 0; delay <= DELAY_MAX_STEPS; delay += DELAY_STRIDE) {
    const end = program.length - delay;
    if (end < length || !holds(program.subarray(end - length, end))) return false;
  }
  return true;
}

function sounds(window: Float32Array): boolean {
  const loud = window.reduce((count, level) => count + (level >= CLEARLY_SOUNDING_DB ? 1 : 0), 0);
  return loud >= SOUNDING_SHARE * window.length;
}

function deviationDb(levels: Float32Array): number {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
}
