/** Encodes sound of our own for the people in the room: stereo, 20 ms a packet. In a WebAssembly instance of its own, as decoders are. */
import { SAMPLE_RATE_HZ, TICK_FRAMES } from './audio-format.ts';
import { instantiateLibopus, type WasmFunction } from './libopus.ts';

const CHANNELS = 2;
const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;
/** Transparent for music, and a seventh of what a camera takes. */
const BITRATE = 128_000;
/** Of 10: above this it costs twice as much and nobody hears it at this bitrate. */
const COMPLEXITY = 5;
/** The largest packet that may come out: it must fit into one datagram. */
const PACKET_MAX_BYTES = 1275;

/** Constants of libopus' opus_defines.h. */
const APPLICATION_AUDIO = 2049;
const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;

export class OpusEncoder {
  readonly #encode: WasmFunction;
  readonly #memory: WebAssembly.Memory;
  readonly #encoder: number;
  readonly #packetPointer: number;
  readonly #pcmPointer: number;

  /** Only OpusLibrary makes these. Throws when libopus does not start. */
  constructor(module: WebAssembly.Module) {
    const { memory, functionOf } = instantiateLibopus(module);
    const malloc = functionOf('malloc');
    const set = functionOf('opus_encoder_ctl_set');
    this.#memory = memory;
    this.#encode = functionOf('opus_encode');
    this.#encoder = malloc(functionOf('opus_encoder_get_size')(CHANNELS));
    this.#packetPointer = malloc(PACKET_MAX_BYTES);
    this.#pcmPointer = malloc(TICK_FRAMES * CHANNELS * BYTES_PER_SAMPLE);
    const init = functionOf('opus_encoder_init');
    const status = init(this.#encoder, SAMPLE_RATE_HZ, CHANNELS, APPLICATION_AUDIO);
    if (status !== 0) throw new Error(`libopus did not start: ${status}`);
    set(this.#encoder, SET_BITRATE, BITRATE);
    set(this.#encoder, SET_COMPLEXITY, COMPLEXITY);
  }

  /** Encodes one tick, interleaved; what is above full scale is cut off there. Null when libopus refuses. The packet is the caller's. */
  encode(tick: Float32Array): Uint8Array | null {
    const pcm = new Int16Array(this.#memory.buffer, this.#pcmPointer, TICK_FRAMES * CHANNELS);
    for (let at = 0; at < pcm.length; at++) {
      pcm[at] = Math.max(-1, Math.min(1, tick[at] ?? 0)) * FULL_SCALE;
    }
    const length = this.#encode(
      this.#encoder,
      this.#pcmPointer,
      TICK_FRAMES,
      this.#packetPointer,
      PACKET_MAX_BYTES,
    );
    if (length <= 0) return null;
    return new Uint8Array(this.#memory.buffer, this.#packetPointer, length).slice();
  }
}
