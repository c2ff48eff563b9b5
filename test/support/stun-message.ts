/** STUN and TURN messages as bytes (RFC 8489, RFC 8656): built with and without a signature, and read again. Pure. */
import { createHash, createHmac } from 'node:crypto';
import { isIP } from 'node:net';

const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export const METHOD = { binding: 1, allocate: 3, refresh: 4, createPermission: 8, channelBind: 9 } as const;
export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;

export type StunAttribute = { readonly type: number; readonly value: Buffer };
export type StunMessage = {
  readonly method: number;
  readonly success: boolean;
  /** As in HTTP, or null for a success. */
  readonly errorCode: number | null;
  readonly attributes: readonly StunAttribute[];
  readonly transactionId: Buffer;
  readonly bytes: number;
};

/** How a request is signed: section 9.2.2 of RFC 8489, with MD5 as every TURN server knows it. */
export type Signature = {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: Buffer;
};

export function stunRequest(
  method: number,
  transactionId: Buffer,
  attributes: readonly StunAttribute[],
  signature?: Signature,
): Buffer {
  const all = signature === undefined ? attributes : [...attributes, ...signatureAttributes(signature)];
  const body = Buffer.concat(all.map(encodeAttribute));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(method, 0);
  header.writeUInt16BE(body.length + (signature === undefined ? 0 : INTEGRITY_BYTES), 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transactionId.copy(header, 8);
  if (signature === undefined) return Buffer.concat([header, body]);
  const { username, realm, password } = signature;
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  const value = createHmac('sha1', key).update(header).update(body).digest();
  return Buffer.concat([header, body, encodeAttribute({ type: ATTRIBUTE.messageIntegrity, value })]);
}

/** The first whole message in `bytes`, or null. */
export function readStunMessage(bytes: Buffer): StunMessage | null {
  if (bytes.length < HEADER_BYTES) return null;
  const length = HEADER_BYTES + bytes.readUInt16BE(2);
  if (bytes.length < length || bytes.readUInt32BE(4) !== MAGIC_COOKIE) return null;
  const attributes: StunAttribute[] = [];
  for (let at = HEADER_BYTES; at + 4 <= length; ) {
    const size = bytes.readUInt16BE(at + 2);
    attributes.push({ type: bytes.readUInt16BE(at), value: bytes.subarray(at + 4, at + 4 + size) });
    at += 4 + Math.ceil(size / 4) * 4;
  }
  const type = bytes.readUInt16BE(0);
  const error = attributes.find((attribute) => attribute.type === ATTRIBUTE.errorCode)?.value;
  return {
    // The class is in bits 4 and 8 (section 5).
    method: type & ~0x0110,
    success: (type & 0x0110) === 0x0100,
    errorCode: error === undefined ? null : error.readUInt8(2) * 100 + error.readUInt8(3),
    attributes,
    transactionId: bytes.subarray(8, HEADER_BYTES),
    bytes: length,
  };
}

/** An address masked as section 14.2 says. `ip` may also be an IPv4 address written as IPv6. */
export function xorAddress(ip: string, port: number, transactionId: Buffer): Buffer {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(MAGIC_COOKIE, 0);
  transactionId.copy(mask, 4);
  const isV6 = isIP(ip) === 6;
  const address = isV6 ? ipv6Bytes(ip) : Buffer.from(ip.split('.').map(Number));
  const head = Buffer.alloc(4);
  head.writeUInt8(isV6 ? 2 : 1, 1);
  head.writeUInt16BE(port ^ mask.readUInt16BE(0), 2);
  return Buffer.concat([head, Buffer.from(address.map((byte, index) => byte ^ mask.readUInt8(index)))]);
}

function ipv6Bytes(ip: string): Buffer {
  const [head = '', tail] = plainGroups(ip).split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return Buffer.from(
    [...before, ...zeros, ...after].flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    }),
  );
}

/** `::ffff:1.2.3.4` as `::ffff:102:304`. */
function plainGroups(ip: string): string {
  return ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
}

function signatureAttributes({ username, realm, nonce }: Signature): StunAttribute[] {
  return [
    { type: ATTRIBUTE.username, value: Buffer.from(username) },
    { type: ATTRIBUTE.realm, value: Buffer.from(realm) },
    { type: ATTRIBUTE.nonce, value: nonce },
  ];
}

function encodeAttribute({ type, value }: StunAttribute): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}
