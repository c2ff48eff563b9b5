/**
 * Takes the packets of the one stream out of ffmpeg's NUT container (NUT specification 1.0). NUT, because it writes each packet when
 * it has it; ffmpeg's Ogg muxer holds one page back, and that is 20 ms of every listener's delay.
 */
import { ByteCursor, EndOfBytes } from './byte-cursor.ts';
import { NUT_FLAGS, type NutFrameCodes, readNutFrameCodes } from './nut-frame-codes.ts';

const MAIN = 0x4e4d7a561f5f04adn;
const SYNCPOINT = 0x4e4be4adeeca4569n;
const OTHERS: ReadonlySet<bigint> = new Set([0x4e5311405bf2f9dbn, 0x4e49ab68b596ba78n, 0x4e58dd672f23e64en]);
const LETTER_N = 0x4e;

/** A larger packet is no audio of ours: the flow is damaged. */
const PACKET_MAX_BYTES = 65_536;
const FORWARD_WITH_CHECKSUM = 4096;

export class NutDemuxer {
  #rest: Uint8Array = new Uint8Array(0);
  #frames: NutFrameCodes | null = null;
  /** False from the start, and after damage: only a start code is believed. */
  #inStep = false;

  /** The whole packets that `bytes` completes, in order. After damage it goes on with the next syncpoint. */
  push(bytes: Uint8Array): Uint8Array[] {
    const data = Buffer.concat([this.#rest, bytes]);
    const packets: Uint8Array[] = [];
    let at = 0;
    while (at < data.length) {
      const next = this.#readAt(data, at, packets);
      if (next === null) break;
      at = next;
    }
    this.#rest = new Uint8Array(data.subarray(at));
    return packets;
  }

  /** The next bytes come from another encoder. */
  reset(): void {
    this.#rest = new Uint8Array(0);
    this.#frames = null;
    this.#inStep = false;
  }

  /** Reads what begins at `at` and gives where it ends, or null when its end has not come yet. */
  #readAt(data: Uint8Array, at: number, packets: Uint8Array[]): number | null {
    const cursor = new ByteCursor(data, at);
    try {
      if (data[at] === LETTER_N && this.#readHeader(cursor)) return cursor.at;
      const packet = this.#inStep ? this.#readFrame(cursor) : null;
      if (packet !== null) {
        packets.push(packet);
        return cursor.at;
      }
    } catch (error) {
      if (error instanceof EndOfBytes) return null;
      throw error;
    }
    this.#inStep = false;
    return at + 1;
  }

  /** Whether one of NUT's headers begins here. */
  #readHeader(cursor: ByteCursor): boolean {
    const code = Buffer.from(cursor.take(8)).readBigUInt64BE();
    if (code !== MAIN && code !== SYNCPOINT && !OTHERS.has(code)) return false;
    const length = cursor.variable();
    if (length > PACKET_MAX_BYTES) return false;
    if (length > FORWARD_WITH_CHECKSUM) cursor.take(4);
    const payload = cursor.take(length);
    if (code === MAIN) this.#frames = readNutFrameCodes(new ByteCursor(payload));
    this.#inStep = this.#frames !== null;
    return true;
  }

  /** The packet of the frame that begins here, or null when none can. */
  #readFrame(cursor: ByteCursor): Uint8Array | null {
    const code = this.#frames?.codes[cursor.byte()];
    if (code === undefined) return null;
    const flags = code.flags & NUT_FLAGS.coded ? code.flags ^ cursor.variable() : code.flags;
    if (flags & NUT_FLAGS.invalid) return null;
    if (flags & NUT_FLAGS.streamId) cursor.variable();
    if (flags & NUT_FLAGS.codedPts) cursor.variable();
    const sizeMsb = flags & NUT_FLAGS.sizeMsb ? cursor.variable() : 0;
    if (flags & NUT_FLAGS.matchTime) cursor.variable();
    const headerIdx = flags & NUT_FLAGS.headerIdx ? cursor.variable() : code.headerIdx;
    const reserved = flags & NUT_FLAGS.reserved ? cursor.variable() : code.reserved;
    for (let left = reserved; left > 0; left -= 1) cursor.variable();
    if (flags & NUT_FLAGS.checksum) cursor.take(4);
    const left = this.#frames?.headers[headerIdx];
    const size = code.sizeLsb + sizeMsb * code.sizeMul - (left?.length ?? 0);
    if (left === undefined || size < 0 || size > PACKET_MAX_BYTES) return null;
    return new Uint8Array(Buffer.concat([left, cursor.take(size)]));
  }
}
