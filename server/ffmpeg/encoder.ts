/** One ffmpeg child that encodes the program. Knows PCM, codecs and processes; no room, no mount, no Icecast. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Codec } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { LineRing } from '../process/line-ring.ts';
import { ENCODER_PIPES, encoderArguments, type OpusContainer } from './arguments.ts';
import { endlessWavHeader, PCM_BYTES_PER_MS, PCM_TICK_BYTES } from './pcm-format.ts';
import { ProgressWatch } from './progress-watch.ts';

export type EncoderOptions = {
  /** Path or name of the ffmpeg program. */
  readonly ffmpegPath: string;
  readonly codecs: readonly Codec[];
  /** What Opus packets come in: Ogg by default, NUT for 20 ms less delay. */
  readonly opusContainer?: OpusContainer;
  /** Bytes of one codec as they come: MP3 frames, or the container of Opus packets. Not aligned to anything. */
  readonly onEncoded: (codec: Codec, bytes: Uint8Array) => void;
  /** The first encoded bytes came. */
  readonly onRunning: () => void;
  /** It ended unasked: `encoder_missing` when it could not be run at all, otherwise `encoder_crashed`. The encoder is closed by then. */
  readonly onFailed: (error: StudioError) => void;
};

/**
 * PCM waiting for ffmpeg beyond this is dropped and counted. It encodes many times faster than time passes, so what waits while it starts
 * or the machine is busy is soon worked off, and listeners' players, which hold seconds, never notice; what is dropped they would hear
 * as a click, and their buffers would be shorter for good. A hang is found by then.
 */
const BACKLOG_MAX_MS = 2_000;

const LOOK_EVERY_MS = 250;
/** ffmpeg needs about 0.2 s to its first frame; a busy machine gets 8 s. Later 2 s without a byte are a hang. */
const PROGRESS_LIMITS = { looksToStart: 32, looksToStall: 8 } as const;

/** After the end of input ffmpeg flushes by itself; then it is asked twice, then killed. Times since `stop`. */
const STOP_STEPS = [
  { atMs: 250, signal: 'SIGTERM' },
  { atMs: 1000, signal: 'SIGTERM' },
  { atMs: 3000, signal: 'SIGKILL' },
] as const;

export class Encoder extends Closable {
  readonly #options: EncoderOptions;
  readonly #child: ChildProcess;
  /** No secret is ever told to ffmpeg, so there is none to blot out. */
  readonly #lines = new LineRing([]);
  readonly #watches = new Map<Codec, ProgressWatch>();
  #samples = new Float32Array(PCM_TICK_BYTES / Float32Array.BYTES_PER_ELEMENT);
  #bytes = Buffer.from(this.#samples.buffer);
  #droppedMs = 0;
  #running = false;
  #stopping = false;

  /** Spawns at once; whether that worked comes through `onRunning` or `onFailed`. */
  constructor(options: EncoderOptions) {
    super();
    this.#options = options;
    this.#child = spawn(
      options.ffmpegPath,
      encoderArguments(options.codecs, options.opusContainer ?? 'ogg'),
      {
        stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
      },
    );
    this.#child.once('error', (error) => this.#fail(spawnError(error, options.ffmpegPath)));
    this.#child.once('close', (code, signal) => this.#onGone(code, signal));
    this.#readPipes();
    for (const codec of options.codecs) this.#watches.set(codec, new ProgressWatch(PROGRESS_LIMITS));
    const watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.own({ close: () => clearInterval(watch) });
    this.#child.stdin?.on('error', () => {});
    this.#child.stdin?.write(endlessWavHeader());
  }

  /** The process id while there is a process. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** How much PCM was dropped because ffmpeg did not take it. */
  get droppedMs(): number {
    return this.#droppedMs;
  }

  /** Encodes interleaved stereo at 48 kHz. Never waits and never queues more than BACKLOG_MAX_MS. The array may be reused at once. */
  write(pcm: Float32Array): void {
    const stdin = this.#child.stdin;
    if (this.closed || this.#stopping || stdin === null) return;
    for (const watch of this.#watches.values()) watch.fed();
    if (stdin.writableLength > BACKLOG_MAX_MS * PCM_BYTES_PER_MS) {
      this.#droppedMs += pcm.byteLength / PCM_BYTES_PER_MS;
      return;
    }
    // What is written last is the kernel's by now, unless something waits: then its memory is not ours yet.
    if (stdin.writableLength > 0 || pcm.length !== this.#samples.length) this.#takeFreshMemory(pcm.length);
    this.#samples.set(pcm);
    stdin.write(this.#bytes);
  }

  /** Ends the input, lets ffmpeg flush what it holds, and resolves when the process is gone. Takes at most about 3 s. */
  async stop(): Promise<void> {
    if (this.closed) return;
    this.#stopping = true;
    this.#child.stdin?.end();
    await Promise.race([once(this.#child, 'close', { signal: this.signal }), this.#escalate()]).catch(
      () => {},
    );
    this.close('stopped');
  }

  protected override onClose(_reason: CloseReason): void {
    this.#child.stdin?.destroy();
    this.#child.kill('SIGKILL');
  }

  #takeFreshMemory(samples: number): void {
    this.#samples = new Float32Array(samples);
    this.#bytes = Buffer.from(this.#samples.buffer);
  }

  async #escalate(): Promise<void> {
    let elapsedMs = 0;
    for (const { atMs, signal } of STOP_STEPS) {
      await delay(atMs - elapsedMs, undefined, { signal: this.signal });
      elapsedMs = atMs;
      this.#child.kill(signal);
    }
  }

  #readPipes(): void {
    const pipes: readonly Pipe[] = this.#child.stdio;
    const lines = this.#lines.sink();
    onBytes(this.#child.stderr, (bytes) => lines.write(Buffer.from(bytes)));
    this.#child.stderr?.once('end', () => lines.end());
    for (const codec of this.#options.codecs) {
      onBytes(pipes[ENCODER_PIPES[codec]], (bytes) => this.#onEncoded(codec, bytes));
    }
  }

  #onEncoded(codec: Codec, bytes: Uint8Array): void {
    if (this.closed) return;
    this.#watches.get(codec)?.progressed();
    if (!this.#running) {
      this.#running = true;
      this.#options.onRunning();
    }
    this.#options.onEncoded(codec, bytes);
  }

  #look(): void {
    const stalled = [...this.#watches].filter(([, watch]) => watch.look()).map(([codec]) => codec);
    if (stalled.length === 0 || this.#stopping) return;
    this.#fail(new StudioError('encoder_crashed', `The encoder hung: no ${stalled.join(' and ')} came.`));
  }

  #onGone(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.closed || this.#stopping) return;
    const said = this.#lines.last(3).join(' | ');
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    this.#fail(
      new StudioError(
        'encoder_crashed',
        `The encoder ended ${how}.${said === '' ? '' : ` It said: ${said}`}`,
      ),
    );
  }

  #fail(error: StudioError): void {
    if (this.closed) return;
    this.close(error.message);
    this.#options.onFailed(error);
  }
}

function spawnError(error: Error, path: string): StudioError {
  return new StudioError('encoder_missing', `ffmpeg cannot be run as "${path}".`, { cause: error });
}

type Pipe = ChildProcess['stdio'][number] | undefined;

function isReadable(pipe: Pipe): pipe is Readable {
  return pipe !== null && pipe !== undefined && 'read' in pipe;
}

function onBytes(pipe: Pipe, read: (bytes: Uint8Array) => void): void {
  if (!isReadable(pipe)) return;
  pipe.on('error', () => {});
  pipe.on('data', read);
}
