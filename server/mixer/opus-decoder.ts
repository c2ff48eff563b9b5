/**
 * libopus as WebAssembly: the only file that knows which build it is. The binary is the one inside @evan/opus; its
 * JavaScript is not used, because only the raw functions offer concealment and forward error correction.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SAMPLE_RATE_HZ } from './audio-format.ts';
import { instantiateLibopus, type WasmFunction } from './libopus.ts';
import { OpusEncoder } from './opus-encoder.ts';
import { OPUS_PACKET_MAX_SAMPLES } from './opus-packet.ts';

/** The largest packet that is taken: more does not fit into a datagram that reaches us whole. */
export const OPUS_PACKET_MAX_BYTES = 1500;

const BINARY = '@evan/opus/wasm/simd.wasm';
const BYTES_PER_SAMPLE = 2;

/** Lengths given to `conceal` and `recover` are multiples of this: 2.5 ms. */
export const CONCEAL_STEP_SAMPLES = 120;

/** The compiled library. One per thread; any number of decoders. */
export class OpusLibrary {
  readonly #module: WebAssembly.Module;

  private constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** Reads and compiles the binary, a few milliseconds. Rejects when the package is not installed. */
  static async load(): Promise<OpusLibrary> {
    const path = createRequire(import.meta.url).resolve(BINARY);
    return new OpusLibrary(await WebAssembly.compile(await readFile(path)));
  }

  /** A decoder at 48 kHz, at once (about 0.2 ms). Stereo packets are mixed down by a mono decoder, and the reverse. */
  createDecoder(channels: 1 | 2): OpusDecoder {
    return new OpusDecoder(this.#module, channels);
  }

  /** An encoder for sound of our own: stereo music at 48 kHz. */
  createEncoder(): OpusEncoder {
    return new OpusEncoder(this.#module);
  }
}

/**
 * One sender's decoder. It lives in a WebAssembly instance of its own, so whatever a hostile packet may do to libopus
 * stays in there; when the instance traps, it is replaced by a fresh one and the packet counts as lost.
 */
export class OpusDecoder {
  readonly channels: 1 | 2;
  readonly #module: WebAssembly.Module;
  #libopus: Libopus;

  constructor(module: WebAssembly.Module, channels: 1 | 2) {
    this.channels = channels;
    this.#module = module;
    this.#libopus = new Libopus(module, channels);
  }

  /** Interleaved samples, full scale 32768, of the last call; valid until the next one. */
  get pcm(): Int16Array {
    return this.#libopus.pcm;
  }

  /** Decodes the first `length` bytes of `packet`. Returns the frames in `pcm`, 0 when libopus refused the packet. */
  decode(packet: Uint8Array, length: number): number {
    return this.#run(packet, length, OPUS_PACKET_MAX_SAMPLES, 0);
  }

  /** Makes up `samples` frames that were lost, from what came before (libopus' packet loss concealment). */
  conceal(samples: number): number {
    return this.#run(null, 0, samples, 0);
  }

  /**
   * Restores the last `samples` frames before `packet` from the forward error correction inside `packet`; where it
   * carries none, libopus conceals instead.
   */
  recover(packet: Uint8Array, length: number, samples: number): number {
    return this.#run(packet, length, samples, 1);
  }

  #run(packet: Uint8Array | null, length: number, samples: number, fec: 0 | 1): number {
    if (length > OPUS_PACKET_MAX_BYTES) return 0;
    try {
      return Math.max(0, this.#libopus.decode(packet, length, samples, fec));
    } catch {
      this.#libopus = new Libopus(this.#module, this.channels);
      return 0;
    }
  }
}

/** The exported functions that are used, with their memory. */
class Libopus {
  readonly #decode: WasmFunction;
  readonly #memory: WebAssembly.Memory;
  readonly #decoder: number;
  readonly #packetPointer: number;
  readonly #pcmPointer: number;
  readonly #pcmSamples: number;
  #packet: Uint8Array;
  #pcm: Int16Array;

  constructor(module: WebAssembly.Module, channels: 1 | 2) {
    const { memory, functionOf } = instantiateLibopus(module);
    this.#memory = memory;
    const malloc = functionOf('malloc');
    this.#decode = functionOf('opus_decode');
    this.#decoder = malloc(functionOf('opus_decoder_get_size')(channels));
    this.#packetPointer = malloc(OPUS_PACKET_MAX_BYTES);
    this.#pcmSamples = OPUS_PACKET_MAX_SAMPLES * channels;
    this.#pcmPointer = malloc(this.#pcmSamples * BYTES_PER_SAMPLE);
    const status = functionOf('opus_decoder_init')(this.#decoder, SAMPLE_RATE_HZ, channels);
    if (status !== 0) throw new Error(`libopus did not start: ${status}`);
    this.#packet = this.#packetView();
    this.#pcm = this.#pcmView();
  }

  get pcm(): Int16Array {
    // Views die when the memory grows.
    if (this.#pcm.length === 0) this.#pcm = this.#pcmView();
    return this.#pcm;
  }

  /** opus_decode() of libopus; a null packet means loss. Negative results are its error codes. */
  decode(packet: Uint8Array | null, length: number, samples: number, fec: 0 | 1): number {
    if (packet === null) return this.#decode(this.#decoder, 0, 0, this.#pcmPointer, samples, 0);
    if (this.#packet.length === 0) this.#packet = this.#packetView();
    const target = this.#packet;
    for (let i = 0; i < length; i++) target[i] = packet[i] ?? 0;
    return this.#decode(this.#decoder, this.#packetPointer, length, this.#pcmPointer, samples, fec);
  }

  #packetView(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#packetPointer, OPUS_PACKET_MAX_BYTES);
  }

  #pcmView(): Int16Array {
    return new Int16Array(this.#memory.buffer, this.#pcmPointer, this.#pcmSamples);
  }
}
