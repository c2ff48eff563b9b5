/**
 * The judge of continuity: a listener who reads a mount over HTTP, decodes it while it comes, and keeps for every 20 ms of sound when it
 * came and whose tones were in it. Everything is asked of it afterwards, for any span of time.
 */
import { spawn } from 'node:child_process';
import http from 'node:http';
import { firstIndex } from './first-index.ts';
import { PRESENCE_RATE_HZ, PRESENCE_WINDOW_MS, TonePresence } from './tone-presence.ts';
import { until } from './until.ts';

/** A tone this much below what it was when all was well does not count as heard. */
const ABSENT_BELOW_DB = 9;
const CALIBRATION_WINDOWS = 100;
/** Longer than any fault takes to reach a listener. */
const STEADY_WINDOWS = 150;
const STEADY_DEADLINE_MS = 40_000;
const BYTES_PER_SAMPLE = 4;
const RECONNECT_MS = 250;

/** Times are on the scale of `performance.now()`; the end is now when it is not given. */
export type Span = { readonly fromMs: number; readonly toMs?: number };

type Window = { readonly atMs: number; readonly powers: readonly number[] };

export type AirJudgeOptions = {
  readonly url: string;
  /** Multiples of 50 Hz, below 3 kHz, 150 Hz apart. */
  readonly tonesHz: readonly number[];
  /** Connects again when the mount ends, as a player does that is told to. */
  readonly comesBack?: boolean;
  /** The connection comes from this address of ours. */
  readonly localAddress?: string;
};

export class AirJudge {
  readonly #options: AirJudgeOptions;
  readonly #presence: TonePresence;
  readonly #windows: Window[] = [];
  readonly #readsAtMs: number[] = [];
  readonly #endsAtMs: number[] = [];
  readonly #decoder = spawn(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-fflags', 'nobuffer', '-probesize', '4096'],
      ...['-analyzeduration', '0', '-i', 'pipe:0', '-af', 'pan=mono|c0=0.5*c0+0.5*c1'],
      ...['-ar', String(PRESENCE_RATE_HZ), '-f', 'f32le', '-flush_packets', '1', 'pipe:1'],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  #forgotten = 0;
  #references: readonly number[] = [];
  #request: http.ClientRequest | null = null;
  #rest = Buffer.alloc(0);
  #closed = false;
  #connections = 0;

  /** Resolves when the mount flows and every tone has been heard for two seconds. */
  static async open(options: AirJudgeOptions): Promise<AirJudge> {
    const judge = new AirJudge(options);
    try {
      await until(
        `every tone is steady at ${options.url}`,
        () => {
          judge.#calibrate();
          return judge.#isSteady(CALIBRATION_WINDOWS, 0);
        },
        30_000,
      );
      return judge;
    } catch (error) {
      judge.close();
      throw error;
    }
  }

  private constructor(options: AirJudgeOptions) {
    this.#options = options;
    this.#presence = new TonePresence(options.tonesHz);
    this.#decoder.stdin.on('error', () => {});
    this.#decoder.on('error', () => {});
    this.#decoder.stdout.on('data', (bytes: Buffer) => this.#hear(bytes));
    this.#listen();
  }

  /** How often the mount ended the connection. */
  get drops(): number {
    return this.#endsAtMs.length;
  }

