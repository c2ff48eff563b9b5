/** Writes one logical Ogg stream after the other, page by page (RFC 3533). Pure but for its counters. */
import { writePage } from './ogg-page.ts';

/** A page holds 255 lacing values, so a packet on a page of its own must be smaller than this. */
const PACKET_MAX_BYTES = 255 * 255;

export class OggMuxer {
  #serial: number;
  #sequence = 0;
  #granule = 0;
  #open = false;

  /** `serial`: of the first logical stream; each later one has the next number. */
  constructor(serial: number) {
    this.#serial = serial >>> 0;
  }

  /** Begins a logical stream with its header packets, each on a page of its own. An open one must be ended first. */
  begin(headers: readonly Uint8Array[]): Uint8Array {
    this.#serial = (this.#serial + 1) >>> 0;
    this.#sequence = 0;
    this.#granule = 0;
    this.#open = true;
    return Buffer.concat(headers.map((header, index) => this.#page(header, { first: index === 0 })));
  }

  /** One packet of `samples` at 48 kHz on a page of its own. */
  packet(packet: Uint8Array, samples: number): Uint8Array {
    this.#granule += samples;
    return this.#page(packet, {});
  }

  /** Ends the logical stream with an empty page, or gives nothing when none is open. */
  end(): Uint8Array {
    if (!this.#open) return new Uint8Array(0);
    this.#open = false;
    return this.#page(null, { last: true });
  }

  #page(packet: Uint8Array | null, flags: { first?: boolean; last?: boolean }): Uint8Array {
    const body = packet ?? new Uint8Array(0);
    if (body.length >= PACKET_MAX_BYTES) throw new RangeError('A packet must fit on one page.');
    const page = writePage({
      serial: this.#serial,
      sequence: this.#sequence,
      granule: this.#granule,
      continued: false,
      first: flags.first ?? false,
      last: flags.last ?? false,
      lacing: packet === null ? new Uint8Array(0) : lacingOf(body.length),
      body,
    });
    this.#sequence += 1;
    return page;
  }
}

function lacingOf(length: number): Uint8Array {
  const lacing = new Uint8Array(Math.floor(length / 255) + 1).fill(255);
  lacing[lacing.length - 1] = length % 255;
  return lacing;
}
