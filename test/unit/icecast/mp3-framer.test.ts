import { describe, expect, test } from 'vitest';
import { Mp3Framer } from '../../../server/icecast/mp3-framer.ts';

/** MPEG-1 Layer III, 128 kbit/s, 48 kHz, stereo: 384 bytes; the payload looks like sync words now and then. */
function frame(mark: number, header: readonly number[] = [0xff, 0xfb, 0x94, 0x00], length = 384): Uint8Array {
  const bytes = new Uint8Array(length).fill(mark);
  bytes.set(header);
  return bytes;
}

const three = [frame(1), frame(2), frame(3)];
const flow = Buffer.concat(three);

describe('the MP3 framer', () => {
  test.each([1, 7, 383, 384, 385, 4096])('finds the same frames in pieces of %i bytes', (size) => {
    const framer = new Mp3Framer();
    const frames: Uint8Array[] = [];
    for (let at = 0; at < flow.length; at += size) frames.push(...framer.push(flow.subarray(at, at + size)));
    expect(frames).toEqual(three);
  });

  test('waits for the end of a frame', () => {
    const framer = new Mp3Framer();
    expect(framer.push(flow.subarray(0, 384 + 200))).toEqual([frame(1)]);
    expect(framer.push(flow.subarray(384 + 200, 768))).toEqual([frame(2)]);
  });

  test('drops a torn frame when the encoder is replaced, so the flow stays aligned', () => {
    const framer = new Mp3Framer();
    const before = framer.push(flow.subarray(0, 384 + 200));
    framer.reset();
    const after = framer.push(Buffer.concat([frame(8), frame(9)]));
    expect([...before, ...after]).toEqual([frame(1), frame(8), frame(9)]);
  });

  test('finds the first whole frame of a listener who came in the middle', () => {
    const torn = frame(4, [0xff, 0xfb, 0x94, 0x00]).subarray(100);
    torn.set([0xff, 0xfb, 0x94], 50);
    expect(new Mp3Framer().push(Buffer.concat([torn, ...three]))).toEqual(three);
  });

  test.each([
    { name: '128 kbit/s at 44.1 kHz', header: [0xff, 0xfb, 0x90, 0], length: 417 },
    { name: '128 kbit/s at 44.1 kHz with padding', header: [0xff, 0xfb, 0x92, 0], length: 418 },
    { name: '320 kbit/s at 32 kHz with padding', header: [0xff, 0xfa, 0xea, 0], length: 1441 },
  ])('knows the length of a frame of $name', ({ header, length }) => {
    const one = frame(5, header, length);
    expect(new Mp3Framer().push(Buffer.concat([one, one]))).toEqual([one, one]);
  });

  test.each([
    { name: 'MPEG-2', header: [0xff, 0xf3, 0x94, 0] },
    { name: 'Layer II', header: [0xff, 0xfd, 0x94, 0] },
    { name: 'a free bitrate', header: [0xff, 0xfb, 0x04, 0] },
    { name: 'a forbidden bitrate', header: [0xff, 0xfb, 0xf4, 0] },
    { name: 'a reserved rate', header: [0xff, 0xfb, 0x9c, 0] },
  ])('takes $name for no frame', ({ header }) => {
    expect(new Mp3Framer().push(Buffer.concat([frame(1, header), frame(2, header)]))).toEqual([]);
  });
});
