/** The microphone of a visitor without a browser: says what his talkers sound like, whichever transport they use. */
import { SyntheticTalker } from './synthetic/synthetic-talker.ts';

export type SyntheticMicrophoneOptions = {
  /** Whole Hz; 0 is silence. */
  readonly toneHz: number;
  /** RMS in dBFS. */
  readonly levelDb?: number;
  readonly clockPpm?: number;
};

export class SyntheticMicrophone {
  readonly #options: SyntheticMicrophoneOptions;
  #levelDb: number | undefined;
  #toneHz: number;
  #enabled = true;
  #cut = false;
  #talker: SyntheticTalker | null = null;

  constructor(options: SyntheticMicrophoneOptions) {
    this.#options = options;
    this.#toneHz = options.toneHz;
    this.#levelDb = options.levelDb;
  }

  /** The talker of now, null before the microphone was published. */
  get talker(): SyntheticTalker | null {
    return this.#talker;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  /** A microphone that is off sends silence, as a browser's does. */
  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    this.#talker?.setTone(this.#soundsHz);
  }

  /** Another tone, or the same at another level (RMS in dBFS), from the next frame on. */
  setTone(toneHz: number, levelDb = this.#levelDb): void {
    this.#toneHz = toneHz;
    this.#levelDb = levelDb;
    this.#talker?.setTone(this.#soundsHz, levelDb);
  }

  /** Whether packets are held back, as by a client that stops sending when it is muted. */
  setCut(cut: boolean): void {
    this.#cut = cut;
    if (this.#talker !== null) this.#talker.cut = cut;
  }

  /** A talker with an SSRC, sequence numbers and timestamps of its own. Starts when it is told to. */
  newTalker(send: (rtp: Buffer) => void): SyntheticTalker {
    const { clockPpm } = this.#options;
    const levelDb = this.#levelDb;
    const talker = new SyntheticTalker({
      send,
      toneHz: this.#soundsHz,
      ...(levelDb === undefined ? {} : { levelDb }),
      ...(clockPpm === undefined ? {} : { clockPpm }),
    });
    talker.cut = this.#cut;
    this.#talker = talker;
    return talker;
  }

  get #soundsHz(): number {
    return this.#enabled ? this.#toneHz : 0;
  }
}
