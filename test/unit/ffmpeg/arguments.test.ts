import { describe, expect, test } from 'vitest';
import { encoderArguments } from '../../../server/ffmpeg/arguments.ts';

describe('the encoder command line', () => {
  test('encodes to MP3 and Opus, each to its own pipe', () => {
    expect(encoderArguments(['mp3', 'opus'], 'nut')).toMatchInlineSnapshot(`
      [
        "-hide_banner",
        "-nostdin",
        "-nostats",
        "-loglevel",
        "warning",
        "-fflags",
        "nobuffer",
        "-analyzeduration",
        "0",
        "-probesize",
        "32",
        "-indexmem",
        "4096",
        "-f",
        "wav",
        "-ignore_length",
        "1",
        "-max_size",
        "7680",
        "-i",
        "pipe:0",
        "-map",
        "0:a",
        "-c:a",
        "libmp3lame",
        "-b:a",
        "128k",
        "-reservoir",
        "0",
        "-write_xing",
        "0",
        "-id3v2_version",
        "0",
        "-flush_packets",
        "1",
        "-f",
        "mp3",
        "pipe:3",
        "-map",
        "0:a",
        "-c:a",
        "libopus",
        "-b:a",
        "96k",
        "-frame_duration",
        "20",
        "-flush_packets",
        "1",
        "-write_index",
        "0",
        "-f",
        "nut",
        "pipe:4",
      ]
    `);
  });

  test('has one output only when there is one codec', () => {
    const line = encoderArguments(['opus'], 'ogg');
    expect(line).not.toContain('libmp3lame');
    expect(line.filter((part) => part === '-map')).toHaveLength(1);
    expect(line.join(' ')).toContain('-page_duration 20000 -f ogg');
    expect(line).not.toContain('-filter_complex');
  });
});
