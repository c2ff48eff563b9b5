import { describe, expect, test } from 'vitest';
import { NutDemuxer } from '../../../server/ffmpeg/nut-demuxer.ts';
import { nutFrame, nutHeaders, nutSyncpoint } from '../../support/nut-writer.ts';

const packet = (mark: number, length = 240) => new Uint8Array(length).fill(mark);
const packets = [packet(1), packet(2, 1), packet(0x4e, 700), packet(4, 0), packet(5, 1275)];
const flow = Buffer.concat([
  nutHeaders(),
  ...packets.slice(0, 3).map((bytes) => nutFrame(bytes)),
  nutSyncpoint(),
  ...packets.slice(3).map((bytes) => nutFrame(bytes)),
]);

describe('the NUT demuxer', () => {
  test.each([1, 7, 240, 4096])('finds the packets in pieces of %i bytes', (size) => {
    const demuxer = new NutDemuxer();
    const found: Uint8Array[] = [];
    for (let at = 0; at < flow.length; at += size) found.push(...demuxer.push(flow.subarray(at, at + size)));
    expect(found).toEqual(packets);
  });

  test('gives a packet as soon as its last byte is there', () => {
    const demuxer = new NutDemuxer();
    demuxer.push(nutHeaders());
    const frame = nutFrame(packet(9));
    expect(demuxer.push(frame.subarray(0, frame.length - 1))).toEqual([]);
    expect(demuxer.push(frame.subarray(frame.length - 1))).toEqual([packet(9)]);
  });

  test('puts back a beginning that was left out', () => {
    const whole = Uint8Array.of(0xff, 0xfb, 1, 2, 3);
    const demuxer = new NutDemuxer();
    expect(demuxer.push(Buffer.concat([nutHeaders(), nutFrame(whole, { elided: true })]))).toEqual([whole]);
  });

  test('goes on with the next syncpoint after damage', () => {
    const demuxer = new NutDemuxer();
    const garbage = new Uint8Array(50).fill(0xfe);
    const damaged = [
      nutHeaders(),
      nutFrame(packet(1)),
      garbage,
      nutFrame(packet(2)),
      nutSyncpoint(),
      nutFrame(packet(3)),
    ];
    expect(damaged.flatMap((bytes) => demuxer.push(bytes))).toEqual([packet(1), packet(3)]);
  });

  test('believes nothing before the main header', () => {
    const demuxer = new NutDemuxer();
    expect(demuxer.push(Buffer.concat([nutSyncpoint(), nutFrame(packet(1))]))).toEqual([]);
    expect(demuxer.push(Buffer.concat([nutHeaders(), nutFrame(packet(2))]))).toEqual([packet(2)]);
  });

  test('forgets a torn packet when the encoder is replaced', () => {
    const demuxer = new NutDemuxer();
    demuxer.push(flow.subarray(0, flow.length - 5));
    demuxer.reset();
    expect(demuxer.push(flow)).toEqual(packets);
  });
});
