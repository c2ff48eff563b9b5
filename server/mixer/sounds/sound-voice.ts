/** One playing of a sound: from a frame on, around and around or once, until its end or until it has faded out. To the sample. */
import { SAMPLES_PER_MS } from '../audio-format.ts';
import { type PcmSource, PIECE_FRAMES } from './pcm-source.ts';

const FULL_SCALE = 32_768;
/** Pieces that are read ahead: a second of sound. */
const AHEAD_PIECES = 2;
/** Samples that do not come for so long will not come any more. */
const MISSED_TICKS_MAX = 250;

export type VoicePlan = {
  readonly gainDb: number;
  readonly loop: boolean;
  /** Where it begins, in frames. */
  readonly fromFrame: number;
  readonly fadeInMs: number;
};

export class SoundVoice {
  readonly #source: PcmSource;
  #loop: boolean;
  #frame: number;
  #gain: number;
  #targetGain: number;
  readonly #fadeInFrames: number;
  #playedFrames = 0;
  /** Frames that a fade-out takes in all, and those that are left of it; null while there is none. */
  #fadeOutFrames = 0;
  #fadeLeftFrames: number | null = null;
  #ended = false;
  #missedTicks = 0;

  constructor(source: PcmSource, { gainDb, loop, fromFrame, fadeInMs }: VoicePlan) {
    this.#source = source;
    this.#loop = loop;
    this.#frame = fromFrame;
    this.#targetGain = amplitude(gainDb);
    this.#gain = this.#targetGain;
    this.#fadeInFrames = fadeInMs * SAMPLES_PER_MS;
    this.#prepare();
  }

  get ended(): boolean {
    return this.#ended;
  }

  get stopping(): boolean {
    return this.#fadeLeftFrames !== null;
  }

  /** How far into the sound it is, in frames. */
  get frame(): number {
    return this.#frame;
  }

  /** Frames until it ends by itself or has faded out; null for a loop. */
  get leftFrames(): number | null {
    const toEnd = this.#loop ? null : this.#source.frames - this.#frame;
    if (this.#fadeLeftFrames === null) return toEnd;
    return toEnd === null ? this.#fadeLeftFrames : Math.min(toEnd, this.#fadeLeftFrames);
  }

  /** The gain glides there within the next tick. */
  set({ gainDb, loop }: Pick<VoicePlan, 'gainDb' | 'loop'>): void {
    this.#targetGain = amplitude(gainDb);
    this.#loop = loop;
  }

  /** Fades out from now on; a fade under way is only ever made shorter. */
  stop(fadeOutMs: number): void {
    const frames = Math.round(fadeOutMs * SAMPLES_PER_MS);
    if (this.#fadeLeftFrames !== null && this.#fadeLeftFrames <= frames) return;
    // What is left of a fade goes on at the level that it has.
    const share = this.#fadeLeftFrames === null ? 1 : this.#fadeLeftFrames / this.#fadeOutFrames;
    this.#fadeLeftFrames = frames;
    this.#fadeOutFrames = Math.max(1, frames / share);
    if (frames === 0) this.#ended = true;
  }

  /** Adds the next frames to both sides. Without samples it waits where it is, in silence. */
  addTo(left: Float32Array, right: Float32Array): void {
    const count = left.length;
    if (!this.#hasSamples(count)) {
      this.#missedTicks += 1;
      this.#ended = this.stopping || this.#missedTicks > MISSED_TICKS_MAX;
      this.#prepare();
      return;
    }
    this.#missedTicks = 0;
    const step = (this.#targetGain - this.#gain) / count;
    for (let at = 0; at < count && !this.#ended; ) at += this.#addRun(left, right, at, step);
    this.#gain = this.#targetGain;
    this.#prepare();
  }

  /** As many frames as one piece has in a row from here. */
  #addRun(left: Float32Array, right: Float32Array, from: number, step: number): number {
    const source = this.#source;
    const index = Math.floor(this.#frame / PIECE_FRAMES);
    const piece = source.piece(index);
    if (piece === null) return left.length - from;
    const offset = this.#frame - index * PIECE_FRAMES;
    const inPiece = Math.min(PIECE_FRAMES - offset, source.frames - this.#frame);
    const run = Math.min(left.length - from, inPiece, this.#fadeLeftFrames ?? inPiece);
    for (let i = 0; i < run; i++) {
      const gain = ((this.#gain + step * (from + i + 1)) * this.#fadeAt(i)) / FULL_SCALE;
      const at = 2 * (offset + i);
      left[from + i] = (left[from + i] ?? 0) + (piece[at] ?? 0) * gain;
      right[from + i] = (right[from + i] ?? 0) + (piece[at + 1] ?? 0) * gain;
    }
    this.#advance(run);
    return run;
  }

  /** The amplitude of the fades `i` frames from now. Squared, so that a fade-out falls by 12 dB in its first half and is never a step. */
  #fadeAt(i: number): number {
    let fade = 1;
    const played = this.#playedFrames + i;
    if (played < this.#fadeInFrames) fade = (played / this.#fadeInFrames) ** 2;
    if (this.#fadeLeftFrames !== null) fade *= ((this.#fadeLeftFrames - i) / this.#fadeOutFrames) ** 2;
    return fade;
  }

  #advance(run: number): void {
    this.#frame += run;
    this.#playedFrames += run;
    if (this.#fadeLeftFrames !== null) {
      this.#fadeLeftFrames -= run;
      if (this.#fadeLeftFrames <= 0) this.#ended = true;
    }
    if (this.#frame < this.#source.frames) return;
    this.#frame = 0;
    if (!this.#loop) this.#ended = true;
  }

  /** Whether everything of a tick from here on is there. */
  #hasSamples(count: number): boolean {
    const { frames } = this.#source;
    const first = Math.floor(this.#frame / PIECE_FRAMES);
    if (this.#source.piece(first) === null) return false;
    const last = this.#frame + count - 1;
    if (last >= frames) return !this.#loop || this.#source.piece(0) !== null;
    return this.#source.piece(Math.floor(last / PIECE_FRAMES)) !== null;
  }

  #prepare(): void {
    const pieces = Math.ceil(this.#source.frames / PIECE_FRAMES);
    const now = Math.floor(this.#frame / PIECE_FRAMES);
    for (let ahead = 0; ahead <= AHEAD_PIECES; ahead++) {
      const index = now + ahead;
      if (index < pieces) this.#source.prepare(index);
      else if (this.#loop) this.#source.prepare(index % pieces);
    }
  }
}

const amplitude = (db: number): number => 10 ** (db / 20);
