/** Cuts what an encoder writes into the units that can be joined: MP3 frames and Opus packets. Pure. */
import type { Codec } from '#protocol/state.ts';
import { Mp3Framer } from '../icecast/mp3-framer.ts';
import { OggDemuxer } from '../icecast/ogg-demuxer.ts';

export class EncodedUnits {
  readonly #mp3 = new Mp3Framer();
  readonly #opus = new OggDemuxer();

  /** The whole units that `bytes` completes, in order. */
  push(codec: Codec, bytes: Uint8Array): readonly Uint8Array[] {
    return codec === 'mp3' ? this.#mp3.push(bytes) : this.#opus.push(bytes);
  }

  /** The encoder is gone: what it left unfinished is dropped, so the next one continues at a seam. */
  reset(): void {
    this.#mp3.reset();
    this.#opus.reset();
  }
}
