/** A listener who keeps what comes and when, and says afterwards what there was to hear. Costs nothing while it listens. */
import http from 'node:http';
import { CHORDS_HZ } from '../../server/mixer/bed-sound.ts';
import { DECODED_SAMPLE_RATE, decode } from './decode.ts';
import { toneLevelDb } from './tone.ts';
import { until } from './until.ts';

const WINDOW_SAMPLES = DECODED_SAMPLE_RATE / 10;
const TONE_HEARD_DB = -30;
const TONE_GONE_DB = -60;
const BED_HEARD_DB = -48;

/** What one tenth of a second was. */
export type Heard = 'program' | 'bed' | 'silence';

export class Ear {
  readonly url: string;
  readonly #request: http.ClientRequest;
  readonly #reads: { readonly atMs: number; readonly bytes: Buffer }[] = [];
  #ended = false;

  /** Connects at once. */
  constructor(url: string) {
    this.url = url;
    this.#request = http.get(url, { agent: false }, (response) => {
      response.on('data', (bytes: Buffer) => this.#reads.push({ atMs: performance.now(), bytes }));
      response.on('error', () => {});
      response.on('close', () => {
        this.#ended = true;
      });
    });
    this.#request.on('error', () => {
      this.#ended = true;
    });
  }

  /** Whether Icecast ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when sound has come for so many seconds of time. */
  async hearsFor(seconds: number): Promise<void> {
    const fromMs = performance.now();
    await until(
      `${seconds} s of ${this.url}`,
      () => (this.#reads.at(-1)?.atMs ?? fromMs) - fromMs >= seconds * 1000,
      seconds * 1000 + 30_000,
    );
  }

  /** The longest time without a byte since `fromMs`. */
  longestPauseMs(fromMs: number): number {
    let longest = 0;
    let before = fromMs;
    for (const { atMs } of this.#reads) {
      if (atMs < fromMs) continue;
      longest = Math.max(longest, atMs - before);
      before = atMs;
    }
    return longest;
  }

  /** What there was to hear from the first byte on, tenth of a second by tenth, with `tone` being the program. */
  async heard(toneHz: number): Promise<readonly Heard[]> {
    const { samples } = await decode(Buffer.concat(this.#reads.map(({ bytes }) => bytes)));
    const heard: Heard[] = [];
    for (let at = 0; at + WINDOW_SAMPLES <= samples.length; at += WINDOW_SAMPLES) {
      heard.push(kindOf(samples.subarray(at, at + WINDOW_SAMPLES), toneHz));
    }
    return heard;
  }

  close(): void {
    this.#request.destroy();
  }
}

function kindOf(window: Float32Array, toneHz: number): Heard {
  const level = (frequencyHz: number) => toneLevelDb(window, DECODED_SAMPLE_RATE, frequencyHz);
  const toneDb = level(toneHz);
  if (toneDb > TONE_HEARD_DB) return 'program';
  const bedDb = Math.max(...CHORDS_HZ.flat().map(level));
  return toneDb < TONE_GONE_DB && bedDb > BED_HEARD_DB ? 'bed' : 'silence';
}

/** The order of what was heard, without repetitions, without silence, and without what lasted only a moment. */
export function outlineOf(heard: readonly Heard[]): readonly Heard[] {
  return heard
    .filter((kind, index) => kind === heard[index - 1] || kind === heard[index + 1])
    .filter((kind) => kind !== 'silence')
    .filter((kind, index, kinds) => kind !== kinds[index - 1]);
}
