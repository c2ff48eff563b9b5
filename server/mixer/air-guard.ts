/** Watches the bus of a program on air, tells when it falls silent, and lets the bed play under it, or in its place when that is wanted. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { BedPlayer } from './bed-player.ts';
import { DeadAir, type DeadAirState } from './dead-air.ts';
import { amplitudeDb } from './level-meter.ts';

/** A program that makes room for the bed, or comes back, takes a second. */
const FADE_PER_TICK = TICK_MS / 1_000;

export class AirGuard {
  readonly #bed = new BedPlayer();
  #deadAir: DeadAir | null = null;
  #isBedWanted = false;
  /** Of the program, 0 to 1. */
  #gain = 1;

  /**
   * Watches from now on, anew; null ends it, and a bed that plays fades away. With `fromBed` and a bed in `settings` the bed plays at once
   * and until somebody is heard.
   */
  watch(settings: DeadAirPlan | null, fromBed: boolean): void {
    const playsBed = fromBed && settings !== null && settings.bedAfterMs !== null;
    this.#deadAir = settings === null ? null : new DeadAir(settings, playsBed);
    if (playsBed) this.#bed.beginLoud();
  }

  /** The bed plays in place of the program, whether that has sound or not. */
  setBedWanted(wanted: boolean): void {
    this.#isBedWanted = wanted;
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
    this.#fade(bus);
    if (this.#isBedWanted) {
      this.#bed.addTo(bus, 'on');
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

  #fade(bus: Float32Array): void {
    const from = this.#gain;
    const to = this.#isBedWanted ? Math.max(0, from - FADE_PER_TICK) : Math.min(1, from + FADE_PER_TICK);
    this.#gain = to;
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
