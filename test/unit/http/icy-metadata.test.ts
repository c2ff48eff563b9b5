import { describe, expect, it } from 'vitest';
import { ICY_INTERVAL_BYTES, IcyInterleaver, icyBlock } from '../../../server/http/icy-metadata.ts';

const textOf = (block: Buffer) => block.subarray(1).toString('utf8').replace(/\0+$/, '');

describe('a metadata block', () => {
  it.each([
    ['News', "StreamTitle='News';"],
    ['', "StreamTitle='';"],
    ["It's Tom's", "StreamTitle='It's Tom's';"],
    ["A';StreamUrl='http://evil", "StreamTitle='A’;StreamUrl='http://evil';"],
    ['Über – 北京', "StreamTitle='Über – 北京';"],
    ['a\r\nb\u0000c', "StreamTitle='abc';"],
  ])('of %j is %j', (title, text) => {
    const block = icyBlock(title);
    expect(textOf(block)).toBe(text);
    expect(block.length).toBe(1 + block.readUInt8(0) * 16);
  });

  it('is never longer than its length byte can say', () => {
    const block = icyBlock('x'.repeat(100_000));
    expect(block.readUInt8(0)).toBe(255);
    expect(block.length).toBe(1 + 255 * 16);
  });
});

/** Takes the blocks out again, as a player does. */
function unweave(bytes: Buffer): { audio: Buffer; titles: string[] } {
  const audio: Buffer[] = [];
  const titles: string[] = [];
  let at = 0;
  while (at + ICY_INTERVAL_BYTES < bytes.length) {
    audio.push(bytes.subarray(at, at + ICY_INTERVAL_BYTES));
    at += ICY_INTERVAL_BYTES;
    const length = bytes.readUInt8(at) * 16;
    titles.push(textOf(bytes.subarray(at, at + 1 + length)));
    at += 1 + length;
  }
  audio.push(bytes.subarray(at));
  return { audio: Buffer.concat(audio), titles };
}

describe.each([1, 7, 399, 1400, 16_000, 16_001, 50_000])('in pieces of %d bytes', (size) => {
  it('the audio is the same and each title comes once', () => {
    const audio = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
    const interleaver = new IcyInterleaver();
    const woven: Buffer[] = [];
    for (let at = 0; at < audio.length; at += size) {
      woven.push(interleaver.weave(audio.subarray(at, at + size), at < 40_000 ? 'One' : 'Two'));
    }
    const found = unweave(Buffer.concat(woven));
    expect(found.audio.equals(audio)).toBe(true);
    expect(found.titles).toHaveLength(6);
    const told = found.titles.filter((title) => title !== '');
    expect(told).toEqual(["StreamTitle='One';", "StreamTitle='Two';"]);
  });
});
