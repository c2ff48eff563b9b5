/** A listener as a test has it: reads a mount over HTTP, decodes it with ffmpeg while it comes, and tells what can be heard. */
import { spawn } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import { toneLevelDb } from './tone.ts';
import { until } from './until.ts';

export const LISTENER_SAMPLE_RATE = 48_000;
const BYTES_PER_SAMPLE = 4;

/** Short enough that a clock being caught up (half a percent at most) does not move a tone out of the measurement: 1 kHz loses 0.4 dB. */
const TONE_WINDOW_SAMPLES = LISTENER_SAMPLE_RATE / 20;

/** The mean level in dBFS of a tone over windows of 50 ms. Tones of 80 Hz apart do not disturb each other. */
export function steadyToneDb(audio: Float32Array, frequencyHz: number): number {
  const powers: number[] = [];
  for (let start = 0; start + TONE_WINDOW_SAMPLES <= audio.length; start += TONE_WINDOW_SAMPLES) {
    const window = audio.subarray(start, start + TONE_WINDOW_SAMPLES);
    powers.push(10 ** (toneLevelDb(window, LISTENER_SAMPLE_RATE, frequencyHz) / 10));
  }
  return 10 * Math.log10(powers.reduce((sum, power) => sum + power, 0) / powers.length);
}

/** What of the two sides is listened to. */
const MIXES = { both: '0.5*c0+0.5*c1', left: 'c0', right: 'c1' } as const;

type Side = keyof typeof MIXES;

function decoderOf(side: Side) {
  return spawn(
    process.env.FFMPEG_PATH ?? 'ffmpeg',
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-fflags',
      'nobuffer',
      '-probesize',
      '4096',
      '-analyzeduration',
      '0',
      '-i',
      'pipe:0',
      '-f',
      'f32le',
      '-af',
      `pan=mono|c0=${MIXES[side]}`,
      '-ar',
      String(LISTENER_SAMPLE_RATE),
      'pipe:1',
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
}

export class MountListener {
  readonly #decoder: ReturnType<typeof decoderOf>;
  readonly #chunks: Float32Array[] = [];
  readonly #request: http.ClientRequest;
  #rest = Buffer.alloc(0);
  #samples = 0;
  #lastByteAtMs = performance.now();
  #longestByteGapMs = 0;
  #ended = false;
  #connected = false;

  /** Starts listening; resolves when the mount answers 200. Rejects otherwise. */
  static async open(url: string, side: Side = 'both'): Promise<MountListener> {
    const listener = new MountListener(url, side);
    try {
      await until(`${url} answers`, () => listener.#connected || listener.#ended);
      if (!listener.#connected) throw new Error(`${url} refused the listener.`);
      return listener;
    } catch (error) {
      listener.close();
      throw error;
    }
  }

  private constructor(url: string, side: Side) {
    this.#decoder = decoderOf(side);
    this.#decoder.stdin.on('error', () => {});
    this.#decoder.stdout.on('data', (bytes: Buffer) => this.#keep(bytes));
    const { get } = url.startsWith('https:') ? https : http;
    this.#request = get(url, { agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        this.#ended = true;
        return;
      }
      this.#connected = true;
      this.#lastByteAtMs = performance.now();
      response.on('data', (bytes: Buffer) => {
        const nowMs = performance.now();
        this.#longestByteGapMs = Math.max(this.#longestByteGapMs, nowMs - this.#lastByteAtMs);
        this.#lastByteAtMs = nowMs;
        this.#decoder.stdin.write(bytes);
      });
      response.on('close', () => {
        this.#ended = true;
      });
    });
    this.#request.on('error', () => {
      this.#ended = true;
    });
  }

  /** Whether the mount ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The longest pause between two reads so far. */
  get longestByteGapMs(): number {
    return Math.max(this.#longestByteGapMs, performance.now() - this.#lastByteAtMs);
  }

  /** How many seconds of audio were decoded. */
  get seconds(): number {
    return this.#samples / LISTENER_SAMPLE_RATE;
  }

  /** All audio so far, mono, at LISTENER_SAMPLE_RATE. */
  audio(): Float32Array {
    return this.#latest(this.#samples);
  }

  /** The next `seconds` of audio that arrive from now on. */
  async next(seconds: number): Promise<Float32Array> {
    const from = this.#samples;
    const wanted = Math.round(seconds * LISTENER_SAMPLE_RATE);
    await until(`${seconds} s of audio`, () => this.#samples - from >= wanted, seconds * 1000 + 20_000);
    return this.#latest(this.#samples - from).subarray(0, wanted);
  }

  /** Level in dBFS of a tone in the latest half second. */
  latestToneDb(frequencyHz: number): number {
    return steadyToneDb(this.#latest(Math.min(this.#samples, LISTENER_SAMPLE_RATE / 2)), frequencyHz);
  }

  /** Waits until a tone is heard above, or is gone below, a level. */
  async hears(frequencyHz: number, aboveDb: number, deadlineMs = 20_000): Promise<void> {
    await until(
      `${frequencyHz} Hz above ${aboveDb} dBFS`,
      () => this.latestToneDb(frequencyHz) > aboveDb,
      deadlineMs,
    );
  }

  async misses(frequencyHz: number, belowDb: number, deadlineMs = 20_000): Promise<void> {
    await until(
      `${frequencyHz} Hz below ${belowDb} dBFS`,
      () => this.latestToneDb(frequencyHz) < belowDb,
      deadlineMs,
    );
  }

  close(): void {
    this.#request.destroy();
    this.#decoder.stdin.destroy();
    this.#decoder.kill('SIGKILL');
  }

  #latest(count: number): Float32Array {
    const latest = new Float32Array(count);
    let end = count;
    for (let index = this.#chunks.length - 1; index >= 0 && end > 0; index -= 1) {
      const chunk = this.#chunks[index] ?? new Float32Array();
      const part = chunk.subarray(Math.max(0, chunk.length - end));
      end -= part.length;
      latest.set(part, end);
    }
    return latest;
  }

  #keep(bytes: Buffer): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % BYTES_PER_SAMPLE);
    const samples = new Float32Array(whole / BYTES_PER_SAMPLE);
    for (let index = 0; index < samples.length; index += 1)
      samples[index] = all.readFloatLE(index * BYTES_PER_SAMPLE);
    this.#rest = all.subarray(whole);
    this.#chunks.push(samples);
    this.#samples += samples.length;
  }
}
