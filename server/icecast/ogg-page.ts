/** One Ogg page to and from bytes (RFC 3533, section 6). Pure. */

export type OggPage = {
  readonly serial: number;
  readonly sequence: number;
  /** Position after the last packet that ends on this page; -1 when none does. */
  readonly granule: number;
  /** The page begins with the rest of a packet of the page before. */
  readonly continued: boolean;
  readonly first: boolean;
  readonly last: boolean;
  /** The lacing values: 255 means that the packet goes on. */
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
};

export const PAGE_HEADER_BYTES = 27;
export const PAGE_MAX_BYTES = PAGE_HEADER_BYTES + 255 + 255 * 255;

const CAPTURE_PATTERN = 0x4f676753;
const CRC_AT = 22;
const FLAG_CONTINUED = 1;
const FLAG_FIRST = 2;
const FLAG_LAST = 4;

/** A page and its length in bytes, `more` when it is not complete yet, null when no page begins here. */
export function readPage(data: Uint8Array, at: number): { page: OggPage; length: number } | 'more' | null {
  const view = new DataView(data.buffer, data.byteOffset + at, data.length - at);
  if (view.byteLength < PAGE_HEADER_BYTES) return 'more';
  if (view.getUint32(0) !== CAPTURE_PATTERN || view.getUint8(4) !== 0) return null;
  const bodyAt = PAGE_HEADER_BYTES + view.getUint8(26);
  if (view.byteLength < bodyAt) return 'more';
  const lacing = new Uint8Array(data.subarray(at + PAGE_HEADER_BYTES, at + bodyAt));
  const length = bodyAt + lacing.reduce((sum, value) => sum + value, 0);
  if (view.byteLength < length) return 'more';
  const bytes = new Uint8Array(data.subarray(at, at + length));
  bytes.fill(0, CRC_AT, CRC_AT + 4);
  if (oggChecksum(bytes) !== view.getUint32(CRC_AT, true)) return null;
  const flags = view.getUint8(5);
  const page: OggPage = {
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    granule: Number(view.getBigInt64(6, true)),
    continued: (flags & FLAG_CONTINUED) !== 0,
    first: (flags & FLAG_FIRST) !== 0,
    last: (flags & FLAG_LAST) !== 0,
    lacing,
    body: bytes.subarray(bodyAt),
  };
  return { page, length };
}

/** The bytes of a page, checksum included. */
export function writePage(page: OggPage): Uint8Array {
  const bytes = new Uint8Array(PAGE_HEADER_BYTES + page.lacing.length + page.body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CAPTURE_PATTERN);
  const flags =
    (page.continued ? FLAG_CONTINUED : 0) | (page.first ? FLAG_FIRST : 0) | (page.last ? FLAG_LAST : 0);
  view.setUint8(5, flags);
  view.setBigInt64(6, BigInt(page.granule), true);
  view.setUint32(14, page.serial, true);
  view.setUint32(18, page.sequence, true);
  view.setUint8(26, page.lacing.length);
  bytes.set(page.lacing, PAGE_HEADER_BYTES);
  bytes.set(page.body, PAGE_HEADER_BYTES + page.lacing.length);
  view.setUint32(CRC_AT, oggChecksum(bytes), true);
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value >>> 0;
});

/** CRC-32 with the polynomial 0x04c11db7, neither reflected nor inverted; the checksum field counts as zero. */
function oggChecksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0);
  return crc >>> 0;
}
