import { describe, expect, it } from 'vitest';
import { opusDuration, opusIsStereo } from '../../../server/mixer/opus-packet.ts';
import { OpusEncoder } from './opus-encoder.ts';

/** A table of contents byte: configuration, stereo, how the frames are packed. */
function toc(config: number, code: number): number {
  return (config << 3) | code;
}

describe('opusDuration', () => {
  const good: [string, number[], samples: number][] = [
    ['10 ms of SILK', [toc(0, 0), 1], 480],
    ['60 ms of SILK', [toc(3, 0), 1], 2880],
    ['20 ms of hybrid', [toc(13, 0), 1], 960],
    ['2.5 ms of CELT', [toc(16, 0), 1], 120],
    ['20 ms of CELT', [toc(31, 0), 1], 960],
    ['two frames of one size', [toc(31, 1), 1, 1], 1920],
    ['two frames of two sizes', [toc(31, 2), 1, 1], 1920],
    ['48 frames of 2.5 ms', [toc(16, 3), 48, 1], 5760],
    ['two frames of 60 ms', [toc(3, 3), 2, 1], 5760],
    ['nothing but the first byte', [toc(31, 0)], 960],
  ];
  it.each(good)('tells %s', (_name, bytes, samples) => {
    expect(opusDuration(Uint8Array.of(7, 7, ...bytes), 2, 2 + bytes.length)).toBe(samples);
  });

  const bad: [string, number[]][] = [
    ['nothing', []],
    ['two equal frames in an even packet', [toc(31, 1), 1]],
    ['two frames without a length', [toc(31, 2)]],
    ['many frames without a number', [toc(31, 3)]],
    ['no frames', [toc(31, 3), 0, 1]],
    ['more than 120 ms', [toc(31, 3), 7, 1]],
    ['three frames of 60 ms', [toc(3, 3), 3, 1]],
  ];
  it.each(bad)('refuses %s', (_name, bytes) => {
    expect(opusDuration(Uint8Array.from(bytes), 0, bytes.length)).toBe(0);
  });

  it.each([2.5, 5, 10, 20, 40, 60])('agrees with libopus about packets of %s ms', (frameMs) => {
    for (const channels of [1, 2] as const) {
      const packet = new OpusEncoder({ channels }).encode(
        new Float32Array(frameMs * 48 * channels).fill(0.1),
      );
      expect(opusDuration(packet, 0, packet.length)).toBe(frameMs * 48);
    }
  });
});

describe('opusIsStereo', () => {
  it('reads the third bit from below', () => {
    expect(opusIsStereo(0xfc)).toBe(true);
    expect(opusIsStereo(0xf8)).toBe(false);
  });
});
