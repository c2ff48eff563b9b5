/** One upload: takes a file piece by piece, decodes it once it is whole, and hands the sound over. Nothing of it is left when that fails. */
import { type FileHandle, open } from 'node:fs/promises';
import type { ShowSlug, SoundId } from '#protocol/ids.ts';
import { SOUND_SECONDS_MAX, UPLOAD_PIECE_BYTES } from '#protocol/pads.ts';
import { StudioError } from '../errors.ts';
import { decodeSound } from '../ffmpeg/decode-sound.ts';
import { newSoundId } from '../ids.ts';
import { Closable } from '../lifecycle.ts';
import type { CartShelf } from './cart-shelf.ts';

/** An upload of which nothing is heard for so long is over. */
const IDLE_MS = 120_000;

export type Uploaded = { readonly id: SoundId; readonly frames: number };

export type CartUploadOptions = {
  readonly shelf: CartShelf;
  readonly show: ShowSlug;
  /** What the browser said the file has. */
  readonly bytes: number;
  readonly ffmpegPath: string;
  /** Waits for its turn: decoding takes a core. */
  readonly decoding: <T>(decode: () => Promise<T>) => Promise<T>;
  /** The sound can be played; answers with the pad that it is on now. Throws when it is not wanted any more. */
  readonly onSound: (sound: Uploaded) => string;
};

export class CartUpload extends Closable {
  readonly #options: CartUploadOptions;
  readonly #id = newSoundId();
  #file: FileHandle | null = null;
  #received = 0;
  #busy = false;
  #idleTimer: NodeJS.Timeout | null = null;

  constructor(options: CartUploadOptions) {
    super();
    this.#options = options;
    this.#expectMore();
  }

  get show(): ShowSlug {
    return this.#options.show;
  }

  /**
   * Takes the piece that begins at `offset`; one that came already is taken as such, because a browser that got no answer sends it again.
   * Answers with how many bytes are here. Throws `upload_invalid` for any other, and `sound_too_big` beyond what was said.
   */
  async take(offset: number, piece: Uint8Array): Promise<number> {
    this.#requireFree();
    if (piece.length > UPLOAD_PIECE_BYTES || offset + piece.length > this.#options.bytes) {
      throw new StudioError('sound_too_big');
    }
    if (offset + piece.length === this.#received) return this.#received;
    if (offset !== this.#received) throw new StudioError('upload_invalid');
    return this.#alone(async () => {
      const { shelf } = this.#options;
      this.#file ??= await this.guard(
        open(shelf.incomingFile(this.#id), 'wx', 0o600),
        (file) => void file.close(),
      );
      await this.guard(this.#file.write(piece, 0, piece.length, offset), () => {});
      this.#received += piece.length;
      return this.#received;
    });
  }

  /** Everything was sent: decodes it, and answers with the pad it is on. The upload is over, however that ends. */
  async finish(): Promise<string> {
    this.#requireFree();
    if (this.#received !== this.#options.bytes) throw new StudioError('upload_invalid');
    if (this.#received === 0) {
      this.close('empty');
      throw new StudioError('sound_empty');
    }
    try {
      return await this.#alone(() => this.#options.decoding(() => this.#decode()));
    } finally {
      this.close('finished');
    }
  }

  protected override onClose(): void {
    this.#stopWaiting();
    const closing = this.#file?.close() ?? Promise.resolve();
    closing.then(() => this.#options.shelf.discard(this.#id)).catch(() => {});
  }

  async #decode(): Promise<string> {
    const { shelf, show, ffmpegPath, onSound } = this.#options;
    const id = this.#id;
    const decoding = decodeSound({
      ffmpegPath,
      from: shelf.incomingFile(id),
      to: shelf.decodedFile(id),
      secondsMax: SOUND_SECONDS_MAX,
      signal: this.signal,
    });
    const frames = await this.guard(decoding, () => {});
    await shelf.adopt(show, id);
    try {
      return onSound({ id, frames });
    } catch (error) {
      await shelf.remove(show, id);
      throw error;
    }
  }

  /** One thing at a time: the pieces of a file come one after the other. Waiting for the turn to be decoded is no silence of the browser's. */
  async #alone<T>(act: () => Promise<T>): Promise<T> {
    this.#busy = true;
    this.#stopWaiting();
    try {
      return await act();
    } catch (error) {
      throw this.closed && !(error instanceof StudioError)
        ? new StudioError('upload_invalid')
        : storageError(error);
    } finally {
      this.#busy = false;
      if (!this.closed) this.#expectMore();
    }
  }

  #requireFree(): void {
    if (this.closed || this.#busy) throw new StudioError('upload_invalid');
  }

  #expectMore(): void {
    this.#stopWaiting();
    this.#idleTimer = setTimeout(() => this.close('idle'), IDLE_MS);
  }

  #stopWaiting(): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
  }
}

/** What the disk refuses is told as that. */
function storageError(error: unknown): unknown {
  const isDisk = error instanceof Error && 'syscall' in error;
  return isDisk ? new StudioError('sound_not_stored', undefined, { cause: error }) : error;
}
