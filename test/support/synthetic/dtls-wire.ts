/** Bytes of DTLS 1.2: records, handshake messages and the pseudo-random function (RFC 6347, RFC 5246). Pure. */
import { createHmac } from 'node:crypto';

export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22 } as const;

export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

const VERSION_DTLS_1_2 = 0xfefd;
const RECORD_HEADER_BYTES = 13;
const HANDSHAKE_HEADER_BYTES = 12;

export type DtlsRecord = {
  readonly type: number;
  readonly epoch: number;
  /** Epoch and sequence number as they stand in the record: 8 bytes. */
  readonly sequence: Buffer;
  readonly payload: Buffer;
};

export type HandshakeFragment = {
  readonly type: number;
  readonly length: number;
  readonly messageSequence: number;
  readonly offset: number;
  readonly body: Buffer;
};

export function record(type: number, sequence: Buffer, payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([type]),
    uint16(VERSION_DTLS_1_2),
    sequence,
    uint16(payload.length),
    payload,
  ]);
}

export function recordSequence(epoch: number, number: number): Buffer {
  return Buffer.concat([uint16(epoch), Buffer.from([0, 0]), uint32(number)]);
}

/** The records of one datagram; what is cut off at its end is left out. */
export function parseRecords(datagram: Buffer): DtlsRecord[] {
  const records: DtlsRecord[] = [];
  let at = 0;
  while (at + RECORD_HEADER_BYTES <= datagram.length) {
    const length = datagram.readUInt16BE(at + 11);
    const end = at + RECORD_HEADER_BYTES + length;
    if (end > datagram.length) break;
    records.push({
      type: datagram.readUInt8(at),
      epoch: datagram.readUInt16BE(at + 3),
      sequence: datagram.subarray(at + 3, at + 11),
      payload: datagram.subarray(at + RECORD_HEADER_BYTES, end),
    });
    at = end;
  }
  return records;
}

/** A whole message in one fragment, which is also the form that the transcript hash is made of. */
export function handshakeMessage(type: number, messageSequence: number, body: Buffer): Buffer {
  const length = uint24(body.length);
  return Buffer.concat([Buffer.from([type]), length, uint16(messageSequence), uint24(0), length, body]);
}

export function parseFragments(payload: Buffer): HandshakeFragment[] {
  const fragments: HandshakeFragment[] = [];
  let at = 0;
  while (at + HANDSHAKE_HEADER_BYTES <= payload.length) {
    const bodyAt = at + HANDSHAKE_HEADER_BYTES;
    const end = bodyAt + payload.readUIntBE(at + 9, 3);
    if (end > payload.length) break;
    fragments.push({
      type: payload.readUInt8(at),
      length: payload.readUIntBE(at + 1, 3),
      messageSequence: payload.readUInt16BE(at + 4),
      offset: payload.readUIntBE(at + 6, 3),
      body: payload.subarray(bodyAt, end),
    });
    at = end;
  }
  return fragments;
}

/** The PRF of TLS 1.2 with SHA-256 (RFC 5246, section 5). */
export function prf(secret: Buffer, label: string, seed: Buffer, bytes: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (...parts: readonly Buffer[]) =>
    createHmac('sha256', secret).update(Buffer.concat(parts)).digest();
  const output: Buffer[] = [];
  let chain = labelled;
  for (let made = 0; made < bytes; made += 32) {
    chain = hmac(chain);
    output.push(hmac(chain, labelled));
  }
  return Buffer.concat(output).subarray(0, bytes);
}

/** `content` behind its length in `lengthBytes` bytes. */
export function vector(lengthBytes: 1 | 2 | 3, ...content: readonly Buffer[]): Buffer {
  const joined = Buffer.concat(content);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(joined.length, 0, lengthBytes);
  return Buffer.concat([length, joined]);
}

export function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function uint24(value: number): Buffer {
  const buffer = Buffer.alloc(3);
  buffer.writeUIntBE(value, 0, 3);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
