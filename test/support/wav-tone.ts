/** Writes a sine to a WAV file that Chromium plays as its microphone, over and over, without a seam. */
import { writeFile } from 'node:fs/promises';

const SAMPLE_RATE = 48_000;
const SECONDS = 10;
const HEADER_BYTES = 44;

/** 16-bit mono at 48 kHz. `frequencyHz` is a whole number so that ten seconds hold whole periods. `levelDb` is the amplitude in dBFS. */
export async function writeToneFile(path: string, frequencyHz: number, levelDb = -20): Promise<void> {
  const frames = SAMPLE_RATE * SECONDS;
  const amplitude = 32_768 * 10 ** (levelDb / 20);
  const bytes = Buffer.alloc(HEADER_BYTES + frames * 2);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(frames * 2, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    const sample = amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / SAMPLE_RATE);
    bytes.writeInt16LE(Math.round(sample), HEADER_BYTES + frame * 2);
  }
  await writeFile(path, bytes);
}
