/** Watches the bus of a program on air, tells when it falls silent, and lets the bed play under it, or in its place when that is wanted. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { BedPlayer } from './bed-player.ts';
import { DeadAir, type DeadAirState } from './dead-air.ts';
import { amplitudeDb } from './level-meter.ts';

/** From the program to a bed that is wanted, and back. */
const BED_FADE_MS = 1000;
const BED_FADE_PER_TICK = TICK_MS / BED_FADE_MS;

/** `fromBed`: listeners hear the bed already. `isBedWanted`: in place of the program, whether that has sound or not. */
export type BedPlan = { readonly fromBed: boolean; readonly isBedWanted: boolean };

const NO_BED: BedPlan = { fromBed: false, isBedWanted: false };

export class AirGuard {
  readonly #bed = new BedPlayer();
  #settings: DeadAirPlan | null = null;
  #deadAir: DeadAir | null = null;
  #isBedWanted = false;
  #programGain = 1;

  /**
   * Watches from now on, anew; null ends it, and a bed that plays fades away. A bed that listeners hear goes on without a pause: as long as
   * it is wanted, else, with a bed in `settings`, until somebody is heard.
   */
  watch(settings: DeadAirPlan | null, { fromBed, isBedWanted }: BedPlan = NO_BED): void {
    this.#settings = settings;
    this.#isBedWanted = isBedWanted;
    const goesOn = fromBed && (isBedWanted || (settings !== null && settings.bedAfterMs !== null));
    this.#deadAir = settings === null || isBedWanted ? null : new DeadAir(settings, goesOn);
    if (!goesOn) return;
    this.#bed.beginLoud();
    if (isBedWanted) this.#programGain = 0;
  }

  /** The bed instead of the program: nobody is asked for sound meanwhile, and afterwards silence counts anew. */
  wantBed(isBedWanted: boolean): void {
    if (isBedWanted !== this.#isBedWanted) this.watch(this.#settings, { fromBed: false, isBedWanted });
  }

  /** `sound` while nothing is watched. */
  get state(): DeadAirState {
    return this.#deadAir?.state ?? 'sound';
  }

  /** How long the program has been silent, in ms; 0 while nothing is watched. */
  get silentMs(): number {
    return this.#deadAir?.silentMs ?? 0;
  }

  /** Takes in a tick of the interleaved bus as the strips made it, and adds the bed to it. */
  guard(bus: Float32Array): void {
    this.#fadeProgram(bus);
    if (this.#isBedWanted) {
      this.#bed.addTo(bus, 'instead');
      return;
    }
    const deadAir = this.#deadAir;
    if (deadAir === null) {
      this.#bed.addTo(bus, 'off');
      return;
    }
    const state = deadAir.add(amplitudeDb(rmsOf(bus)));
    if (state !== 'bed') this.#bed.addTo(bus, 'off');
    else this.#bed.addTo(bus, deadAir.isLoud ? 'ducked' : 'on');
  }

  #fadeProgram(bus: Float32Array): void {
    const from = this.#programGain;
    const to = this.#isBedWanted
      ? Math.max(0, from - BED_FADE_PER_TICK)
      : Math.min(1, from + BED_FADE_PER_TICK);
    this.#programGain = to;
    if (from === 1 && to === 1) return;
    const step = (to - from) / TICK_FRAMES;
    for (let at = 0; at < bus.length; at += 1) {
      bus[at] = (bus[at] ?? 0) * (from + step * ((at >> 1) + 1));
    }
  }
}

function rmsOf(samples: Float32Array): number {
  let squares = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const sample = samples[at] ?? 0;
    squares += sample * sample;
  }
  return Math.sqrt(squares / samples.length);
}
