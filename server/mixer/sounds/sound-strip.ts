/** A strip of the soundboard: the voices that play on it, added up, and how they leave. Costs nothing while none does. */
import type { StripLevel } from '#protocol/state.ts';
import type { StripSettings } from '../../program/live-path-port.ts';
import { TICK_FRAMES } from '../audio-format.ts';
import { StripPath } from '../strip-path.ts';
import type { SoundVoice } from './sound-voice.ts';

export class SoundStrip {
  readonly #path: StripPath;
  readonly #left = new Float32Array(TICK_FRAMES);
  readonly #right = new Float32Array(TICK_FRAMES);
  readonly #voices = new Set<SoundVoice>();

  constructor(settings: StripSettings) {
    this.#path = new StripPath(settings);
  }

  /** Whether nothing plays on it. */
  get silent(): boolean {
    return this.#voices.size === 0;
  }

  set(settings: StripSettings, rampMs?: number): void {
    this.#path.set(settings, rampMs);
  }

  add(voice: SoundVoice): void {
    this.#voices.add(voice);
  }

  /** Everything that plays ends within so long. */
  cut(fadeOutMs: number): void {
    for (const voice of this.#voices) voice.stop(fadeOutMs);
  }

  /** Adds the next tick to the interleaved `bus`. Says whether a voice has ended. */
  addTo(bus: Float32Array, speech: boolean): boolean {
    this.#path.move(1, speech);
    if (this.#voices.size === 0) {
      this.#path.addSilence();
      return false;
    }
    this.#left.fill(0);
    this.#right.fill(0);
    let hasEnded = false;
    for (const voice of this.#voices) {
      voice.addTo(this.#left, this.#right);
      if (!voice.ended) continue;
      hasEnded = true;
      this.#voices.delete(voice);
    }
    this.#path.add(bus, this.#left, this.#right);
    return hasEnded;
  }

  takeLevel(): StripLevel {
    return this.#path.takeLevel();
  }
}
