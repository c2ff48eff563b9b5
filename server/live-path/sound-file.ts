/** A decoded sound on the disk as the mixer reads it: its beginning is always there, the rest is read ahead while it plays. */
import { type FileHandle, open } from 'node:fs/promises';
import { Closable } from '../lifecycle.ts';
import { type PcmSource, PIECE_FRAMES } from '../mixer/sounds/pcm-source.ts';
import type { SoundFile as SoundFileFacts } from '../program/live-path-port.ts';

const BYTES_PER_FRAME = 4;
const BYTES_PER_SAMPLE = 2;
/** The first second stays in memory, so that a pad sounds at once, and a loop goes on without a gap. */
const KEPT_PIECES = 2;
/** Of what is read ahead, so many pieces are kept: 4 s, 0.8 MB. */
const PIECES_MAX = 8;

export type SoundFileOptions = {
  readonly file: SoundFileFacts;
  /** Told once when the file cannot be read. */
  readonly onWarning: (warning: string) => void;
};

export class SoundFile extends Closable implements PcmSource {
  readonly frames: number;
  readonly #options: SoundFileOptions;
  readonly #pieces = new Map<number, Int16Array>();
  readonly #reading = new Set<number>();
  readonly #handle: Promise<FileHandle | null>;

  /** Begins to read at once. */
  constructor(options: SoundFileOptions) {
    super();
    this.#options = options;
    this.frames = options.file.frames;
    this.#handle = open(options.file.path, 'r').catch((error: unknown) => this.#warn(error));
    for (let index = 0; index < KEPT_PIECES; index++) this.prepare(index);
  }

  piece(index: number): Int16Array | null {
    return this.#pieces.get(index) ?? null;
  }

  prepare(index: number): void {
    const isInside = index >= 0 && index * PIECE_FRAMES < this.frames;
    if (this.closed || !isInside || this.#pieces.has(index) || this.#reading.has(index)) return;
    this.#reading.add(index);
    this.#read(index)
      .catch((error: unknown) => this.#warn(error))
      .finally(() => this.#reading.delete(index));
  }

  protected override onClose(): void {
    this.#handle.then((handle) => handle?.close()).catch(() => {});
  }

  async #read(index: number): Promise<void> {
    const handle = await this.#handle;
    if (handle === null || this.closed) return;
    const frames = Math.min(PIECE_FRAMES, this.frames - index * PIECE_FRAMES);
    const samples = new Int16Array((frames * BYTES_PER_FRAME) / BYTES_PER_SAMPLE);
    const bytes = Buffer.from(samples.buffer);
    // What a file that is too short does not have stays silent.
    await handle.read(bytes, 0, bytes.length, index * PIECE_FRAMES * BYTES_PER_FRAME);
    this.#keep(index, samples);
  }

  /** What was read first goes first; the beginning stays. */
  #keep(index: number, samples: Int16Array): void {
    this.#pieces.set(index, samples);
    if (this.#pieces.size <= PIECES_MAX) return;
    for (const old of this.#pieces.keys()) {
      if (old < KEPT_PIECES || old === index) continue;
      this.#pieces.delete(old);
      return;
    }
  }

  #warn(error: unknown): null {
    if (!this.closed) this.#options.onWarning(`A sound cannot be read: ${String(error)}`);
    return null;
  }
}
