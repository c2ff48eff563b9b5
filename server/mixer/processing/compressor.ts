/**
 * A feed-forward compressor on levels, millisecond by millisecond: it answers with a gain. Gain computer and level detector are those of
 * D. Giannoulis, M. Massberg, J. D. Reiss, Digital Dynamic Range Compressor Design - A Tutorial and Analysis, J. Audio Eng. Soc. 60 (2012):
 * soft knee of equation 4, smooth decoupled peak detector of equation 17 in the log domain behind the gain computer.
 */
import type { Processing } from '#protocol/processing.ts';
import { STAGE_OFF_DB_PER_MS } from './stage-pace.ts';

export type CompressorSettings = Processing['compressor'];

/** Less reduction than this is none. */
const NOTHING_DB = 0.001;

/** The static curve: the level that comes out, without make-up, for the level that goes in; both in dB. */
export function compressedDb(
  levelDb: number,
  { thresholdDb, ratio, kneeDb }: Pick<CompressorSettings, 'thresholdDb' | 'ratio' | 'kneeDb'>,
): number {
  const over = levelDb - thresholdDb;
  if (2 * over < -kneeDb) return levelDb;
  if (2 * Math.abs(over) <= kneeDb && kneeDb > 0) {
    return levelDb + ((1 / ratio - 1) * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
  }
  return thresholdDb + over / ratio;
}

export class Compressor {
  #settings: CompressorSettings | null = null;
  #attack = 0;
  #release = 0;
  #released = 0;
  #reductionDb = 0;
  #makeUpDb = 0;

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#settings?.on !== true && this.#reductionDb === 0 && this.#makeUpDb === 0;
  }

  /** How much it turns down now, in dB, make-up not counted; 0 or more. */
  get reductionDb(): number {
    return this.#reductionDb;
  }

  set(settings: CompressorSettings): void {
    this.#settings = settings;
    this.#attack = Math.exp(-1 / settings.attackMs);
    this.#release = Math.exp(-1 / settings.releaseMs);
  }

  /** Takes in the peak of the next millisecond, in dBFS, and gives the gain at its end, in dB. */
  next(levelDb: number): number {
    const settings = this.#settings;
    if (settings === null || !settings.on) return this.#fadeOut();
    const wantedDb = levelDb - compressedDb(levelDb, settings);
    this.#released = Math.max(wantedDb, this.#release * this.#released + (1 - this.#release) * wantedDb);
    const reductionDb = this.#attack * this.#reductionDb + (1 - this.#attack) * this.#released;
    this.#reductionDb = reductionDb < NOTHING_DB && wantedDb === 0 ? 0 : reductionDb;
    this.#makeUpDb = glide(this.#makeUpDb, settings.makeUpDb);
    return this.#makeUpDb - this.#reductionDb;
  }

  #fadeOut(): number {
    this.#reductionDb = glide(this.#reductionDb, 0);
    this.#makeUpDb = glide(this.#makeUpDb, 0);
    this.#released = this.#reductionDb;
    return this.#makeUpDb - this.#reductionDb;
  }
}

function glide(from: number, to: number): number {
  return Math.abs(to - from) <= STAGE_OFF_DB_PER_MS ? to : from + Math.sign(to - from) * STAGE_OFF_DB_PER_MS;
}
