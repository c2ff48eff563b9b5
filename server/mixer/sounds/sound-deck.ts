/** All sounds that can be played, what plays now, and the strips that it plays on. No file, no room: sounds come as sources of samples. */
import type { SoundId, StripId } from '#protocol/ids.ts';
import type { StripLevel } from '#protocol/state.ts';
import type { SoundPlay, SoundProgress, StripSettings } from '../../program/live-path-port.ts';
import { SAMPLES_PER_MS, TICK_FRAMES } from '../audio-format.ts';
import type { PcmSource } from './pcm-source.ts';
import { SoundStrip } from './sound-strip.ts';
import { SoundVoice } from './sound-voice.ts';

/** More sounds than this are not taken. */
const SOUNDS_MAX = 64;
/** A sound that begins anew, or is taken away, ends so fast that it does not click. */
const CUT_MS = 10;

type Playing = { readonly voice: SoundVoice; group: number | null; fadeOutMs: number };

export class SoundDeck {
  readonly #sources = new Map<SoundId, PcmSource>();
  readonly #strips = new Map<StripId, SoundStrip>();
  readonly #leaving = new Set<StripId>();
  /** The newest playing of each sound; earlier ones fade out on their strips. */
  readonly #playing = new Map<SoundId, Playing>();
  /** What all of it adds to the program in a tick. */
  readonly #sum = new Float32Array(2 * TICK_FRAMES);
  #sounds = false;
  #changes = 0;

  /** Grows whenever something began to play, to stop, or ended. */
  get changes(): number {
    return this.#changes;
  }

  /** What the last tick of `addTo` has added, interleaved; null when nothing plays. Used again by the next tick. */
  get sum(): Float32Array | null {
    return this.#sounds ? this.#sum : null;
  }

  get progress(): readonly SoundProgress[] {
    return [...this.#playing].map(([id, { voice }]) => ({
      id,
      positionMs: voice.frame / SAMPLES_PER_MS,
      leftMs: voice.leftFrames === null ? null : voice.leftFrames / SAMPLES_PER_MS,
      stopping: voice.stopping,
    }));
  }

  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    this.#leaving.delete(id);
    const strip = this.#strips.get(id);
    if (strip === undefined) this.#strips.set(id, new SoundStrip(settings));
    else strip.set(settings, rampMs);
  }

  /** It goes when what plays on it has been cut off. */
  dropStrip(id: StripId): void {
    const strip = this.#strips.get(id);
    if (strip === undefined) return;
    strip.cut(CUT_MS);
    this.#leaving.add(id);
  }

  /** From now on this sound can be played. One that was known stays as it is. */
  put(id: SoundId, source: PcmSource): void {
    if (this.#sources.size < SOUNDS_MAX) this.#sources.set(id, source);
  }

  drop(id: SoundId): void {
    this.#cut(id);
    this.#sources.delete(id);
  }

  /** Begins at once, whatever plays. A playing of the same sound is cut off, others of its group fade out. */
  play(id: SoundId, { strip: stripId, gainDb, loop, group, fadeOutMs, fromMs, fadeInMs }: SoundPlay): void {
    const source = this.#sources.get(id);
    const strip = this.#strips.get(stripId);
    if (source === undefined || strip === undefined) return;
    this.#cut(id);
    if (group !== null) {
      for (const other of this.#playing.values()) {
        if (other.group === group) fadeOut(other);
      }
    }
    const fromFrame = Math.min(source.frames - 1, Math.floor(fromMs * SAMPLES_PER_MS));
    const voice = new SoundVoice(source, { gainDb, loop, fromFrame, fadeInMs });
    this.#playing.set(id, { voice, group, fadeOutMs });
    strip.add(voice);
    this.#changes += 1;
  }

  /** Changes a sound that plays; nothing when it does not. */
  set(
    id: SoundId,
    { gainDb, loop, group, fadeOutMs }: Omit<SoundPlay, 'strip' | 'fromMs' | 'fadeInMs'>,
  ): void {
    const playing = this.#playing.get(id);
    if (playing === undefined) return;
    playing.voice.set({ gainDb, loop });
    playing.group = group;
    playing.fadeOutMs = fadeOutMs;
    this.#changes += 1;
  }

  /** Fades out in the time that the sound is set to. */
  stop(id: SoundId): void {
    const playing = this.#playing.get(id);
    if (playing === undefined) return;
    fadeOut(playing);
    this.#changes += 1;
  }

  /** Adds the next tick to the interleaved `bus`. `speech`: somebody speaks. */
  addTo(bus: Float32Array, speech: boolean): void {
    if (this.#strips.size === 0) {
      this.#sounds = false;
      return;
    }
    this.#sounds = this.#isAnyPlaying();
    if (this.#sounds) this.#sum.fill(0);
    let hasEnded = false;
    for (const strip of this.#strips.values()) if (strip.addTo(this.#sum, speech)) hasEnded = true;
    if (hasEnded) this.#forgetEnded();
    if (this.#leaving.size > 0) this.#letGo();
    if (!this.#sounds) return;
    for (let at = 0; at < bus.length; at++) bus[at] = (bus[at] ?? 0) + (this.#sum[at] ?? 0);
  }

  /** Levels of the strips since the last call. */
  takeLevels(): [StripId, StripLevel][] {
    return [...this.#strips].map(([id, strip]) => [id, strip.takeLevel()]);
  }

  clear(): void {
    this.#sources.clear();
    this.#strips.clear();
    this.#leaving.clear();
    this.#playing.clear();
  }

  #cut(id: SoundId): void {
    const playing = this.#playing.get(id);
    if (playing === undefined) return;
    playing.voice.stop(CUT_MS);
    this.#playing.delete(id);
    this.#changes += 1;
  }

  #isAnyPlaying(): boolean {
    for (const strip of this.#strips.values()) if (!strip.silent) return true;
    return false;
  }

  #letGo(): void {
    for (const id of this.#leaving) {
      if (this.#strips.get(id)?.silent === false) continue;
      this.#strips.delete(id);
      this.#leaving.delete(id);
    }
  }

  #forgetEnded(): void {
    for (const [id, { voice }] of this.#playing) {
      if (!voice.ended) continue;
      this.#playing.delete(id);
      this.#changes += 1;
    }
  }
}

/** In the time that it is set to, and never as a step. */
function fadeOut({ voice, fadeOutMs }: Playing): void {
  voice.stop(Math.max(CUT_MS, fadeOutMs));
}
