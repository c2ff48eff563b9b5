/**
 * Rides the gain of a strip slowly towards a loudness, as a hand on a fader would: it listens to speech alone, stands still in silence, and
 * never goes far. Loudness and its gate are those of ITU-R BS.1770-4 over ticks of 20 ms: what is below -50 LUFS, or 10 LU below the
 * speech of the last seconds, does not count.
 */
import type { Processing } from '#protocol/processing.ts';
import { TICK_MS } from '../audio-format.ts';
import { loudnessOf } from '../loudness-scale.ts';

export type AutoLevelSettings = Processing['autoLevel'];

const ABSOLUTE_GATE_LUFS = -50;
const RELATIVE_GATE_LU = 10;
/** The speech of so many seconds is averaged. */
const MEMORY_MS = 3000;
/** Before so much speech it does nothing. */
const LEARN_MS = 1000;
const RIDE_DB_PER_S = 1.5;
/** Nearer than this is near enough, so that the hand rests. */
const DEAD_ZONE_DB = 0.5;

const RIDE_DB_PER_TICK = (RIDE_DB_PER_S * TICK_MS) / 1000;
const FORGET = Math.exp(-TICK_MS / MEMORY_MS);

export class AutoLevel {
  #settings: AutoLevelSettings | null = null;
  #targetLufs = 0;
  #power = 0;
  #heardMs = 0;
  #gainDb = 0;

  /** Whether it has nothing to do. */
  get idle(): boolean {
    return this.#settings?.on !== true && this.#gainDb === 0;
  }

  /** Whether it must be told how loud the strip is. */
  get listens(): boolean {
    return this.#settings?.on === true;
  }

  /** The gain of now, in dB. */
  get gainDb(): number {
    return this.#gainDb;
  }

  set(settings: AutoLevelSettings, targetLufs: number): void {
    this.#settings = settings;
    this.#targetLufs = targetLufs;
  }

  /**
   * Takes in the weighted power of the next tick, before this gain: the mean square of both sides together. Switched off it goes back
   * to 0 dB as slowly as it went away.
   */
  next(power: number): void {
    const settings = this.#settings;
    if (settings === null || !settings.on) {
      this.#ride(0);
      this.#heardMs = 0;
      return;
    }
    if (!this.#isSpeech(power)) return;
    this.#power = this.#heardMs === 0 ? power : this.#power * FORGET + power * (1 - FORGET);
    this.#heardMs += TICK_MS;
    if (this.#heardMs < LEARN_MS) return;
    const wantedDb = this.#targetLufs - loudnessOf(this.#power);
    const limitedDb = Math.min(settings.rangeDb, Math.max(-settings.rangeDb, wantedDb));
    if (Math.abs(limitedDb - this.#gainDb) > DEAD_ZONE_DB) this.#ride(limitedDb);
  }

  #isSpeech(power: number): boolean {
    const lufs = loudnessOf(power);
    if (lufs < ABSOLUTE_GATE_LUFS) return false;
    return this.#heardMs === 0 || lufs >= loudnessOf(this.#power) - RELATIVE_GATE_LU;
  }

  #ride(toDb: number): void {
    const wayDb = toDb - this.#gainDb;
    this.#gainDb =
      Math.abs(wayDb) <= RIDE_DB_PER_TICK ? toDb : this.#gainDb + Math.sign(wayDb) * RIDE_DB_PER_TICK;
  }
}
