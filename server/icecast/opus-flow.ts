/**
 * Ogg Opus on the wire (RFC 7845): our own pages around the encoder's packets, so that neither a new encoder nor a new connection
 * shows. A title begins a new logical stream that repeats the last 80 ms for the decoder to converge on and to throw away.
 */
import type { MountFlow } from './mount-flow.ts';
import { OggMuxer } from './ogg-muxer.ts';
import { CONVERGENCE_SAMPLES, opusHead, opusTags } from './opus-headers.ts';

const PACKET_SAMPLES = 960;
const PRE_ROLL_PACKETS = CONVERGENCE_SAMPLES / PACKET_SAMPLES;

export type OpusFlowOptions = {
  readonly title: string;
  /** Serial number of the first logical stream; random by default. */
  readonly serial?: number;
};

export class OpusFlow implements MountFlow {
  readonly contentType = 'audio/ogg';
  readonly bitrateKbps = 96;
  readonly #muxer: OggMuxer;
  #title: string;
  #recent: readonly Uint8Array[] = [];

  constructor(options: OpusFlowOptions) {
    this.#title = options.title;
    this.#muxer = new OggMuxer(options.serial ?? Math.floor(Math.random() * 2 ** 32));
  }

  begin(): Uint8Array {
    const headers = this.#muxer.begin([opusHead(), opusTags(this.#title)]);
    return Buffer.concat([headers, this.#pages(this.#recent)]);
  }

  push(packets: readonly Uint8Array[]): Uint8Array {
    this.#recent = [...this.#recent, ...packets].slice(-PRE_ROLL_PACKETS);
    return this.#pages(packets);
  }

  retitle(title: string): Uint8Array {
    this.#title = title;
    return Buffer.concat([this.end(), this.begin()]);
  }

  end(): Uint8Array {
    return this.#muxer.end();
  }

  #pages(packets: readonly Uint8Array[]): Uint8Array {
    return Buffer.concat(packets.map((packet) => this.#muxer.packet(packet, PACKET_SAMPLES)));
  }
}
