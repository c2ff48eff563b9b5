/** Reads ffmpeg's EBU R128 readings (`ametadata` lines of the `ebur128` filter) as they trickle in. Pure. */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';
import type { Loudness } from '#protocol/state.ts';

/** A line is about 40 characters; a longer rest is garbage and is dropped. */
const LINE_MAX_LENGTH = 512;

const MOMENTARY = 'lavfi.r128.M';
const SHORT_TERM = 'lavfi.r128.S';
const INTEGRATED = 'lavfi.r128.I';
/** Since the encoder began, as a sample value; the last line of a reading. */
const TRUE_PEAK = 'lavfi.r128.true_peak';
const KEYS: ReadonlySet<string> = new Set([MOMENTARY, SHORT_TERM, INTEGRATED, TRUE_PEAK]);

export class LoudnessParser {
  #rest = '';
  readonly #values = new Map<string, number>();

  /** The readings that `text` completes, oldest first: LUFS and dBTP, never below LEVEL_FLOOR_DB. */
  push(text: string): Loudness[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LINE_MAX_LENGTH);
    return lines.map((line) => this.#read(line)).filter((reading) => reading !== null);
  }

  #read(line: string): Loudness | null {
    const [key = '', text = ''] = line.trim().split('=');
    const value = parseNumber(text);
    if (value === null || !KEYS.has(key)) return null;
    this.#values.set(key, value);
    return key === TRUE_PEAK ? this.#reading(value) : null;
  }

  #reading(truePeak: number): Loudness | null {
    const momentaryLufs = this.#values.get(MOMENTARY);
    const shortTermLufs = this.#values.get(SHORT_TERM);
    const integratedLufs = this.#values.get(INTEGRATED);
    this.#values.clear();
    if (momentaryLufs === undefined || shortTermLufs === undefined || integratedLufs === undefined)
      return null;
    return {
      momentaryLufs: atLeastFloor(momentaryLufs),
      shortTermLufs: atLeastFloor(shortTermLufs),
      integratedLufs: atLeastFloor(integratedLufs),
      truePeakDb: atLeastFloor(20 * Math.log10(truePeak)),
    };
  }
}

/** ffmpeg writes silence as `-inf` or `nan`, depending on the measure. */
function parseNumber(text: string): number | null {
  if (text === '') return null;
  if (text.includes('inf') || text.includes('nan')) return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  return Number.isNaN(value) ? null : value;
}

function atLeastFloor(db: number): number {
  return Math.max(LEVEL_FLOOR_DB, db);
}
