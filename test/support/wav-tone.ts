/** Writes a sine or a speaker to a WAV file that Chromium plays as its microphone, over and over, without a seam. */
import { writeFile } from 'node:fs/promises';
import { speechLevels } from './synthetic/speech-levels.ts';

const SAMPLE_RATE = 48_000;
const SECONDS = 10;
const SPEECH_SECONDS = 90;
const VOICE_HZ = 300;
const LEVEL_FRAMES = 960;
const HEADER_BYTES = 44;

/** 16-bit mono at 48 kHz. `frequencyHz` is a whole number so that ten seconds hold whole periods. `levelDb` is the amplitude in dBFS. */
export async function writeToneFile(path: string, frequencyHz: number, levelDb = -20): Promise<void> {
  const amplitude = 10 ** (levelDb / 20);
  await writeSoundFile(
    path,
    SECONDS,
    (frame) => amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / SAMPLE_RATE),
  );
}

/** One tone at the left and another at the right. */
export async function writeStereoFile(
  path: string,
  sides: readonly [number, number],
  levelDb: number,
): Promise<void> {
  const amplitude = 10 ** (levelDb / 20);
  const tone = (frequencyHz: number) => (frame: number) =>
    amplitude * Math.sin((2 * Math.PI * frequencyHz * frame) / SAMPLE_RATE);
  await writeSoundFile(path, SECONDS, tone(sides[0]), tone(sides[1]));
}

/** A voice of one tone that rises and falls as speech does, and repeats itself after 90 s only. */
export async function writeSpeechFile(path: string, seed: number): Promise<void> {
  const levels = speechLevels((SPEECH_SECONDS * SAMPLE_RATE) / LEVEL_FRAMES, seed);
  await writeSoundFile(path, SPEECH_SECONDS, (frame) => {
    const levelDb = levels[Math.floor(frame / LEVEL_FRAMES)] ?? -100;
    return 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * VOICE_HZ * frame) / SAMPLE_RATE);
  });
}

async function writeSoundFile(
  path: string,
  seconds: number,
  ...sides: readonly ((frame: number) => number)[]
): Promise<void> {
  const frames = SAMPLE_RATE * seconds;
  const frameBytes = 2 * sides.length;
  const bytes = Buffer.alloc(HEADER_BYTES + frames * frameBytes);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(sides.length, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE * frameBytes, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(frames * frameBytes, 40);
  for (let frame = 0; frame < frames; frame += 1) {
    for (const [side, sampleAt] of sides.entries()) {
      const at = HEADER_BYTES + frame * frameBytes + side * 2;
      bytes.writeInt16LE(Math.round(32_768 * sampleAt(frame)), at);
    }
  }
  await writeFile(path, bytes);
}
