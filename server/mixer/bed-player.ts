/** Plays the bed under a program that fell silent: fades in slowly, makes room for whoever speaks at once, and costs nothing while it is not wanted. */
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { BED_SECONDS, bedSound } from './bed-sound.ts';

const FADE_IN_PER_TICK = TICK_MS / 2_000;
const FADE_OUT_PER_TICK = TICK_MS / 600;
/** To this amplitude (-14 dB) the bed goes within two ticks while it is not yet sure that somebody speaks. */
const DUCKED_GAIN = 0.2;
const DUCK_PER_TICK = 0.4;

const ROUND_TICKS = Math.round((BED_SECONDS * 1000) / TICK_MS);

/** What the bed shall do in the next tick. */
export type BedWish = 'off' | 'ducked' | 'on';

export class BedPlayer {
  /** The ticks of the round that were played already: made once, while they are played, because all of it at once would hold up the mixer. */
  readonly #round: Float32Array[] = [];
  readonly #source = bedSound();
  #gain = 0;
  #next = 0;

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
    this.#next = (this.#next + 1) % ROUND_TICKS;
    const step = (to - from) / TICK_FRAMES;
    for (let at = 0; at < bus.length; at += 1) {
      bus[at] = (bus[at] ?? 0) + (tick[at] ?? 0) * (from + step * ((at >> 1) + 1));
    }
  }

  #tick(index: number): Float32Array {
    const known = this.#round[index];
    if (known !== undefined) return known;
    const made = this.#source.next();
    const tick = made.done === true ? new Float32Array(2 * TICK_FRAMES) : made.value;
    this.#round.push(tick);
    return tick;
  }
}

function nextGain(gain: number, wish: BedWish): number {
  switch (wish) {
    case 'on':
      return Math.min(1, gain + FADE_IN_PER_TICK);
    case 'ducked':
      return Math.max(Math.min(gain, DUCKED_GAIN), gain - DUCK_PER_TICK);
    case 'off':
      return Math.max(0, gain - FADE_OUT_PER_TICK);
  }
}
