/** The page's one AudioContext. It only measures: playing is left to audio elements, so that echo cancellation keeps working. */
import { type MeterReading, measureBlock, SILENT } from './level-measure.ts';

/** 2048 samples are 43 ms at 48 kHz: no sample is missed at 60 frames per second. */
const WINDOW_SAMPLES = 2048;

/** Reads the level of a track at this moment. */
export type LevelReader = {
  read(): MeterReading;
  close(): void;
};

export class AudioGraph {
  #context: AudioContext | null = null;

  /** Browsers start audio only after a gesture; any press or key on the page is taken as one. */
  constructor(page: Document) {
    const wake = (): void => this.resume();
    page.addEventListener('pointerdown', wake, { capture: true, passive: true });
    page.addEventListener('keydown', wake, { capture: true, passive: true });
    page.addEventListener('visibilitychange', wake);
  }

  /** Whether readings mean anything now. */
  get running(): boolean {
    return this.#context?.state === 'running';
  }

  /** Whether the device has taken all sound away from the page, as iPhones do for a call. */
  get interrupted(): boolean {
    return this.#context?.state === 'interrupted';
  }

  /** Lets a context that waits for a gesture, or was interrupted by a phone call, go on. */
  resume(): void {
    if (this.#context === null || this.#context.state === 'running') return;
    // Without a gesture yet this stays pending or is refused; the next gesture comes here again.
    this.#context.resume().catch(() => {});
  }

  /** Measures `track`; a remote track must play in an audio element as well, or Chromium delivers silence. */
  reader(track: MediaStreamTrack): LevelReader {
    const context = this.#opened();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = new AnalyserNode(context, { fftSize: WINDOW_SAMPLES });
    source.connect(analyser);
    const samples = new Float32Array(WINDOW_SAMPLES);
    return {
      read: () => {
        if (context.state !== 'running') return SILENT;
        analyser.getFloatTimeDomainData(samples);
        return measureBlock(samples);
      },
      close: () => source.disconnect(),
    };
  }

  /** Lets `sound` be heard here, if the page may sound already. */
  play(sound: (context: AudioContext) => void): void {
    sound(this.#opened());
  }

  #opened(): AudioContext {
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    this.resume();
    return this.#context;
  }
}
