/** Sends what carts and music bed add to the program to the room, as RTP (RFC 3550, RFC 7587), while something plays and not otherwise. */

import { TICK_FRAMES } from '../mixer/audio-format.ts';
import type { OpusEncoder } from '../mixer/opus-encoder.ts';
import type { RtpSource } from '../program/live-path-port.ts';

const HEADER_BYTES = 12;
const VERSION_2 = 0x80;
const MARKER = 0x80;
/** After the last sound so much silence, so that nobody's decoder makes up more of it. */
const TAIL_TICKS = 10;

const SILENCE = new Float32Array(2 * TICK_FRAMES);

export type SoundSenderOptions = {
  readonly createEncoder: () => OpusEncoder;
  readonly send: (packet: Uint8Array) => void;
};

export class SoundSender {
  readonly #options: SoundSenderOptions;
  #encoder: OpusEncoder | null = null;
  #as: RtpSource | null = null;
  #sequence = 0;
  #timestamp = 0;
  #tailTicks = 0;

  constructor(options: SoundSenderOptions) {
    this.#options = options;
  }

  /** The encoder is made here and not when a pad is pressed: it takes address space, and V8 collects garbage for that. */
  sendAs(source: RtpSource | null): void {
    this.#as = source;
    if (source !== null) this.#encoder ??= this.#options.createEncoder();
  }

  /** The next 20 ms, interleaved; null when nothing plays. The timestamp goes on meanwhile, as it does in a pause of a talker. */
  tick(sound: Float32Array | null): void {
    this.#timestamp = (this.#timestamp + TICK_FRAMES) >>> 0;
    if (sound === null && this.#tailTicks === 0) return;
    const begins = this.#tailTicks === 0;
    this.#tailTicks = sound === null ? this.#tailTicks - 1 : TAIL_TICKS;
    const source = this.#as;
    const payload = source === null ? null : (this.#encoder?.encode(sound ?? SILENCE) ?? null);
    if (source === null || payload === null) return;
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    packet[0] = VERSION_2;
    packet[1] = source.payloadType | (begins ? MARKER : 0);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestamp, 4);
    packet.writeUInt32BE(source.ssrc, 8);
    packet.set(payload, HEADER_BYTES);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#options.send(packet);
  }
}
