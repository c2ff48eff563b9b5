import { expect, test } from 'vitest';
import { MP3_BITRATE_KBPS, OPUS_BITRATE_KBPS } from '../../../server/ffmpeg/arguments.ts';
import { createMountFlow } from '../../../server/icecast/create-mount-flow.ts';
import { EncodedUnits } from '../../../server/live-path/encoded-units.ts';
import { nutFrame, nutHeaders } from '../../support/nut-writer.ts';

const frame = (mark: number) => {
  const bytes = new Uint8Array(384).fill(mark);
  bytes.set([0xff, 0xfb, 0x94, 0x00]);
  return bytes;
};

const packet = (mark: number) => nutFrame(new Uint8Array(100).fill(mark));

test('the joint of two encoders falls between whole MP3 frames', () => {
  const units = new EncodedUnits();
  const before = units.push('mp3', Buffer.concat([frame(1), frame(2), frame(3).subarray(0, 100)]));
  units.reset();
  const after = units.push('mp3', Buffer.concat([frame(4), frame(5)]));
  expect([...before, ...after].map((unit) => unit[4])).toEqual([1, 2, 4, 5]);
});

test('the joint of two encoders falls between whole Opus packets, without the first one of the second', () => {
  const units = new EncodedUnits();
  const before = units.push(
    'opus',
    Buffer.concat([nutHeaders(), packet(1), packet(2), packet(3).subarray(0, 50)]),
  );
  units.reset();
  const after = [nutHeaders(), packet(4), packet(5), packet(6)].flatMap((bytes) => units.push('opus', bytes));
  expect([...before, ...after].map((unit) => unit[0])).toEqual([1, 2, 5, 6]);
});

test('a mount announces the bitrate that the encoder makes', () => {
  expect(createMountFlow('mp3', '').bitrateKbps).toBe(MP3_BITRATE_KBPS);
  expect(createMountFlow('opus', '').bitrateKbps).toBe(OPUS_BITRATE_KBPS);
});
