/** Keeps an encoder running for as long as the show is on air: one that dies is replaced at once, and nobody downstream is told. */
import type { Codec } from '#protocol/state.ts';
import { type StudioError, toStudioError } from '../errors.ts';
import { Encoder } from '../ffmpeg/encoder.ts';
import { Closable } from '../lifecycle.ts';
import { restartDelayMs } from '../process/backoff.ts';
import type { MountProblem } from '../program/live-path-port.ts';
import { EncodedUnits } from './encoded-units.ts';

export type EncoderState =
  | { readonly state: 'starting' | 'running' }
  | { readonly state: 'failed'; readonly problem: MountProblem };

export type EncoderKeeperOptions = {
  readonly ffmpegPath: string;
  readonly codecs: readonly Codec[];
  /** Whole MP3 frames or Opus audio packets, in order, across all encoders. */
  readonly onUnits: (codec: Codec, units: readonly Uint8Array[]) => void;
  readonly onState: (state: EncoderState) => void;
};

/** An encoder that encoded for this long was a good one: it is replaced without a wait. Others wait longer each time. */
const STEADY_AFTER_MS = 1000;

export class EncoderKeeper extends Closable {
  readonly #options: EncoderKeeperOptions;
  readonly #units = new EncodedUnits();
  #encoder: Encoder | null = null;
  #starts = 0;
  #droppedMs = 0;
  #failures = 0;
  #runningSinceMs: number | null = null;
  #stopping = false;

  /** Starts the first encoder at once. */
  constructor(options: EncoderKeeperOptions) {
    super();
    this.#options = options;
    this.#start();
  }

  /** How many encoders were started. */
  get starts(): number {
    return this.#starts;
  }

  /** PCM that no encoder took. */
  get droppedMs(): number {
    return this.#droppedMs + (this.#encoder?.droppedMs ?? 0);
  }

  /** The process id of the encoder of now. */
  get pid(): number | undefined {
    return this.#encoder?.pid;
  }

  /** Encodes interleaved stereo at 48 kHz; dropped while there is no encoder. */
  write(pcm: Float32Array): void {
    this.#encoder?.write(pcm);
  }

  /** Lets the encoder flush and end; what it still has to say comes through `onUnits` meanwhile. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#encoder?.stop();
    this.close('stopped');
  }

  #start(): void {
    if (this.closed || this.#stopping) return;
    this.#starts += 1;
    this.#options.onState({ state: 'starting' });
    try {
      this.#encoder = this.own(
        new Encoder({
          ffmpegPath: this.#options.ffmpegPath,
          codecs: this.#options.codecs,
          opusContainer: 'nut',
          onEncoded: (codec, bytes) => this.#options.onUnits(codec, this.#units.push(codec, bytes)),
          onRunning: () => this.#onRunning(),
          onFailed: (error) => this.#onFailed(error),
        }),
      );
    } catch (error) {
      this.#onFailed(toStudioError(error));
    }
  }

  #onRunning(): void {
    this.#runningSinceMs = performance.now();
    this.#options.onState({ state: 'running' });
  }

  #onFailed(error: StudioError): void {
    const upMs = this.#runningSinceMs === null ? 0 : performance.now() - this.#runningSinceMs;
    this.#failures = upMs >= STEADY_AFTER_MS ? 1 : this.#failures + 1;
    this.#droppedMs = this.droppedMs;
    this.#encoder = null;
    this.#runningSinceMs = null;
    this.#units.reset();
    this.#options.onState({ state: 'failed', problem: { code: error.code, detail: error.message } });
    this.#startLater(restartDelayMs(this.#failures, Math.random()));
  }

  #startLater(delayMs: number): void {
    if (delayMs === 0) this.#start();
    else this.pause(delayMs).then(() => this.#start());
  }
}
