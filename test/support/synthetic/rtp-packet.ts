/** RTP packets as tests write and read them (RFC 3550, section 5.1). An own reading, so that it can prove the server's wrong. */

const HEADER_BYTES = 12;

export type RtpPacket = {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly marker: boolean;
  readonly payload: Buffer;
};

export function writeRtp({ payloadType, sequence, timestamp, ssrc, marker, payload }: RtpPacket): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(0x80, 0);
  header.writeUInt8((marker ? 0x80 : 0) | payloadType, 1);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(timestamp, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}

/** The packet, or null for RTCP and everything else that shares the port (RFC 5761, section 4). */
export function readRtp(packet: Buffer): RtpPacket | null {
  if (packet.length < HEADER_BYTES || packet.readUInt8(0) >> 6 !== 2) return null;
  const second = packet.readUInt8(1);
  if (second >= 192 && second < 224) return null;
  const sourcesEnd = HEADER_BYTES + 4 * (packet.readUInt8(0) & 0x0f);
  const hasExtension = (packet.readUInt8(0) & 0x10) !== 0;
  const payloadAt = hasExtension ? sourcesEnd + 4 + 4 * packet.readUInt16BE(sourcesEnd + 2) : sourcesEnd;
  const hasPadding = (packet.readUInt8(0) & 0x20) !== 0;
  const paddingBytes = hasPadding ? packet.readUInt8(packet.length - 1) : 0;
  return {
    payloadType: second & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    marker: (second & 0x80) !== 0,
    payload: packet.subarray(payloadAt, packet.length - paddingBytes),
  };
}
