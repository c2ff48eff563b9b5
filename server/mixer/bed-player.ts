/** Plays the bed under a program that fell silent: fades in slowly, makes room for whoever speaks at once, and costs nothing while it is not wanted. */
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { BED_GROWN_TICK, BED_TICKS, bedTick } from './bed-sound.ts';

const FADE_IN_PER_TICK = TICK_MS / 2_000;
/** Instead of a program that fades away the bed comes faster. */
const INSTEAD_PER_TICK = TICK_MS / 1000;
const FADE_OUT_PER_TICK = TICK_MS / 600;
/** To this amplitude (-14 dB) the bed goes within two ticks while it is not yet sure that somebody speaks. */
const DUCKED_GAIN = 0.2;
const DUCK_PER_TICK = 0.4;

/** What the bed shall do in the next tick. */
export type BedWish = 'off' | 'ducked' | 'on' | 'instead';

export class BedPlayer {
  /** The ticks of the round that were played already: made once, while they are played, because all of it at once would hold up the mixer. */
  readonly #round = new Map<number, Float32Array>();
  #gain = 0;
  #next = 0;

  /** The next tick is played at full: listeners had a bed until now, and a fade would be a hole between the two. */
  beginLoud(): void {
    this.#gain = 1;
    this.#next = BED_GROWN_TICK;
  }

  /** Adds the next tick to the interleaved `bus`. Every fade begins with the first chord. */
  addTo(bus: Float32Array, wish: BedWish): void {
    const from = this.#gain;
    const to = nextGain(from, wish);
    this.#gain = to;
    if (from === 0 && to === 0) {
      this.#next = 0;
      return;
    }
    const tick = this.#tick(this.#next);
    this.#next = (this.#next + 1) % BED_TICKS;
    const step = (to - from) / TICK_FRAMES;
    for (let at = 0; at < bus.length; at += 1) {
      bus[at] = (bus[at] ?? 0) + (tick[at] ?? 0) * (from + step * ((at >> 1) + 1));
    }
  }

  #tick(index: number): Float32Array {
    const known = this.#round.get(index);
    if (known !== undefined) return known;
    const tick = bedTick(index);
    this.#round.set(index, tick);
    return tick;
  }
}

function nextGain(gain: number, wish: BedWish): number {
  switch (wish) {
    case 'on':
      return Math.min(1, gain + FADE_IN_PER_TICK);
    case 'instead':
      return Math.min(1, gain + INSTEAD_PER_TICK);
    case 'ducked':
      return Math.max(Math.min(gain, DUCKED_GAIN), gain - DUCK_PER_TICK);
    case 'off':
      return Math.max(0, gain - FADE_OUT_PER_TICK);
  }
}
