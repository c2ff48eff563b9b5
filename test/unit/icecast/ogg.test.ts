import { describe, expect, test } from 'vitest';
import { OggDemuxer } from '../../../server/icecast/ogg-demuxer.ts';
import { OggMuxer } from '../../../server/icecast/ogg-muxer.ts';
import { type OggPage, readPage, writePage } from '../../../server/icecast/ogg-page.ts';

function bytes(length: number, mark: number): Uint8Array {
  return new Uint8Array(length).fill(mark);
}

function pages(data: Uint8Array): OggPage[] {
  const found: OggPage[] = [];
  for (let at = 0; at < data.length; ) {
    const read = readPage(data, at);
    if (read === null || read === 'more') throw new Error(`No page at ${at}.`);
    found.push(read.page);
    at += read.length;
  }
  return found;
}

describe('an Ogg page', () => {
  const page: OggPage = {
    serial: 0xfedc_ba98,
    sequence: 7,
    granule: 48_000 * 86_400 * 30,
    continued: false,
    first: true,
    last: false,
    lacing: Uint8Array.of(255, 0, 3),
    body: bytes(258, 9),
  };

  test('comes back from its bytes', () => {
    const written = writePage(page);
    expect(readPage(written, 0)).toEqual({ page, length: written.length });
  });

  test('is refused when one bit is wrong', () => {
    for (const at of [5, 20, 40, 200]) {
      const damaged = writePage(page);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(readPage(damaged, 0)).toBeNull();
    }
  });

  test('is waited for until it is whole', () => {
    const written = writePage(page);
    for (const length of [0, 1, 26, 29, 30, written.length - 1]) {
      expect(readPage(written.subarray(0, length), 0)).toBe('more');
    }
  });
});

describe('the Ogg demuxer', () => {
  const muxer = new OggMuxer(1);
  const packets = [bytes(10, 1), bytes(255, 2), bytes(700, 3), bytes(0, 4), bytes(1275, 5)];
  const flow = Buffer.concat([
    muxer.begin([bytes(19, 0)]),
    ...packets.map((packet) => muxer.packet(packet, 960)),
  ]);

  test.each([1, 26, 100, 4096])('finds the packets in pieces of %i bytes', (size) => {
    const demuxer = new OggDemuxer();
    const found: Uint8Array[] = [];
    for (let at = 0; at < flow.length; at += size) found.push(...demuxer.push(flow.subarray(at, at + size)));
    expect(found).toEqual([bytes(19, 0), ...packets]);
  });

  test('joins a packet that goes over two pages', () => {
    const common = { serial: 3, granule: 0, first: false, last: false };
    const one = writePage({
      ...common,
      sequence: 0,
      continued: false,
      lacing: Uint8Array.of(2, 255),
      body: bytes(257, 1),
    });
    const two = writePage({
      ...common,
      sequence: 1,
      continued: true,
      lacing: Uint8Array.of(5, 1),
      body: bytes(6, 1),
    });
    expect(new OggDemuxer().push(Buffer.concat([one, two]))).toEqual([
      bytes(2, 1),
      bytes(260, 1),
      bytes(1, 1),
    ]);
    expect(new OggDemuxer().push(two)).toEqual([bytes(1, 1)]);
  });

  test('passes over damage and garbage and goes on with the next page', () => {
    const damaged = Buffer.from(flow);
    const second = damaged.indexOf('OggS', 10);
    damaged[second + 30] = 0x55;
    const found = new OggDemuxer().push(Buffer.concat([Buffer.from('OOggOggSxxxx'), damaged]));
    expect(found).toEqual([bytes(19, 0), ...packets.slice(1)]);
  });

  test('forgets a torn page when the encoder is replaced', () => {
    const demuxer = new OggDemuxer();
    demuxer.push(flow.subarray(0, flow.length - 5));
    demuxer.reset();
    expect(demuxer.push(flow)).toEqual([bytes(19, 0), ...packets]);
  });
});

describe('the Ogg muxer', () => {
  test('numbers pages, counts samples, and flags the first and the last page', () => {
    const muxer = new OggMuxer(41);
    const written = Buffer.concat([
      muxer.begin([bytes(19, 1), bytes(30, 2)]),
      muxer.packet(bytes(3, 3), 960),
      muxer.packet(bytes(3, 4), 960),
      muxer.end(),
    ]);
    expect(pages(written).map((p) => [p.serial, p.sequence, p.granule, p.first, p.last])).toEqual([
      [42, 0, 0, true, false],
      [42, 1, 0, false, false],
      [42, 2, 960, false, false],
      [42, 3, 1920, false, false],
      [42, 4, 1920, false, true],
    ]);
  });

  test('ends a logical stream once', () => {
    const muxer = new OggMuxer(1);
    expect(muxer.end()).toHaveLength(0);
    muxer.begin([bytes(1, 1)]);
    expect(muxer.end()).not.toHaveLength(0);
    expect(muxer.end()).toHaveLength(0);
  });

  test('refuses a packet that does not fit on a page', () => {
    expect(() => new OggMuxer(1).packet(bytes(255 * 255, 1), 960)).toThrow(RangeError);
  });
});
