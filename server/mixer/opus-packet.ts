/** What an Opus packet says about itself in its first two bytes (RFC 6716, section 3.1). Decodes nothing. */

/** RFC 6716, section 3.2.5: a packet holds at most 120 ms. */
export const OPUS_PACKET_MAX_SAMPLES = 5760;

const SILK_FRAME_SAMPLES = [480, 960, 1920, 2880] as const;
const HYBRID_FRAME_SAMPLES = 480;
const CELT_FRAME_SAMPLES = 120;
const DTX_MAX_BYTES = 2;

/** Samples per side, at 48 kHz, of the packet in `bytes` from `start` to `end`; 0 when it cannot be an Opus packet. */
export function opusDuration(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0;
  const toc = bytes[start] ?? 0;
  const frames = frameCount(bytes, start, end);
  const samples = frames * frameSamples(toc >> 3);
  return samples <= OPUS_PACKET_MAX_SAMPLES ? samples : 0;
}

/** Whether the packet that begins with the byte `toc` is coded in stereo. */
export function opusIsStereo(toc: number): boolean {
  return (toc & 0x04) !== 0;
}

/** Whether a packet of that many bytes carries no audio: a sender with DTX has nothing to say (RFC 6716, section 3.1). */
export function opusIsDtx(bytes: number): boolean {
  return bytes <= DTX_MAX_BYTES;
}

function frameCount(bytes: Uint8Array, start: number, end: number): number {
  const toc = bytes[start] ?? 0;
  switch (toc & 0x03) {
    case 0:
      return 1;
    case 1:
      return (end - start) % 2 === 1 ? 2 : 0;
    case 2:
      return end - start > 1 ? 2 : 0;
    default:
      return end - start > 1 ? (bytes[start + 1] ?? 0) & 0x3f : 0;
  }
}

/** RFC 6716, table 2. */
function frameSamples(config: number): number {
  if (config < 12) return SILK_FRAME_SAMPLES[config & 3] ?? 0;
  if (config < 16) return HYBRID_FRAME_SAMPLES << (config & 1);
  return CELT_FRAME_SAMPLES << (config & 3);
}
