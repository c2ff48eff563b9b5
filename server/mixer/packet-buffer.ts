/** Holds the packets of one strip in the order of their sequence until they are due. Knows no clock and no decoder. */
import { OPUS_PACKET_MAX_BYTES } from './opus-decoder.ts';

/** How many packets fit: 640 ms of the shortest frames, 5 s of the usual ones. A power of two. */
export const PACKET_SLOTS = 256;

const SLOT_MASK = PACKET_SLOTS - 1;
const SLOT_GRAIN_BYTES = 128;

/** A packet with its place. `duration` is in samples. Bytes after `length` are left over from earlier packets. */
export type BufferedPacket = {
  /** False once it was taken; the number stays, so that a late copy of it is known. */
  held: boolean;
  sequence: number;
  timestamp: number;
  duration: number;
  stereo: boolean;
  length: number;
  bytes: Uint8Array;
};

/** What is known of a packet before its bytes are copied. */
export type PacketPlace = Readonly<Omit<BufferedPacket, 'held' | 'bytes'>>;

export type PutResult = 'stored' | 'duplicate' | 'late';

/** Memory is bounded by PACKET_SLOTS times OPUS_PACKET_MAX_BYTES; slots are reused, so a steady flow allocates nothing. */
export class PacketBuffer {
  readonly #slots: BufferedPacket[] = Array.from({ length: PACKET_SLOTS }, emptySlot);
  #first = 0;
  #end = 0;
  #endTimestamp = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The sequence number after the highest that was ever put. */
  get endSequence(): number {
    return this.#end;
  }

  /** The timestamp after the last sample of the newest packet that was ever put. */
  get endTimestamp(): number {
    return this.#endTimestamp;
  }

  /** Copies `packet`, whose payload is in `bytes` from `start` to `start + packet.length`. The oldest gives way when full. */
  put(packet: PacketPlace, bytes: Uint8Array, start: number): PutResult {
    const { sequence } = packet;
    const slot = this.#slot(sequence);
    if (slot.sequence === sequence) return 'duplicate';
    if (sequence < this.#first) return 'late';
    if (sequence >= this.#first + PACKET_SLOTS) this.#forgetBefore(sequence - PACKET_SLOTS + 1);
    slot.held = true;
    slot.sequence = sequence;
    slot.timestamp = packet.timestamp;
    slot.duration = packet.duration;
    slot.stereo = packet.stereo;
    slot.length = packet.length;
    slot.bytes = withRoom(slot.bytes, packet.length);
    for (let i = 0; i < packet.length; i++) slot.bytes[i] = bytes[start + i] ?? 0;
    this.#count += 1;
    this.#end = Math.max(this.#end, sequence + 1);
    this.#endTimestamp = Math.max(this.#endTimestamp, packet.timestamp + packet.duration);
    return 'stored';
  }

  /** The earliest packet by sequence, or null. It stays in the buffer. */
  peek(): BufferedPacket | null {
    if (this.#count === 0) return null;
    for (let sequence = this.#first; sequence < this.#end; sequence++) {
      const slot = this.#slot(sequence);
      if (slot.held && slot.sequence === sequence) return slot;
    }
    return null;
  }

  /** Takes `packet` out, and refuses from now on everything that comes before it in sequence. */
  take(packet: BufferedPacket): void {
    this.#forgetBefore(packet.sequence + 1);
  }

  #forgetBefore(sequence: number): void {
    const end = Math.min(sequence, this.#end);
    for (let i = this.#first; i < end; i++) {
      const slot = this.#slot(i);
      if (!slot.held || slot.sequence !== i) continue;
      slot.held = false;
      this.#count -= 1;
    }
    this.#first = Math.max(this.#first, sequence);
  }

  #slot(sequence: number): BufferedPacket {
    const slot = this.#slots[sequence & SLOT_MASK];
    if (slot === undefined) throw new RangeError('sequence is not an integer');
    return slot;
  }
}

function emptySlot(): BufferedPacket {
  return {
    held: false,
    sequence: -1,
    timestamp: 0,
    duration: 0,
    stereo: false,
    length: 0,
    bytes: new Uint8Array(0),
  };
}

function withRoom(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length >= length) return bytes;
  const grains = Math.ceil(length / SLOT_GRAIN_BYTES);
  return new Uint8Array(Math.min(grains * SLOT_GRAIN_BYTES, OPUS_PACKET_MAX_BYTES));
}
