import { expect, test } from 'vitest';
import { MP3_BITRATE_KBPS, OPUS_BITRATE_KBPS } from '../../../server/ffmpeg/arguments.ts';
import { mountFlow } from '../../../server/icecast/mount-flow.ts';
import { OggMuxer } from '../../../server/icecast/ogg-muxer.ts';
import { EncodedUnits } from '../../../server/live-path/encoded-units.ts';

const frame = (mark: number) => {
  const bytes = new Uint8Array(384).fill(mark);
  bytes.set([0xff, 0xfb, 0x94, 0x00]);
  return bytes;
};

test('the joint of two encoders falls between whole units', () => {
  const units = new EncodedUnits();
  const muxer = new OggMuxer(1);
  const page = (mark: number) => muxer.packet(new Uint8Array(100).fill(mark), 960);
  const mp3 = [...units.push('mp3', Buffer.concat([frame(1), frame(2), frame(3).subarray(0, 100)]))];
  const opus = [...units.push('opus', Buffer.concat([page(1), page(2).subarray(0, 50)]))];
  units.reset();
  mp3.push(...units.push('mp3', Buffer.concat([frame(4), frame(5)])));
  opus.push(...units.push('opus', page(6)));
  expect(mp3.map((unit) => unit[4])).toEqual([1, 2, 4, 5]);
  expect(opus.map((unit) => unit[0])).toEqual([1, 6]);
});

test('a mount announces the bitrate that the encoder makes', () => {
  expect(mountFlow('mp3', '').bitrateKbps).toBe(MP3_BITRATE_KBPS);
  expect(mountFlow('opus', '').bitrateKbps).toBe(OPUS_BITRATE_KBPS);
});
