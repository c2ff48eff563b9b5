/**
 * What a listener can have decoded, and from when on: the sound of a flow of bytes with, for each codec frame, the time at which its last
 * byte came. Decoders and players add their own time to it; nothing of them is in here.
 */
import { Decoder } from '@evan/opus';
import { Mp3Framer } from '../../server/icecast/mp3-framer.ts';
import { readPage } from '../../server/icecast/ogg-page.ts';
import { decode } from '../../test/support/decode.ts';
import type { TimedBytes } from './timed-bytes.ts';

export type HeardSound = {
  /** Mono at 48 kHz. */
  readonly samples: Float32Array;
  /** When sample number `index` could be decoded (`performance.now()`); Infinity outside. */
  readonly availableAtMs: (index: number) => number;
};

const MP3_FRAME_SAMPLES = 1152;
const OPUS_PACKET_SAMPLES = 960;

export async function heardMp3(bytes: TimedBytes): Promise<HeardSound> {
  const all = bytes.all();
  const ends: number[] = [];
  const frames = new Mp3Framer().push(all);
  let from = 0;
  for (const frame of frames) {
    from = all.indexOf(frame, from) + frame.length;
    ends.push(from - 1);
  }
  const times = bytes.timesAt(ends);
  const { samples } = await decode(Buffer.concat(frames));
  // A decoder that joins in the middle may leave out frames at the beginning, never at the end.
  const missing = frames.length - Math.round(samples.length / MP3_FRAME_SAMPLES);
  return {
    samples,
    availableAtMs: (index) =>
      times[missing + Math.floor(index / MP3_FRAME_SAMPLES)] ?? Number.POSITIVE_INFINITY,
  };
}

export function heardOpus(bytes: TimedBytes): HeardSound {
  const all = bytes.all();
  const packets: Uint8Array[] = [];
  const ends: number[] = [];
  for (let at = 0; at < all.length; ) {
    const read = readPage(all, at);
    if (read === 'more') break;
    if (read === null) {
      at += 1;
      continue;
    }
    at += read.length;
    for (const packet of audioPackets(read.page)) {
      packets.push(packet);
      ends.push(at - 1);
    }
  }
  const times = bytes.timesAt(ends);
  return {
    samples: decodeOpus(packets),
    availableAtMs: (index) => times[Math.floor(index / OPUS_PACKET_SAMPLES)] ?? Number.POSITIVE_INFINITY,
  };
}

type Page = { readonly lacing: Uint8Array; readonly body: Uint8Array };

/** The packets that lie wholly on a page, which is all of them at these bitrates; without headers (RFC 7845). */
function audioPackets({ lacing, body }: Page): readonly Uint8Array[] {
  const packets: Uint8Array[] = [];
  let [from, at] = [0, 0];
  for (const value of lacing) {
    at += value;
    if (value === 255) continue;
    packets.push(body.subarray(from, at));
    from = at;
  }
  return packets.filter(
    (packet) => !/^Opus(Head|Tags)/.test(Buffer.from(packet.subarray(0, 8)).toString('latin1')),
  );
}

/** Opus packets of 20 ms as mono at 48 kHz. */
export function decodeOpus(packets: readonly Uint8Array[]): Float32Array {
  const decoder = new Decoder({ channels: 2, sample_rate: 48_000 });
  const samples = new Float32Array(packets.length * OPUS_PACKET_SAMPLES);
  for (const [index, packet] of packets.entries()) {
    const pcm = decoder.decode(packet);
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const frames = Math.min(OPUS_PACKET_SAMPLES, pcm.byteLength / 4);
    for (let i = 0; i < frames; i += 1) {
      samples[index * OPUS_PACKET_SAMPLES + i] =
        (view.getInt16(4 * i, true) + view.getInt16(4 * i + 2, true)) / 65_536;
    }
  }
  return samples;
}
