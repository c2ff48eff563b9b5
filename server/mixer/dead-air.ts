/** Decides from the level of each tick whether a program on air has fallen silent, and when the bed shall play. Pure: it counts ticks, so a thread that stood still accuses nobody. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { TICK_MS } from './audio-format.ts';
import { TickWindow } from './tick-window.ts';

/** `sound`: the program is heard. `silent`: dead air that hosts are told of. `bed`: the same, with the bed under it. */
export type DeadAirState = 'sound' | 'silent' | 'bed';

/** Shorter than this is a click, however many there are. A word of one syllable is longer, and no silence. */
const NO_CLICK_TICKS = 60 / TICK_MS;
/** Dead air is over when so much of the last moments was sound: a word, but not a cough. */
const RETURN_TICKS = 360 / TICK_MS;
const RETURN_WINDOW_TICKS = 1500 / TICK_MS;
/** Whoever ends a dead air must be this much louder than what began it, so that noise at the threshold does not flap. */
const HYSTERESIS_DB = 4;

export class DeadAir {
  readonly #settings: DeadAirPlan;
  readonly #returning = new TickWindow(RETURN_WINDOW_TICKS);
  #state: DeadAirState;
  #silentTicks = 0;
  #loudTicks = 0;
  /** Nobody has been heard yet, and listeners have a bed for as long. */
  #waitsInBed: boolean;

  /** `fromBed`: it is `bed` from the start and until somebody is heard. */
  constructor(settings: DeadAirPlan, fromBed = false) {
    this.#settings = settings;
    this.#waitsInBed = fromBed;
    this.#state = fromBed ? 'bed' : 'sound';
  }

  get state(): DeadAirState {
    return this.#state;
  }

  /** Whether the newest ticks were sound and no click, believed or not: the bed makes room at once. */
  get isLoud(): boolean {
    return this.#loudTicks >= NO_CLICK_TICKS;
  }

  /** How long it has been silent, in ms of program. */
  get silentMs(): number {
    return this.#silentTicks * TICK_MS;
  }

  /** Takes in the RMS of the next tick, in dBFS, and gives the state after it. */
  add(rmsDb: number): DeadAirState {
    const { thresholdDb } = this.#settings;
    const isDead = this.#state !== 'sound';
    this.#loudTicks = rmsDb >= thresholdDb + (isDead ? HYSTERESIS_DB : 0) ? this.#loudTicks + 1 : 0;
    this.#returning.add(this.isLoud);
    const isHeard = isDead ? this.#returning.count >= RETURN_TICKS : this.isLoud;
    this.#silentTicks = isHeard ? 0 : this.#silentTicks + 1;
    if (isHeard) this.#waitsInBed = false;
    this.#state = this.#stateOf(this.silentMs);
    return this.#state;
  }

  #stateOf(silentMs: number): DeadAirState {
    const { alarmAfterMs, bedAfterMs } = this.#settings;
    if (this.#waitsInBed || (bedAfterMs !== null && silentMs >= bedAfterMs)) return 'bed';
    return silentMs >= alarmAfterMs ? 'silent' : 'sound';
  }
}
