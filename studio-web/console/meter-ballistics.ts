/**
 * How a meter moves: up at once, down 20 dB in 1.7 s (IEC 60268-10, type I), a line that holds the peak for two seconds, and an inner bar
 * of 300 ms RMS. Pure: told readings and the time.
 */
import { LEVEL_FLOOR_DB } from '#protocol/limits.ts';
import type { MeterReading } from '../media/level-measure.ts';

const RELEASE_DB_PER_MS = 20 / 1_700;
const HOLD_MS = 2_000;
const RMS_TIME_CONSTANT_MS = 300;

/** What is drawn, in dBFS. */
export type MeterDrawing = {
  readonly barDb: number;
  readonly rmsDb: number;
  readonly holdDb: number;
};

export class MeterBallistics {
  #lastMs: number | null = null;
  #barDb = LEVEL_FLOOR_DB;
  #rmsPower = 0;
  #holdDb = LEVEL_FLOOR_DB;
  #holdSinceMs = 0;

  /** Takes a reading at `nowMs` and answers with what to draw. */
  update(reading: MeterReading, nowMs: number): MeterDrawing {
    const passedMs = this.#lastMs === null ? 0 : Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#barDb = Math.max(reading.peakDb, this.#barDb - passedMs * RELEASE_DB_PER_MS, LEVEL_FLOOR_DB);
    this.#followRms(reading.rmsDb, passedMs);
    this.#hold(nowMs, passedMs);
    return { barDb: this.#barDb, rmsDb: this.#rmsDb, holdDb: this.#holdDb };
  }

  get #rmsDb(): number {
    return this.#rmsPower <= 0 ? LEVEL_FLOOR_DB : Math.max(LEVEL_FLOOR_DB, 10 * Math.log10(this.#rmsPower));
  }

  #followRms(rmsDb: number, passedMs: number): void {
    const target = rmsDb <= LEVEL_FLOOR_DB ? 0 : 10 ** (rmsDb / 10);
    const share = 1 - Math.exp(-passedMs / RMS_TIME_CONSTANT_MS);
    this.#rmsPower += (target - this.#rmsPower) * share;
  }

  #hold(nowMs: number, passedMs: number): void {
    if (this.#barDb >= this.#holdDb) {
      this.#holdDb = this.#barDb;
      this.#holdSinceMs = nowMs;
    } else if (nowMs - this.#holdSinceMs > HOLD_MS) {
      this.#holdDb = Math.max(this.#barDb, this.#holdDb - passedMs * RELEASE_DB_PER_MS);
    }
  }
}
