/** Turns what the mixer says of dead air at each tick into reports of changes and counters. Pure. */
import { TICK_MS } from '../mixer/audio-format.ts';
import type { DeadAirState } from '../mixer/dead-air.ts';
import type { LivePathHealth, LivePathReport } from '../program/live-path-port.ts';

type DeadAirReport = Extract<LivePathReport, { kind: 'deadAir' }>;

export class DeadAirNews {
  #state: DeadAirState = 'sound';
  #deadAirMs = 0;
  #bedMs = 0;
  #deadAirs = 0;
  #beds = 0;

  /** Program time that was dead air, and with the bed under it, and how often either began, since the live path began. */
  get totals(): Pick<LivePathHealth, 'deadAirMs' | 'bedMs' | 'deadAirs' | 'beds'> {
    return { deadAirMs: this.#deadAirMs, bedMs: this.#bedMs, deadAirs: this.#deadAirs, beds: this.#beds };
  }

  /** Takes in the state after a tick; gives the report when it is another one than before. */
  take(state: DeadAirState, silentMs: number): DeadAirReport | null {
    if (state !== 'sound') this.#deadAirMs += TICK_MS;
    if (state === 'bed') this.#bedMs += TICK_MS;
    if (state === this.#state) return null;
    if (this.#state === 'sound') this.#deadAirs += 1;
    if (state === 'bed') this.#beds += 1;
    this.#state = state;
    return { kind: 'deadAir', state, silentMs };
  }
}
