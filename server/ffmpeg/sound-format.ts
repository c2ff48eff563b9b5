/** Tells by its first bytes what a sound file is, so that ffmpeg is told and never guesses: what it guesses may be a playlist of addresses. Pure. */

/** Names of ffmpeg's demuxers. */
export type SoundFormat = 'mp3' | 'wav' | 'flac' | 'ogg' | 'mov';

/** So many bytes are enough. */
export const SNIFF_BYTES = 12;

const RIFF_HEAD_BYTES = 8;
/** Who writes to a pipe puts a number near the largest one there. */
const RIFF_UNKNOWN_BYTES = 0x7fff_0000;

/** How long a RIFF file says it is, in bytes; null for other files, and for those that were written without knowing. */
export function statedBytes(start: Uint8Array): number | null {
  const header = Buffer.from(start);
  if (header.length < SNIFF_BYTES || header.toString('latin1', 0, 4) !== 'RIFF') return null;
  const size = header.readUInt32LE(4);
  return size === 0 || size >= RIFF_UNKNOWN_BYTES ? null : size + RIFF_HEAD_BYTES;
}

/** Null for anything else. MP3 without tags begins with a frame (ISO/IEC 11172-3, 2.4.2.3): eleven set bits, a layer, no reserved rate. */
export function soundFormat(start: Uint8Array): SoundFormat | null {
  const text = (from: number, to: number): string => String.fromCharCode(...start.subarray(from, to));
  if (text(0, 3) === 'ID3') return 'mp3';
  if (['RIFF', 'RF64'].includes(text(0, 4)) && text(8, 12) === 'WAVE') return 'wav';
  if (text(0, 4) === 'fLaC') return 'flac';
  if (text(0, 4) === 'OggS') return 'ogg';
  if (text(4, 8) === 'ftyp') return 'mov';
  const [first = 0, second = 0, third = 0] = start;
  const isFrame = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
  return isFrame && third >> 4 !== 0xf && third >> 4 !== 0 ? 'mp3' : null;
}
