import { expect, test } from 'vitest';
import { MP3_BITRATE_KBPS, OPUS_BITRATE_KBPS } from '../../../server/ffmpeg/arguments.ts';
import { createMountFlow } from '../../../server/icecast/create-mount-flow.ts';
import { OggMuxer } from '../../../server/icecast/ogg-muxer.ts';
import { opusHead, opusTags } from '../../../server/icecast/opus-headers.ts';
import { EncodedUnits } from '../../../server/live-path/encoded-units.ts';

const frame = (mark: number) => {
  const bytes = new Uint8Array(384).fill(mark);
  bytes.set([0xff, 0xfb, 0x94, 0x00]);
  return bytes;
};

const muxer = new OggMuxer(1);
const page = (mark: number) => muxer.packet(new Uint8Array(100).fill(mark), 960);
const headers = () => muxer.begin([opusHead(), opusTags('')]);

test('the joint of two encoders falls between whole MP3 frames', () => {
  const units = new EncodedUnits();
  const before = units.push('mp3', Buffer.concat([frame(1), frame(2), frame(3).subarray(0, 100)]));
  units.reset();
  const after = units.push('mp3', Buffer.concat([frame(4), frame(5)]));
  expect([...before, ...after].map((unit) => unit[4])).toEqual([1, 2, 4, 5]);
});

test('the joint of two encoders falls between whole Opus packets, without headers and the first packet of the second', () => {
  const units = new EncodedUnits();
  const before = units.push('opus', Buffer.concat([headers(), page(1), page(2), page(3).subarray(0, 50)]));
  units.reset();
  const after = [headers(), page(4), page(5), page(6)].flatMap((bytes) => units.push('opus', bytes));
  expect([...before, ...after].map((unit) => unit[0])).toEqual([1, 2, 5, 6]);
});

test('a mount announces the bitrate that the encoder makes', () => {
  expect(createMountFlow('mp3', '').bitrateKbps).toBe(MP3_BITRATE_KBPS);
  expect(createMountFlow('opus', '').bitrateKbps).toBe(OPUS_BITRATE_KBPS);
});
