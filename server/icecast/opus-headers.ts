/** The two header packets of Ogg Opus (RFC 7845, section 5). Pure. */

/** 80 ms at 48 kHz: what a decoder needs to converge when it starts in the middle (RFC 7845, section 4.2). */
export const CONVERGENCE_SAMPLES = 3840;

const VENDOR = 'OpenStudio';
const INPUT_RATE_HZ = 48_000;

/** OpusHead for stereo: the decoder throws the first 80 ms away. */
export function opusHead(): Uint8Array {
  const packet = Buffer.alloc(19);
  packet.write('OpusHead', 0, 'latin1');
  packet.writeUInt8(1, 8);
  packet.writeUInt8(2, 9);
  packet.writeUInt16LE(CONVERGENCE_SAMPLES, 10);
  packet.writeUInt32LE(INPUT_RATE_HZ, 12);
  return packet;
}

/** OpusTags; an empty title is left out. */
export function opusTags(title: string): Uint8Array {
  const comments = title === '' ? [] : [`TITLE=${title}`];
  return Buffer.concat([
    Buffer.from('OpusTags', 'latin1'),
    counted(VENDOR),
    uint32(comments.length),
    ...comments.map(counted),
  ]);
}

/** Whether a packet is OpusHead or OpusTags, not audio. */
export function isOpusHeader(packet: Uint8Array): boolean {
  const magic = Buffer.from(packet.subarray(0, 8)).toString('latin1');
  return magic === 'OpusHead' || magic === 'OpusTags';
}

function counted(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