  /** Waits until every tone has been there for three seconds of sound that came after this call, as loud as at the beginning. */
  async steady(): Promise<void> {
    const fromMs = performance.now();
    const what = `every tone is steady at ${this.#options.url}`;
    await until(what, () => this.#isSteady(STEADY_WINDOWS, fromMs), STEADY_DEADLINE_MS);
  }

  /** Whether the tone is in the newest sound. */
  hears(toneHz: number): boolean {
    const newest = this.#windows.at(-1);
    return newest !== undefined && this.#isHeard(newest.powers, this.#toneOf(toneHz));
  }

  /** The longest stretch of sound, in ms, in which not all of the tones are heard: what is missing or drowned in the sound itself. */
  airGapMs(tonesHz: readonly number[], span: Span): number {
    const tones = tonesHz.map((hz) => this.#toneOf(hz));
    let longest = 0;
    let run = 0;
    for (const { powers } of this.#within(span)) {
      run = tones.every((tone) => this.#isHeard(powers, tone)) ? 0 : run + 1;
      longest = Math.max(longest, run);
    }
    return longest * PRESENCE_WINDOW_MS;
  }

  /**
   * The longest time, in ms on the clock, from one moment with all of the tones to the next one: what a listener without any buffer
   * waits. A span that ends without the tones counts to its end.
   */
  waitMs(tonesHz: readonly number[], span: Span): number {
    const tones = tonesHz.map((hz) => this.#toneOf(hz));
    let longest = 0;
    let last = span.fromMs;
    for (const { powers, atMs } of this.#within(span)) {
      if (!tones.every((tone) => this.#isHeard(powers, tone))) continue;
      longest = Math.max(longest, atMs - last);
      last = atMs;
    }
    return Math.max(longest, (span.toMs ?? performance.now()) - last);
  }

  /** When the tone was first heard, or was first missing, in a span; null when it never was. */
  firstAtMs(toneHz: number, heard: boolean, span: Span): number | null {
    const tone = this.#toneOf(toneHz);
    return this.#within(span).find(({ powers }) => this.#isHeard(powers, tone) === heard)?.atMs ?? null;
  }

  /** Where in the sound a tone ends for the first time in a span, in ms of sound since the judge began to listen; null when it does not. */
  endInSoundMs(toneHz: number, span: Span): number | null {
    return this.#edgeInSoundMs(toneHz, false, span);
  }

  /** Where in the sound a tone begins again for the first time after it ended in the span; null when it does not. */
  returnInSoundMs(toneHz: number, span: Span): number | null {
    return this.#edgeInSoundMs(toneHz, true, span);
  }

  /** Waits until the tone is heard, or missing, and answers when that was. Looks at sound that came since `fromMs`. */
  untilHeard(toneHz: number, heard: boolean, fromMs: number, deadlineMs = 20_000): Promise<number> {
    return until(
      `${toneHz} Hz is ${heard ? 'heard' : 'missing'} at ${this.#options.url}`,
      () => this.firstAtMs(toneHz, heard, { fromMs }),
      deadlineMs,
    );
  }

  /** The share of the sound of a span in which the tone is heard, 0 to 1. */
  presence(toneHz: number, span: Span): number {
    const tone = this.#toneOf(toneHz);
    const windows = this.#within(span);
    return windows.filter(({ powers }) => this.#isHeard(powers, tone)).length / Math.max(1, windows.length);
  }

  /** How many ms of sound came in a span. */
  soundMs(span: Span): number {
    return this.#within(span).length * PRESENCE_WINDOW_MS;
  }

  /** The longest pause, in ms, between two reads of bytes. */
  byteGapMs({ fromMs, toMs = performance.now() }: Span): number {
    let longest = 0;
    let last = fromMs;
    for (const atMs of this.#readsAtMs) {
      if (atMs < fromMs || atMs > toMs) continue;
      longest = Math.max(longest, atMs - last);
      last = atMs;
    }
    return Math.max(longest, toMs - last);
  }

  /** Forgets the sound that came before: nothing can be asked about it any more. For those who listen for hours. */
  forget(beforeMs: number): void {
    const windows = this.#firstSince(beforeMs);
    this.#windows.splice(0, windows);
    this.#forgotten += windows;
    const reads = firstIndex(this.#readsAtMs, (atMs) => atMs >= beforeMs);
    this.#readsAtMs.splice(0, reads);
  }

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
    this.#decoder.stdin.destroy();
    this.#decoder.kill('SIGKILL');
  }

  /** Learns how loud each tone is when all is well. */
  #calibrate(): void {
    const recent = this.#windows.slice(-CALIBRATION_WINDOWS);
    this.#references = this.#options.tonesHz.map((_, tone) =>
      median(recent.map(({ powers }) => powers[tone] ?? 0)),
    );
  }

  #isSteady(windows: number, fromMs: number): boolean {
    const recent = this.#windows.slice(-windows);
    return (
      recent.length === windows &&
      (recent[0]?.atMs ?? 0) >= fromMs &&
      this.#references.every((reference) => reference > SILENT_POWER) &&
      recent.every(({ powers }) => powers.every((_, tone) => this.#isHeard(powers, tone)))
    );
  }

  #listen(): void {
    if (this.#closed) return;
    const connection = ++this.#connections;
    const isOver = () => {
      if (this.#closed || connection !== this.#connections) return;
      this.#connections += 1;
      if (this.#options.comesBack === true) setTimeout(() => this.#listen(), RECONNECT_MS);
    };
    const { url, localAddress } = this.#options;
    const address = localAddress === undefined ? {} : { localAddress };
    const call = http.get(url, { agent: false, ...address }, (response) => {
      response.on('error', () => {});
      if (response.statusCode !== 200) {
        response.resume();
        response.once('close', isOver);
        return;
      }
      response.on('data', (bytes: Buffer) => {
        this.#readsAtMs.push(performance.now());
        this.#decoder.stdin.write(bytes);
      });
      response.once('close', () => {
        if (!this.#closed) this.#endsAtMs.push(performance.now());
        isOver();
      });
    });
    call.on('error', isOver);
    this.#request = call;
  }

  #hear(bytes: Buffer): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % BYTES_PER_SAMPLE);
    const samples = new Float32Array(whole / BYTES_PER_SAMPLE);
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = all.readFloatLE(index * BYTES_PER_SAMPLE);
    this.#rest = all.subarray(whole);
    const atMs = performance.now();
    for (const powers of this.#presence.push(samples)) this.#windows.push({ atMs, powers });
  }

  #edgeInSoundMs(
    toneHz: number,
    afterEnd: boolean,
    { fromMs, toMs = Number.POSITIVE_INFINITY }: Span,
  ): number | null {
    const tone = this.#toneOf(toneHz);
    let ended = false;
    for (let index = this.#firstSince(fromMs); index < this.#windows.length; index += 1) {
      const window = this.#windows[index];
      if (window === undefined || window.atMs > toMs) return null;
      const heard = this.#isHeard(window.powers, tone);
      if ((!ended && !heard && !afterEnd) || (ended && heard))
        return (this.#forgotten + index) * PRESENCE_WINDOW_MS;
      ended ||= !heard;
    }
    return null;
  }

  #firstSince(fromMs: number): number {
    return firstIndex(this.#windows, (window) => window.atMs >= fromMs);
  }

  #within({ fromMs, toMs = Number.POSITIVE_INFINITY }: Span): readonly Window[] {
    const from = this.#firstSince(fromMs);
    const to = firstIndex(this.#windows, (window) => window.atMs > toMs);
    return this.#windows.slice(from, to);
  }

  #isHeard(powers: readonly number[], tone: number): boolean {
    return (powers[tone] ?? 0) > (this.#references[tone] ?? 0) * 10 ** (-ABSENT_BELOW_DB / 10);
  }

  #toneOf(toneHz: number): number {
    const tone = this.#options.tonesHz.indexOf(toneHz);
    if (tone < 0) throw new Error(`The judge does not know ${toneHz} Hz.`);
    return tone;
  }
}

/** Below -70 dBFS nothing is a tone. */
const SILENT_POWER = 1e-7;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
