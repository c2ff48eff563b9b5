import { Decoder } from '@evan/opus';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RtpPacket, readRtp } from '../../support/synthetic/rtp-packet.ts';
import { SyntheticTalker, type TalkerOptions } from '../../support/synthetic/synthetic-talker.ts';

const MINUTE_MS = 60_000;
const PACKETS_PER_MINUTE = 3000;

/** What somebody sends within `durationMs`. */
const talk = (options: Omit<TalkerOptions, 'send'>, durationMs = MINUTE_MS) => {
  const packets: RtpPacket[] = [];
  const talker = new SyntheticTalker({
    seed: 1,
    ...options,
    send: (rtp) => {
      const packet = readRtp(rtp);
      if (packet !== null) packets.push(packet);
    },
  });
  talker.start();
  vi.advanceTimersByTime(durationMs);
  talker.stop();
  return { talker, packets };
};

const sequencesOf = (packets: readonly RtpPacket[]) => packets.map(({ sequence }) => sequence);

describe('a synthetic talker', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('sends fifty packets a second whose numbers and timestamps have no gap', () => {
    const { packets } = talk({});
    expect(packets.length).toBeGreaterThanOrEqual(PACKETS_PER_MINUTE);
    expect(packets.length).toBeLessThanOrEqual(PACKETS_PER_MINUTE + 1);
    for (const [index, packet] of packets.entries()) {
      const before = packets[index - 1];
      if (before === undefined) continue;
      expect(packet.sequence).toBe((before.sequence + 1) % 2 ** 16);
      expect(packet.timestamp).toBe((before.timestamp + 960) % 2 ** 32);
    }
    expect(packets.map(({ marker }) => marker).indexOf(true, 1)).toBe(-1);
  });

  test('sends the tone at the level it was asked for', () => {
    const { packets } = talk({ toneHz: 1000, levelDb: -20 }, 2000);
    const decoder = new Decoder({ channels: 1, sample_rate: 48_000 });
    const samples = packets.slice(50).flatMap(({ payload }) => {
      const pcm = decoder.decode(payload);
      return [...new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength / 2)];
    });
    const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
    expect(10 * Math.log10(power)).toBeCloseTo(-20, 0);
    const crossings = samples.filter((sample, at) => sample >= 0 && (samples[at - 1] ?? 0) < 0).length;
    expect((crossings * 48_000) / samples.length).toBeCloseTo(1000, -1);
  });

  test('runs fast or slow by the given parts per million', () => {
    const fast = talk({ clockPpm: 10_000 }).packets.length;
    const slow = talk({ clockPpm: -10_000 }).packets.length;
    expect(fast - PACKETS_PER_MINUTE).toBeCloseTo(30, -1);
    expect(slow - PACKETS_PER_MINUTE).toBeCloseTo(-30, -1);
  });

  test('loses the given share of its packets, the same ones for the same seed', () => {
    const first = talk({ lossRate: 0.1, seed: 7 });
    const second = talk({ lossRate: 0.1, seed: 7 });
    expect(first.packets.length / PACKETS_PER_MINUTE).toBeCloseTo(0.9, 1);
    expect(sequencesOf(second.packets)).toEqual(sequencesOf(first.packets));
  });

  test('jitter beyond one frame changes the order, and nothing gets lost by it', () => {
    const { packets, talker } = talk({ jitterMs: 60, seed: 3 });
    const sequences = sequencesOf(packets);
    expect(sequences).not.toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(packets.length);
    expect(talker.sent - packets.length).toBeLessThanOrEqual(4);
  });

  test('a cut leaves a hole as long as it lasted', () => {
    const packets: RtpPacket[] = [];
    const talker = new SyntheticTalker({
      seed: 1,
      send: (rtp) => packets.push(readRtp(rtp) ?? expect.fail('not RTP')),
    });
    talker.start();
    vi.advanceTimersByTime(990);
    talker.cut = true;
    vi.advanceTimersByTime(1000);
    talker.cut = false;
    vi.advanceTimersByTime(1000);
    talker.stop();
    const steps = packets.map(({ timestamp }, at) => timestamp - (packets[at - 1]?.timestamp ?? timestamp));
    expect(Math.max(...steps)).toBe(51 * 960);
  });

  test('a change of SSRC begins new numbers and marks the first packet', () => {
    const packets: RtpPacket[] = [];
    const talker = new SyntheticTalker({
      seed: 1,
      send: (rtp) => packets.push(readRtp(rtp) ?? expect.fail('not RTP')),
    });
    talker.start();
    const before = talker.ssrc;
    vi.advanceTimersByTime(100);
    const after = talker.changeSsrc();
    vi.advanceTimersByTime(100);
    talker.stop();
    expect(new Set(packets.map(({ ssrc }) => ssrc))).toEqual(new Set([before, after]));
    expect(packets.find(({ ssrc }) => ssrc === after)?.marker).toBe(true);
  });
});
