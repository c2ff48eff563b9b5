/** Reads the fixed header of an RTP packet (RFC 3550, section 5.1). Knows nothing of what the payload means. */

const VERSION = 2;
const FIXED_HEADER_BYTES = 12;
const CSRC_BYTES = 4;
const EXTENSION_HEADER_BYTES = 4;
const EXTENSION_WORD_BYTES = 4;

/** The fields of one packet. The payload is `packet.subarray(payloadStart, payloadEnd)` and may be empty. */
export type RtpFields = {
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payloadStart: number;
  payloadEnd: number;
};

/** Fields to be filled by `parseRtp`; one object serves any number of packets. */
export function emptyRtpFields(): RtpFields {
  return { payloadType: 0, sequence: 0, timestamp: 0, ssrc: 0, payloadStart: 0, payloadEnd: 0 };
}

/**
 * Fills `fields` from `packet` and returns true. Returns false, with `fields` undefined in content, when the version is
 * not 2 or when the CSRC list, the header extension or the padding do not fit into the packet. Never throws.
 */
export function parseRtp(packet: Uint8Array, fields: RtpFields): boolean {
  const size = packet.length;
  if (size < FIXED_HEADER_BYTES) return false;
  const first = byteAt(packet, 0);
  if (first >> 6 !== VERSION) return false;

  let start = FIXED_HEADER_BYTES + (first & 0x0f) * CSRC_BYTES;
  if ((first & 0x10) !== 0) {
    if (start + EXTENSION_HEADER_BYTES > size) return false;
    start += EXTENSION_HEADER_BYTES + uint16At(packet, start + 2) * EXTENSION_WORD_BYTES;
  }
  if (start > size) return false;

  let end = size;
  if ((first & 0x20) !== 0) {
    // The last byte counts the padding and itself, so zero is as wrong as more than there is.
    const padding = byteAt(packet, size - 1);
    if (padding === 0 || start + padding > size) return false;
    end -= padding;
  }

  fields.payloadType = byteAt(packet, 1) & 0x7f;
  fields.sequence = uint16At(packet, 2);
  fields.timestamp = uint32At(packet, 4);
  fields.ssrc = uint32At(packet, 8);
  fields.payloadStart = start;
  fields.payloadEnd = end;
  return true;
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function uint16At(bytes: Uint8Array, index: number): number {
  return (byteAt(bytes, index) << 8) | byteAt(bytes, index + 1);
}

function uint32At(bytes: Uint8Array, index: number): number {
  return uint16At(bytes, index) * 0x10000 + uint16At(bytes, index + 2);
}
