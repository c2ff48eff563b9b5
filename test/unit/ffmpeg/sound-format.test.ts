import { describe, expect, test } from 'vitest';
import { decodeArguments, statedSeconds } from '../../../server/ffmpeg/decode-arguments.ts';
import { soundFormat, statedBytes } from '../../../server/ffmpeg/sound-format.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the beginning of a file', () => {
  test.each([
    ['ID3\x04\0\0\0\0\0\0\0\0', 'mp3'],
    ['\xff\xfb\x90\x64\0\0\0\0\0\0\0\0', 'mp3'],
    ['\xff\xf3\x48\xc4\0\0\0\0\0\0\0\0', 'mp3'],
    ['RIFF\x24\x08\0\0WAVE', 'wav'],
    ['RF64\xff\xff\xff\xffWAVE', 'wav'],
    ['fLaC\0\0\0\x22\0\0\0\0', 'flac'],
    ['OggS\0\x02\0\0\0\0\0\0', 'ogg'],
    ['\0\0\0\x20ftypM4A ', 'mov'],
    ['RIFF\x24\x08\0\0AVI ', null],
    ['#EXTM3U\nhttp', null],
    ['ffconcat ver', null],
    ['<?xml versio', null],
    ['\xff\xff\xff\xff\xff\xff', null],
    ['\xff\xd8\xff\xe0\0\x10JFIF\0\x01', null],
    ['', null],
    ['R', null],
  ])('%j is %s', (start, format) => {
    expect(soundFormat(bytes(start))).toBe(format);
  });
});

describe('the length that a WAV file states', () => {
  test.each([
    ['RIFF\x24\x08\0\0WAVE', 0x824 + 8],
    ['RIFF\xff\xff\xff\xffWAVE', null],
    ['RIFF\0\0\0\0WAVE', null],
    ['RF64\xff\xff\xff\xffWAVE', null],
    ['RIFF', null],
  ])('of %j is %s', (start, length) => {
    expect(statedBytes(bytes(start))).toBe(length);
  });
});

test('ffmpeg is told the format, reads nothing but files, and stops at the limit', () => {
  const args = decodeArguments({ format: 'mp3', from: '/data/in', to: '/data/out', secondsMax: 61 });
  const after = (name: string) => args[args.indexOf(name) + 1];
  expect([after('-f'), after('-i'), after('-protocol_whitelist'), after('-t')]).toEqual([
    ...['mp3', 'file:/data/in', 'file', '61'],
  ]);
  expect(args.indexOf('-protocol_whitelist')).toBeLessThan(args.indexOf('-i'));
  expect(args.at(-1)).toBe('file:/data/out');
});

test.each([
  ['  Duration: 00:00:08.00, start: 0.000000, bitrate: 64 kb/s', 8],
  ['  Duration: 01:02:03.50, bitrate: 64 kb/s', 3723.5],
  ['  Duration: N/A, bitrate: N/A', null],
  ['    title           :   Duration: 00:00:08.00, ', null],
])('%j tells %s seconds', (line, seconds) => {
  expect(statedSeconds(line)).toBe(seconds);
});
