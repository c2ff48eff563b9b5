import { describe, expect, it, vi } from 'vitest';
import { largestStep, longestGapMs, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';
import { OpusEncoder } from './opus-encoder.ts';
import { seededRandom } from './random.ts';
import { Rig } from './rig.ts';
import { PAYLOAD_TYPE, rtp, Sender, SSRC } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const SINE_STEP = sineStep(-20, RATE, 440);

describe('a source', () => {
  it('changes 50 times to another SSRC with random numbers, and nobody hears it', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const random = seededRandom(4);
    const sender = new Sender();
    const parts: Float32Array[] = [];
    let ssrc = SSRC;
    for (let n = 1; n <= 50; n++) {
      rig.send(sender, n * 200);
      parts.push(rig.hearUntil(n * 200 + 70));
      ssrc = Math.floor(random() * 2 ** 32);
      sender.rename(ssrc, Math.floor(random() * 2 ** 16), Math.floor(random() * 2 ** 32));
      rig.mixer.bindSource(id, { ssrc, payloadType: PAYLOAD_TYPE });
    }
    const heard = joined(parts);
    const steady = heard.subarray(RATE / 4);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    expect(longestGapMs(steady, RATE, -50)).toBeLessThan(1);
    expect(toneLevelDb(steady, RATE, 440)).toBeCloseTo(-20, 1);
    expect(rig.mixer.health().strips[id]?.concealedFrames).toBe(0);
  });

  it('moves to a new encoder, as after a change of device, with a dip at most', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender(), 1000);
    const before = rig.hearUntil(1070);
    rig.mixer.bindSource(id, { ssrc: 77, payloadType: PAYLOAD_TYPE });
    rig.send(new Sender({ ssrc: 77, startMs: 1000, sequence: 9, timestamp: 5 }), 2000);
    const heard = joined([before, rig.hearUntil(2000)]);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 2);
    expect(longestGapMs(heard.subarray(RATE / 4), RATE, -60)).toBeLessThan(15);
  });

  it('jumps by hours in its timestamps without silence being put in', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    const sender = new Sender();
    rig.send(sender, 1000);
    sender.rename(SSRC, 50_000, 3_000_000_000);
    rig.send(sender, 2000);
    sender.rename(SSRC, 100, 17);
    rig.send(sender, 3000);
    const heard = rig.hearUntil(3000);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    expect(longestGapMs(heard.subarray(RATE / 4), RATE, -50)).toBeLessThan(1);
  });

  it('goes silent when its sender sends nothing, and comes back at once, without a click', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const sender = new Sender();
    rig.send(sender, 1000);
    sender.pause(250);
    rig.send(sender, 7500);
    const heard = rig.hearUntil(7500);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    const gapMs = longestGapMs(heard.subarray(RATE / 4), RATE, -60);
    expect(gapMs).toBeGreaterThan(4850);
    expect(gapMs).toBeLessThan(5050);
    expect(rig.mixer.health().strips[id]?.concealedFrames).toBeLessThanOrEqual(5);
  });

  it('with DTX leaves silence between its rare packets, not a concealment without end', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const encoder = new OpusEncoder({ application: 'voip', bitrate: 24_000 });
    const tone = Float32Array.from({ length: 960 }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 500 * i) / RATE));
    for (let n = 0; n < 300; n++) {
      const talks = n < 50 || n >= 250;
      if (!talks && n % 20 !== 0) continue;
      const spoken = encoder.encode(tone);
      const payload = talks ? spoken : spoken.subarray(0, 1);
      const packet = { payloadType: PAYLOAD_TYPE, sequence: n, timestamp: n * 960, ssrc: SSRC, payload };
      rig.deliver(rtp(packet), n * 20 + 50);
    }
    const heard = rig.hearUntil(6000);
    expect(longestGapMs(heard.subarray(RATE / 2), RATE, -80)).toBeGreaterThan(3500);
    expect(largestStep(heard)).toBeLessThan(sineStep(-20, RATE, 500) * 1.5);
    expect(toneLevelDb(heard.subarray(5.3 * RATE), RATE, 500)).toBeCloseTo(-20, 0);
    expect(rig.mixer.health().strips[id]?.concealedFrames).toBeLessThan(80);
  });

  it('turns from mono to stereo in the middle of a word', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    const mono = new Sender();
    rig.send(mono, 1000);
    const stereo = new OpusEncoder({ channels: 2, bitrate: 128_000 });
    for (let n = 50; n < 200; n++) {
      const samples = new Float32Array(1920);
      for (let i = 0; i < 960; i++)
        samples[2 * i] = 0.1 * Math.sin((2 * Math.PI * 440 * (n * 960 + i)) / RATE);
      const packet = { payloadType: PAYLOAD_TYPE, sequence: 950 + n + 50, timestamp: 50_000 + n * 960 };
      rig.deliver(rtp({ ...packet, ssrc: SSRC, payload: stereo.encode(samples) }), (n + 1) * 20 + 70);
    }
    const program = rig.runUntil(4000);
    const [left, right] = [sideOf(program, 0), sideOf(program, 1)];
    expect(largestStep(left)).toBeLessThan(SINE_STEP * 1.5);
    expect(largestStep(right)).toBeLessThan(SINE_STEP * 1.5);
    expect(toneLevelDb(left.subarray(2 * RATE), RATE, 440)).toBeCloseTo(-20, 0);
    expect(toneLevelDb(right.subarray(2 * RATE), RATE, 440)).toBeLessThan(-45);
    expect(longestGapMs(left.subarray(RATE / 4), RATE, -60)).toBeLessThan(1);
  });

  it('plays out what is buffered when it is taken away', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    rig.send(new Sender(), 1000);
    const before = rig.hearUntil(1080);
    rig.mixer.bindSource(id, null);
    const heard = joined([before, rig.hearUntil(2000)]);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    expect(toneLevelDb(heard.subarray(0.9 * RATE, 1.0 * RATE), RATE, 440)).toBeCloseTo(-20, 1);
    expect(largestStep(heard.subarray(1.3 * RATE))).toBe(0);
  });
});

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((count, part) => count + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
