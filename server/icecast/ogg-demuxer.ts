/** Takes the packets out of an Ogg bitstream that holds one logical stream at a time (RFC 3533). Pure. */
import { type OggPage, PAGE_MAX_BYTES, readPage } from './ogg-page.ts';

/** A larger packet is no audio of ours; its beginning is dropped. */
const PACKET_MAX_BYTES = 65_536;

export class OggDemuxer {
  #rest: Uint8Array = new Uint8Array(0);
  #unfinished: Uint8Array[] = [];
  #serial: number | null = null;

  /** The whole packets that `bytes` completes, in order. Damaged pages and what lies between pages are passed over. */
  push(bytes: Uint8Array): Uint8Array[] {
    const data = Buffer.concat([this.#rest, bytes]);
    const packets: Uint8Array[] = [];
    let at = 0;
    while (at < data.length) {
      const read = readPage(data, at);
      if (read === 'more') break;
      if (read === null) {
        at = nextCapture(data, at + 1);
        continue;
      }
      packets.push(...this.#packetsOf(read.page));
      at += read.length;
    }
    this.#rest = new Uint8Array(data.subarray(Math.max(at, data.length - PAGE_MAX_BYTES)));
    return packets;
  }

  /** Forgets a torn page or packet: the next bytes come from another encoder. */
  reset(): void {
    this.#rest = new Uint8Array(0);
    this.#unfinished = [];
    this.#serial = null;
  }

  #packetsOf(page: OggPage): Uint8Array[] {
    const packets: Uint8Array[] = [];
    let skipping = page.continued && (this.#unfinished.length === 0 || page.serial !== this.#serial);
    if (!page.continued || skipping) this.#unfinished = [];
    this.#serial = page.serial;
    let at = 0;
    let from = 0;
    for (const value of page.lacing) {
      at += value;
      if (value === 255) continue;
      if (!skipping) packets.push(this.#finish(page.body.subarray(from, at)));
      skipping = false;
      from = at;
    }
    if (from < at && !skipping) this.#keep(page.body.subarray(from, at));
    return packets;
  }

  #finish(end: Uint8Array): Uint8Array {
    if (this.#unfinished.length === 0) return end;
    const packet = new Uint8Array(Buffer.concat([...this.#unfinished, end]));
    this.#unfinished = [];
    return packet;
  }

  #keep(part: Uint8Array): void {
    const held = this.#unfinished.reduce((sum, piece) => sum + piece.length, 0);
    if (held + part.length > PACKET_MAX_BYTES) this.#unfinished = [];
    else this.#unfinished.push(part);
  }
}

/** Where the next `O` is: the first letter of a page's capture pattern. */
function nextCapture(data: Uint8Array, from: number): number {
  const at = data.indexOf(0x4f, from);
  return at === -1 ? data.length : at;
}
