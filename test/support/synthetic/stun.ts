/** STUN binding requests of an ICE agent that talks to an ICE-lite server (RFC 8489, RFC 8445). */
import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const FINGERPRINT_XOR = 0x5354554e;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;

const ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const;

export type BindingCredentials = {
  readonly localUfrag: string;
  readonly remoteUfrag: string;
  readonly remotePassword: string;
};

/** A signed request that nominates its candidate pair at once. */
export function bindingRequest({ localUfrag, remoteUfrag, remotePassword }: BindingCredentials): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(0x6e7f00ff);
  const attributes = Buffer.concat([
    attribute(ATTRIBUTES.username, Buffer.from(`${remoteUfrag}:${localUfrag}`)),
    attribute(ATTRIBUTES.priority, priority),
    attribute(ATTRIBUTES.iceControlling, randomBytes(8)),
    attribute(ATTRIBUTES.useCandidate, Buffer.alloc(0)),
  ]);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);

  // Each checksum covers a header whose length already counts the attribute that carries it.
  header.writeUInt16BE(attributes.length + INTEGRITY_BYTES, 2);
  const integrity = createHmac('sha1', remotePassword).update(header).update(attributes).digest();
  const signed = Buffer.concat([attributes, attribute(ATTRIBUTES.messageIntegrity, integrity)]);
  header.writeUInt16BE(signed.length + FINGERPRINT_BYTES, 2);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(Buffer.concat([header, signed])) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([header, signed, attribute(ATTRIBUTES.fingerprint, fingerprint)]);
}

/** Whether `packet` is the success response to a binding request. */
export function isBindingSuccess(packet: Buffer): boolean {
  return packet.length >= HEADER_BYTES && packet.readUInt16BE(0) === BINDING_SUCCESS;
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}
