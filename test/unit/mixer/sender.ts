/** A simulated browser: encodes a sine into RTP packets, and a network that loses, delays and copies them. */
import { type EncoderOptions, OpusEncoder } from './opus-encoder.ts';

export type Packet = { readonly bytes: Uint8Array; readonly sentMs: number };

export type SenderOptions = EncoderOptions & {
  readonly ssrc?: number;
  readonly payloadType?: number;
  readonly frequencyHz?: number;
  readonly levelDb?: number;
  readonly frameMs?: number;
  readonly startMs?: number;
  readonly sequence?: number;
  readonly timestamp?: number;
  /** How much faster the sender's clock runs than ours. */
  readonly ppm?: number;
};

export const SSRC = 0x1234_5678;
export const PAYLOAD_TYPE = 100;

/**
 * Makes the packets of one sender one after the other; the sine goes on across `rename`. A second of the settled tone is
 * encoded once and then repeated, which a sine of whole hertz allows.
 */
export class Sender {
  readonly frameMs: number;
  readonly #options: SenderOptions;
  readonly #encoder: OpusEncoder;
  readonly #recorded = new Map<number, Uint8Array>();
  #ssrc: number;
  #sequence: number;
  #timestamp: number;
  #frame = 0;

  constructor(options: SenderOptions = {}) {
    this.#options = options;
    this.#encoder = new OpusEncoder(options);
    this.frameMs = options.frameMs ?? 20;
    this.#ssrc = options.ssrc ?? SSRC;
    this.#sequence = options.sequence ?? 1000;
    this.#timestamp = options.timestamp ?? 50_000;
  }

  /** Goes on under another SSRC with other numbers, as a new consumer does. */
  rename(ssrc: number, sequence: number, timestamp: number): void {
    this.#ssrc = ssrc;
    this.#sequence = sequence;
    this.#timestamp = timestamp;
  }

  /** Lets `frames` frames pass in its own time without sending them. */
  pause(frames: number): void {
    this.#frame += frames;
    this.#timestamp += frames * this.frameMs * 48;
  }

  next(): Packet {
    const { ppm = 0, startMs = 0 } = this.#options;
    const packet = this.packet(this.#payload());
    this.#frame += 1;
    return { bytes: packet, sentMs: startMs + (this.#frame * this.frameMs) / (1 + ppm / 1e6) };
  }

  #payload(): Uint8Array {
    const perSecond = 1000 / this.frameMs;
    const again = this.#recorded.get(this.#frame % perSecond);
    if (again !== undefined) return again;
    const payload = this.#encoder.encode(this.#tone());
    if (this.#frame >= perSecond && Number.isInteger(perSecond)) {
      this.#recorded.set(this.#frame % perSecond, payload);
    }
    return payload;
  }

  #tone(): Float32Array {
    const { frequencyHz = 440, levelDb = -20 } = this.#options;
    const count = this.frameMs * 48;
    const { channels } = this.#encoder;
    const amplitude = 10 ** (levelDb / 20);
    const samples = new Float32Array(count * channels);
    for (let i = 0; i < count; i++) {
      const value = amplitude * Math.sin((2 * Math.PI * frequencyHz * (this.#frame * count + i)) / 48_000);
      for (let side = 0; side < channels; side++) samples[i * channels + side] = value;
    }
    return samples;
  }

  /** Wraps a payload of one frame. */
  packet(payload: Uint8Array): Uint8Array {
    const bytes = rtp({
      payloadType: this.#options.payloadType ?? PAYLOAD_TYPE,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      payload,
    });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp += this.frameMs * 48;
    return bytes;
  }
}

export type RtpInput = {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
};

/** A plain RTP packet: version 2, nothing optional. */
export function rtp(input: RtpInput): Uint8Array {
  const bytes = new Uint8Array(12 + input.payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, input.payloadType);
  view.setUint16(2, input.sequence & 0xffff);
  view.setUint32(4, input.timestamp >>> 0);
  view.setUint32(8, input.ssrc);
  bytes.set(input.payload, 12);
  return bytes;
}
