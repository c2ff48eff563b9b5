/** An Opus encoder for tests, from the same WebAssembly build that the mixer decodes with. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type EncoderOptions = {
  readonly channels?: 1 | 2;
  readonly bitrate?: number;
  readonly application?: 'voip' | 'audio' | 'lowdelay';
  readonly fecLossPercent?: number;
  readonly dtx?: boolean;
};

const APPLICATIONS = { voip: 2048, audio: 2049, lowdelay: 2051 } as const;
const SET_BITRATE = 4002;
const SET_INBAND_FEC = 4012;
const SET_PACKET_LOSS = 4014;
const SET_DTX = 4016;
const PACKET_BYTES = 4000;
const FRAME_BYTES = 5760 * 2 * 2;

type Exported = (...args: readonly number[]) => number;

const path = createRequire(import.meta.url).resolve('@evan/opus/wasm/simd.wasm');
const compiled = await WebAssembly.compile(readFileSync(path));

/** Encodes one sender's audio, 2.5 to 120 ms at a time. */
export class OpusEncoder {
  readonly channels: 1 | 2;
  readonly #memory: WebAssembly.Memory;
  readonly #encode: Exported;
  readonly #encoder: number;
  readonly #packet: number;
  readonly #pcm: number;

  constructor(options: EncoderOptions = {}) {
    this.channels = options.channels ?? 1;
    const wasi = { proc_exit() {}, fd_close() {}, fd_write() {}, fd_seek() {} };
    const exports = new WebAssembly.Instance(compiled, {
      wasi_snapshot_preview1: wasi,
      env: { emscripten_notify_memory_growth() {} },
    }).exports;
    const call = (name: string): Exported => {
      const found = exports[name];
      if (!isExported(found)) throw new TypeError(name);
      return found;
    };
    if (!(exports.memory instanceof WebAssembly.Memory)) throw new TypeError('no memory');
    this.#memory = exports.memory;
    call('_initialize')();
    const malloc = call('malloc');
    const set = call('opus_encoder_ctl_set');
    this.#encode = call('opus_encode');
    this.#encoder = malloc(call('opus_encoder_get_size')(this.channels));
    this.#packet = malloc(PACKET_BYTES);
    this.#pcm = malloc(FRAME_BYTES);
    const application = APPLICATIONS[options.application ?? 'audio'];
    call('opus_encoder_init')(this.#encoder, 48_000, this.channels, application);
    set(this.#encoder, SET_BITRATE, options.bitrate ?? 64_000);
    if (options.dtx) set(this.#encoder, SET_DTX, 1);
    if (options.fecLossPercent !== undefined) {
      set(this.#encoder, SET_INBAND_FEC, 1);
      set(this.#encoder, SET_PACKET_LOSS, options.fecLossPercent);
    }
  }

  /** `samples` are interleaved, full scale 1. */
  encode(samples: Float32Array): Uint8Array {
    const pcm = new Int16Array(this.#memory.buffer, this.#pcm, samples.length);
    for (let i = 0; i < samples.length; i++) pcm[i] = Math.round((samples[i] ?? 0) * 32_767);
    const frames = samples.length / this.channels;
    const bytes = this.#encode(this.#encoder, this.#pcm, frames, this.#packet, PACKET_BYTES);
    if (bytes < 0) throw new Error(`opus_encode: ${bytes}`);
    return new Uint8Array(this.#memory.buffer, this.#packet, bytes).slice();
  }
}

function isExported(value: unknown): value is Exported {
  return typeof value === 'function';
}
