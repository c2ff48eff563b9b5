import { expect, test } from 'vitest';
import { endlessWavHeader, PCM_TICK_BYTES } from '../../../server/ffmpeg/pcm-format.ts';

test('the header announces endless stereo float at 48 kHz', () => {
  const header = Buffer.from(endlessWavHeader());
  expect(header).toHaveLength(68);
  expect(header.toString('latin1', 0, 4) + header.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect(header.readUInt16LE(22)).toBe(2);
  expect(header.readUInt32LE(24)).toBe(48_000);
  expect(header.readUInt32LE(28)).toBe(48_000 * 8);
  expect(header.readUInt16LE(34)).toBe(32);
  expect(header.toString('latin1', 60, 64)).toBe('data');
  expect(header.readUInt32LE(64)).toBe(0);
});

test('a tick is 960 stereo frames of float', () => {
  expect(PCM_TICK_BYTES).toBe(960 * 2 * 4);
});
