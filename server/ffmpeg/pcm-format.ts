/** The one PCM format between the mixer and ffmpeg, and the header that announces it. Knows neither rooms nor mounts. */

export const PCM_RATE_HZ = 48_000;
export const PCM_CHANNELS = 2;
export const PCM_BYTES_PER_MS = (PCM_RATE_HZ / 1000) * PCM_CHANNELS * Float32Array.BYTES_PER_ELEMENT;

/** One tick of the bus: 20 ms. ffmpeg reads exactly this much at a time, so no tick waits for the next one. */
export const PCM_TICK_BYTES = 20 * PCM_BYTES_PER_MS;

const FORMAT_EXTENSIBLE = 0xfffe;
const FORMAT_CHUNK_BYTES = 40;
const SPEAKERS_LEFT_AND_RIGHT = 0x3;
/** KSDATAFORMAT_SUBTYPE_IEEE_FLOAT, in the byte order of a file. */
const SUBTYPE_FLOAT = Uint8Array.of(3, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113);

/**
 * The header of an endless WAV file of 32-bit float stereo PCM at 48 kHz (Microsoft RIFF, WAVEFORMATEXTENSIBLE). A data size of 0
 * means "until the end" to ffmpeg. WAV and not raw PCM because only its demuxer lets the packet size be chosen.
 */
export function endlessWavHeader(): Uint8Array {
  const header = Buffer.alloc(28 + FORMAT_CHUNK_BYTES);
  const frameBytes = PCM_CHANNELS * Float32Array.BYTES_PER_ELEMENT;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(FORMAT_CHUNK_BYTES, 16);
  header.writeUInt16LE(FORMAT_EXTENSIBLE, 20);
  header.writeUInt16LE(PCM_CHANNELS, 22);
  header.writeUInt32LE(PCM_RATE_HZ, 24);
  header.writeUInt32LE(PCM_RATE_HZ * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(32, 34);
  header.writeUInt16LE(22, 36);
  header.writeUInt16LE(32, 38);
  header.writeUInt32LE(SPEAKERS_LEFT_AND_RIGHT, 40);
  header.set(SUBTYPE_FLOAT, 44);
  header.write('data', 60, 'latin1');
  header.writeUInt32LE(0, 64);
  return header;
}
