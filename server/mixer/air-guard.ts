/** Watches the bus of a program on air, tells when it falls silent, and lets the bed play under it. */
import type { DeadAirPlan } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { BedPlayer } from './bed-player.ts';
import { DeadAir, type DeadAirState } from './dead-air.ts';
import { amplitudeDb } from './level-meter.ts';

/** From the program to the bed in panic, and back. */
const PANIC_FADE_MS = 1000;
const PANIC_FADE_PER_TICK = TICK_MS / PANIC_FADE_MS;

export class AirGuard {
  readonly #bed = new BedPlayer();
  #settings: DeadAirPlan | null = null;
  #deadAir: DeadAir | null = null;
  #panic = false;
  #programGain = 1;

  /**
   * Watches from now on, anew; null ends it, and a bed that plays fades away. With `fromBed` and a bed in `settings` the bed plays at once
   * and until somebody is heard.
   */
  watch(settings: DeadAirPlan | null, fromBed: boolean): void {
    this.#settings = settings;
    const playsBed = fromBed && settings !== null && settings.bedAfterMs !== null;
    this.#deadAir = settings === null || this.#panic ? null : new DeadAir(settings, playsBed);
    if (playsBed) this.#bed.beginLoud();
  }

  /** The bed instead of the program: nobody is asked for sound meanwhile, and afterwards silence counts anew. */
  setPanic(on: boolean): void {
    if (on === this.#panic) return;
    // Where the bed plays and nobody speaks there is no program to fade; after a restart nothing of it shall be heard.
    if (on && this.#deadAir?.state === 'bed' && !this.#deadAir.isLoud) this.#programGain = 0;
    this.#panic = on;
    this.watch(this.#settings, false);
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
    if (this.#panic) {
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
    const to = this.#panic
      ? Math.max(0, from - PANIC_FADE_PER_TICK)
      : Math.min(1, from + PANIC_FADE_PER_TICK);
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
