/** Cuts what encoders write, MP3 and Opus in NUT, into the units that can be joined: frames and packets. Pure. */
import type { Codec } from '#protocol/state.ts';
import { NutDemuxer } from '../ffmpeg/nut-demuxer.ts';
import { Mp3Framer } from '../icecast/mp3-framer.ts';

export class EncodedUnits {
  readonly #mp3 = new Mp3Framer();
  readonly #opus = new NutDemuxer();
  #opusToSkip = 0;

  /** The whole units that `bytes` completes, in order. */
  push(codec: Codec, bytes: Uint8Array): readonly Uint8Array[] {
    return codec === 'mp3' ? this.#mp3.push(bytes) : this.#fromOpus(this.#opus.push(bytes));
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

  #fromOpus(packets: readonly Uint8Array[]): readonly Uint8Array[] {
    const skipped = Math.min(this.#opusToSkip, packets.length);
    this.#opusToSkip -= skipped;
    return packets.slice(skipped);
  }
}
