import { describe, expect, test } from 'vitest';
import { type OggPage, readPage } from '../../../server/icecast/ogg-page.ts';
import { OpusFlow } from '../../../server/icecast/opus-flow.ts';
import { opusHead, opusTags } from '../../../server/icecast/opus-headers.ts';

const packet = (mark: number) => new Uint8Array(100).fill(mark);

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

const marks = (data: Uint8Array) => pages(data).map((page) => page.body[0]);

describe('an Opus flow', () => {
  test('begins with our headers and goes on with audio', () => {
    const flow = new OpusFlow({ title: 'Morning', serial: 5 });
    const [head, tags, ...rest] = pages(flow.begin());
    expect(head?.first).toBe(true);
    expect(head?.body).toEqual(new Uint8Array(opusHead()));
    expect(Buffer.from(tags?.body ?? []).toString()).toContain('TITLE=Morning');
    expect(rest).toEqual([]);
    expect(marks(flow.push([packet(1)]))).toEqual([1]);
  });

  test('counts on without a step', () => {
    const flow = new OpusFlow({ title: '', serial: 5 });
    flow.begin();
    const before = pages(flow.push([packet(1), packet(2)]));
    const after = pages(flow.push([packet(3)]));
    const all = [...before, ...after];
    expect(all.map((page) => page.granule)).toEqual([960, 1920, 2880]);
    expect(all.map((page) => page.sequence)).toEqual([2, 3, 4]);
    expect(new Set(all.map((page) => page.serial)).size).toBe(1);
  });

  test('carries a title in a new logical stream that repeats the last 80 ms', () => {
    const flow = new OpusFlow({ title: 'One', serial: 5 });
    flow.begin();
    flow.push([1, 2, 3, 4, 5, 6].map(packet));
    const [end, head, tags, ...again] = pages(flow.retitle('Zwei ☃'));
    expect(end).toMatchObject({ last: true, granule: 6 * 960 });
    expect(head).toMatchObject({ first: true, sequence: 0 });
    expect(head?.serial).not.toBe(end?.serial);
    expect(Buffer.from(head?.body ?? []).readUInt16LE(10)).toBe(3840);
    expect(Buffer.from(tags?.body ?? []).toString()).toContain('TITLE=Zwei ☃');
    expect(again.map((page) => page.body[0])).toEqual([3, 4, 5, 6]);
    expect(again.map((page) => page.granule)).toEqual([960, 1920, 2880, 3840]);
    expect(marks(flow.push([packet(7)]))).toEqual([7]);
  });

  test('gives a new connection its headers, the title of now, and something to converge on', () => {
    const flow = new OpusFlow({ title: 'One', serial: 5 });
    flow.begin();
    flow.push([1, 2, 3, 4, 5].map(packet));
    flow.retitle('Two');
    flow.push([packet(6)]);
    const [head, tags, ...again] = pages(flow.begin());
    expect(head?.first).toBe(true);
    expect(Buffer.from(tags?.body ?? []).toString()).toContain('TITLE=Two');
    expect(again.map((page) => page.body[0])).toEqual([3, 4, 5, 6]);
  });

  test('ends with a last page', () => {
    const flow = new OpusFlow({ title: '', serial: 5 });
    flow.begin();
    flow.push([packet(1)]);
    expect(pages(flow.end())).toMatchObject([{ last: true, granule: 960 }]);
  });
});

test('the tags are counted as Vorbis comments are', () => {
  const tags = Buffer.from(opusTags('ä'));
  expect(tags.toString('latin1', 0, 8)).toBe('OpusTags');
  const vendorLength = tags.readUInt32LE(8);
  expect(tags.readUInt32LE(12 + vendorLength)).toBe(1);
  expect(tags.readUInt32LE(16 + vendorLength)).toBe('TITLE='.length + 2);
  expect(tags).toHaveLength(20 + vendorLength + 8);
  expect(Buffer.from(opusTags('')).readUInt32LE(12 + vendorLength)).toBe(0);
});
