/** Watches the bus of a program on air, tells when it falls silent, and lets the bed play under it. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { BedPlayer } from './bed-player.ts';
import { DeadAir, type DeadAirState } from './dead-air.ts';
import { amplitudeDb } from './level-meter.ts';

export class AirGuard {
  readonly #bed = new BedPlayer();
  #deadAir: DeadAir | null = null;

  /**
   * Watches from now on, anew; null ends it, and a bed that plays fades away. With `fromBed` and a bed in `settings` the bed plays at once
   * and until somebody is heard.
   */
  watch(settings: DeadAirPlan | null, fromBed: boolean): void {
    const playsBed = fromBed && settings !== null && settings.bedAfterMs !== null;
    this.#deadAir = settings === null ? null : new DeadAir(settings, playsBed);
    if (playsBed) this.#bed.beginLoud();
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
    const deadAir = this.#deadAir;
    if (deadAir === null) {
      this.#bed.addTo(bus, 'off');
      return;
    }
    const state = deadAir.add(amplitudeDb(rmsOf(bus)));
    if (state !== 'bed') this.#bed.addTo(bus, 'off');
    else this.#bed.addTo(bus, deadAir.isLoud ? 'ducked' : 'on');
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
