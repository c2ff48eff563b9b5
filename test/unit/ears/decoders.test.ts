import { expect, test } from 'vitest';
import { findLag } from '../../../server/ears/find-lag.ts';
import { openMp3Sound } from '../../../server/ears/mp3-sound.ts';
import { openOpusSound } from '../../../server/ears/opus-sound.ts';
import { OggDemuxer } from '../../../server/icecast/ogg-demuxer.ts';
import { OggMuxer } from '../../../server/icecast/ogg-muxer.ts';
import { opusHead } from '../../../server/icecast/opus-headers.ts';
import { opusTone } from '../../support/synthetic/opus-tone.ts';
import { randomFrom, speechLevels } from '../../support/synthetic/speech-levels.ts';

test('an Opus tone is as loud as it was sent, and its headers are no sound', async () => {
  const decoder = await openOpusSound();
  expect(decoder.decode(opusHead()).decodedMs).toBe(0);
  const ogg = new OggMuxer(1);
  const demuxer = new OggDemuxer();
  const levels = opusTone(1000, -20).flatMap((frame) =>
    demuxer.push(ogg.packet(frame, 960)).flatMap((packet) => decoder.decode(packet).levelsDb),
  );
  expect(levels.length).toBeGreaterThan(40);
  for (const levelDb of levels.slice(10)) expect(Math.abs(levelDb + 20)).toBeLessThan(1);
  decoder.close();
});

test('noise that comes out of damaged MP3 frames has nothing of the program', async () => {
  const decoder = await openMp3Sound();
  const random = randomFrom(1);
  const levels: number[] = [];
  while (levels.length < 500) {
    const frame = Uint8Array.from({ length: 384 }, () => 256 * random());
    frame.set([0xff, 0xfb, 0x94, 0x00]);
    levels.push(...decoder.decode(frame).levelsDb);
  }
  decoder.close();
  const clamped = (all: readonly number[]) => Float32Array.from(all, (level) => Math.max(-60, level));
  const finding = findLag(clamped(levels.slice(0, 500)), clamped(speechLevels(2500, 3)));
  expect(finding.lag).toBeNull();
});

test('an MP3 frame without anything in it is silence', async () => {
  const decoder = await openMp3Sound();
  const frame = new Uint8Array(384);
  frame.set([0xff, 0xfb, 0x94, 0x00]);
  const levels = Array.from({ length: 10 }, () => decoder.decode(frame).levelsDb).flat();
  expect(levels.length).toBeGreaterThan(5);
  for (const levelDb of levels) expect(levelDb).toBe(-100);
  decoder.close();
});
