/** What an ear knows about the sound of one mount: its levels on a player's clock, next to those of the program. Decides nothing alone. */

import type { ProgramEnvelope } from '../program/live-path-port.ts';
import type { MountMeasure } from '../program/program-ports.ts';
import { findLag } from './find-lag.ts';
import { JUDGED_PROGRAM_STEPS, JUDGED_STEPS, judgeSound, type Verdict } from './judge-sound.ts';
import { LEVEL_STEP_MS, LEVELS_PER_S, LevelTrack } from './level-track.ts';
import { PlayerClock } from './player-clock.ts';
import type { DecodedLevels } from './sound-decoder.ts';

const LAG_MAX_S = 40;
const COMPARED_S = 10;
/** Shorter sound is compared as soon as there is this much of it. */
const COMPARED_MIN_S = 5;
/** Players hold what came ahead of time, so their track ends in the future; the program's must reach as far back from there. */
const TRACK_S = LAG_MAX_S + 2 * COMPARED_S;
/** Steady sound hides the lag; the one known last stays true for a while. */
const LAG_STAYS_MS = 60_000;
/** So often in a row the mount must be unlike the program before that counts. */
const UNLIKE_TIMES = 5;

/** Times are milliseconds of the machine's monotonic clock. */
export class SoundMeasure {
  readonly #clock = new PlayerClock();
  readonly #program = new LevelTrack(TRACK_S);
  #played = new LevelTrack(TRACK_S);
  #arrived = new LevelTrack(COMPARED_S);
  #programPhaseMs = 0;
  #playedPhaseMs = 0;
  #unlikeTimes = 0;
  #lag: { readonly ms: number; readonly foundMs: number } | null = null;

  /** The program as the live path made it. */
  addProgram({ startMs, levelsDb }: ProgramEnvelope): void {
    const first = Math.round(startMs / LEVEL_STEP_MS);
    this.#programPhaseMs = startMs - first * LEVEL_STEP_MS;
    for (const [index, levelDb] of levelsDb.entries()) this.#program.put(first + index, levelDb);
  }

  /** Sound of the mount that arrived at `arrivalMs`. */
  addMount({ levelsDb, decodedMs, restMs }: DecodedLevels, arrivalMs: number): void {
    const endMs = this.#clock.push(arrivalMs, decodedMs) - restMs;
    for (const [index, levelDb] of levelsDb.entries()) {
      const startMs = endMs - (levelsDb.length - index) * LEVEL_STEP_MS;
      const step = Math.round(startMs / LEVEL_STEP_MS);
      this.#playedPhaseMs = startMs - step * LEVEL_STEP_MS;
      this.#played.put(step, levelDb);
      this.#arrived.put(Math.max(0, this.#arrived.newest + 1), levelDb);
    }
  }

  /** Another connection: what is known about the program stays, and with `keepFindings` what was found until something else is. */
  restart({ keepFindings }: { keepFindings: boolean }): void {
    this.#clock.reset();
    this.#played = new LevelTrack(TRACK_S);
    this.#arrived = new LevelTrack(COMPARED_S);
    if (keepFindings) return;
    this.#lag = null;
    this.#unlikeTimes = 0;
  }

  /** Looks for the program in the mount. True when it was found. */
  findProgram(nowMs: number): boolean {
    const seconds = Math.min(COMPARED_S, Math.floor(this.#played.count / LEVELS_PER_S));
    if (seconds < COMPARED_MIN_S) return false;
    const length = seconds * LEVELS_PER_S;
    const last = this.#played.newest;
    const { lag, isUnlike } = findLag(
      this.#played.window(last, length),
      this.#program.window(last, length + LAG_MAX_S * LEVELS_PER_S),
    );
    // Before that the program may be older than what is known of it.
    const isKnown = this.#program.count >= (LAG_MAX_S + COMPARED_S) * LEVELS_PER_S;
    this.#unlikeTimes = isUnlike && isKnown ? this.#unlikeTimes + 1 : 0;
    if (lag === null) {
      if (this.#lag !== null && nowMs - this.#lag.foundMs > LAG_STAYS_MS) this.#lag = null;
      return false;
    }
    const ms = lag * LEVEL_STEP_MS + this.#playedPhaseMs - this.#programPhaseMs;
    this.#lag = { ms: Math.max(0, ms), foundMs: nowMs };
    return true;
  }

  /** Whether the newest sound of the mount can be the program. */
  judge(nowMs: number): Verdict {
    const arrived = this.#arrived.window(this.#arrived.newest, Math.min(JUDGED_STEPS, this.#arrived.count));
    const now = Math.floor(nowMs / LEVEL_STEP_MS);
    // A program that has not reported for a while gives no reason to accuse anybody.
    const last = Math.min(now, this.#program.newest);
    if (this.#program.count < JUDGED_PROGRAM_STEPS || now - last > 2 * LEVELS_PER_S) return 'unknown';
    const verdict = judgeSound(arrived, this.#program.window(last, JUDGED_PROGRAM_STEPS));
    return verdict === 'sounds' && this.#unlikeTimes >= UNLIKE_TIMES ? 'other' : verdict;
  }

  read(nowMs: number): MountMeasure {
    const lagMs = this.#lag?.ms ?? null;
    const newest = this.#arrived.window(this.#arrived.newest, Math.min(LEVELS_PER_S, this.#arrived.count));
    const power = newest.reduce((sum, levelDb) => sum + 10 ** (levelDb / 10), 0) / newest.length;
    return {
      lagMs,
      arrivalLagMs: lagMs === null ? null : Math.max(0, lagMs - this.#clock.bufferedMs(nowMs)),
      loudnessDb: newest.length === 0 ? null : 10 * Math.log10(power),
    };
  }
}
