/** Cuts what encoders write into the units that can be joined: MP3 frames and Opus packets. Pure. */
import type { Codec } from '#protocol/state.ts';
import { Mp3Framer } from '../icecast/mp3-framer.ts';
import { OggDemuxer } from '../icecast/ogg-demuxer.ts';
import { isOpusHeader } from '../icecast/opus-headers.ts';

export class EncodedUnits {
  readonly #mp3 = new Mp3Framer();
  readonly #opus = new OggDemuxer();
  #opusToSkip = 0;

  /** The whole units that `bytes` completes, in order; the encoder's own Opus headers are not among them. */
  push(codec: Codec, bytes: Uint8Array): readonly Uint8Array[] {
    return codec === 'mp3' ? this.#mp3.push(bytes) : this.#opusAudio(this.#opus.push(bytes));
  }

  /**
   * The encoder is gone: what it left unfinished is dropped, so the next one continues at a seam. The first Opus packet of the next is
   * meant for a decoder that begins, too; one that goes on makes a pop of up to 15 dB of it (measured), and none of the second.
   */
  reset(): void {
    this.#mp3.reset();
    this.#opus.reset();
    this.#opusToSkip = 1;
  }

  #opusAudio(packets: readonly Uint8Array[]): readonly Uint8Array[] {
    const audio = packets.filter((packet) => !isOpusHeader(packet));
    const skipped = Math.min(this.#opusToSkip, audio.length);
    this.#opusToSkip -= skipped;
    return audio.slice(skipped);
  }
}
