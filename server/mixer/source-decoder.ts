/** Decodes one sender, in mono as long as mono comes, and moves to stereo without a break when stereo packets appear. */
import type { OpusDecoder, OpusLibrary } from './opus-decoder.ts';
import type { BufferedPacket } from './packet-buffer.ts';

/** A fresh decoder needs some packets until its predictions are right; meanwhile the old one is heard. */
const WARM_UP_PACKETS = 10;

/**
 * Mono costs a quarter less than stereo, and microphones are mono. Once stereo, a source stays it. There is no decoder before the first
 * packet: each has 16 MiB of address space of its own, and taking that makes V8 collect garbage, which nobody should cost who says nothing.
 */
export class SourceDecoder {
  readonly #library: OpusLibrary;
  #current: OpusDecoder | null = null;
  #warming: OpusDecoder | null = null;
  #warmPackets = 0;

  constructor(library: OpusLibrary) {
    this.#library = library;
  }

  /** 1 or 2: how the samples in `pcm` are laid out. */
  get channels(): 1 | 2 {
    return this.#current?.channels ?? 1;
  }

  /** Interleaved samples, full scale 32768, of the last call; valid until the next one. May be changed in place. */
  get pcm(): Int16Array {
    return this.#decoder().pcm;
  }

  /** Returns the frames in `pcm`; 0 when the packet is broken. */
  decode(packet: BufferedPacket): number {
    const current = this.#decoder();
    if (packet.stereo && current.channels === 1 && this.#warming === null) {
      this.#warming = this.#library.createDecoder(2);
      this.#warmPackets = 0;
    }
    const frames = current.decode(packet.bytes, packet.length);
    const warming = this.#warming;
    if (warming === null) return frames;
    const warmFrames = warming.decode(packet.bytes, packet.length);
    this.#warmPackets += 1;
    if (this.#warmPackets < WARM_UP_PACKETS || warmFrames !== frames) return frames;
    blend(current.pcm, warming.pcm, frames);
    this.#current = warming;
    this.#warming = null;
    return frames;
  }

  /** Makes up `samples` frames, a multiple of 2.5 ms. Returns the frames in `pcm`. */
  conceal(samples: number): number {
    this.#warming?.conceal(samples);
    return this.#decoder().conceal(samples);
  }

  /** Restores `samples` frames that came right before `packet`, from its error correction where it has one. */
  recover(packet: BufferedPacket, samples: number): number {
    this.#warming?.recover(packet.bytes, packet.length, samples);
    return this.#decoder().recover(packet.bytes, packet.length, samples);
  }

  #decoder(): OpusDecoder {
    this.#current ??= this.#library.createDecoder(1);
    return this.#current;
  }
}

/** Fades from the mono samples to the stereo ones over `frames` frames, in place of the latter. */
function blend(mono: Int16Array, stereo: Int16Array, frames: number): void {
  for (let i = 0; i < frames; i++) {
    const share = (i + 1) / frames;
    const old = (mono[i] ?? 0) * (1 - share);
    stereo[2 * i] = old + (stereo[2 * i] ?? 0) * share;
    stereo[2 * i + 1] = old + (stereo[2 * i + 1] ?? 0) * share;
  }
}
