/** Decides from the level of each tick whether a program on air has fallen silent, and when the bed shall play. Pure: it counts ticks, so a thread that stood still accuses nobody. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { TICK_MS } from './audio-format.ts';

/** `sound`: the program is heard. `silent`: dead air that hosts are told of. `bed`: the same, with the bed under it. */
export type DeadAirState = 'sound' | 'silent' | 'bed';

/** Sound is believed when this much of it has come: a click or a chair is not a program. */
const BELIEVED_TICKS = 200 / TICK_MS;
/** Words have gaps: a silent tick takes back only this part of a loud one. */
const FORGET_PER_TICK = 0.25;
/** Whoever ends a dead air must be this much louder than what began it, so that noise at the threshold does not flap. */
const HYSTERESIS_DB = 4;

export class DeadAir {
  readonly #settings: DeadAirPlan;
  #state: DeadAirState = 'sound';
  #silentTicks = 0;
  #soundTicks = 0;
  #isLoud = false;

  constructor(settings: DeadAirPlan) {
    this.#settings = settings;
  }

  get state(): DeadAirState {
    return this.#state;
  }

  /** Whether the newest tick was loud, believed or not: the bed makes room at once. */
  get isLoud(): boolean {
    return this.#isLoud;
  }

  /** How long it has been silent, in ms of program. */
  get silentMs(): number {
    return this.#silentTicks * TICK_MS;
  }

  /** Takes in the RMS of the next tick, in dBFS, and gives the state after it. */
  add(rmsDb: number): DeadAirState {
    const { thresholdDb } = this.#settings;
    this.#isLoud = rmsDb >= (this.#state === 'sound' ? thresholdDb : thresholdDb + HYSTERESIS_DB);
    this.#soundTicks = this.#isLoud
      ? Math.min(BELIEVED_TICKS, this.#soundTicks + 1)
      : Math.max(0, this.#soundTicks - FORGET_PER_TICK);
    if (this.#isLoud && this.#soundTicks >= BELIEVED_TICKS) this.#silentTicks = 0;
    else this.#silentTicks += 1;
    this.#state = this.#stateOf(this.silentMs);
    return this.#state;
  }

  #stateOf(silentMs: number): DeadAirState {
    const { alarmAfterMs, bedAfterMs } = this.#settings;
    if (bedAfterMs !== null && silentMs >= bedAfterMs) return 'bed';
    return silentMs >= alarmAfterMs ? 'silent' : 'sound';
  }
}
