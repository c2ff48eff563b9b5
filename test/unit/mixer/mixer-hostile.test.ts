import { describe, expect, it, vi } from 'vitest';
import { largestStep, sineStep, toneLevelDb } from '../../support/tone.ts';
import { seededRandom } from './random.ts';
import { Rig } from './rig.ts';
import { PAYLOAD_TYPE, rtp, Sender, SSRC } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;

describe('a hostile sender', () => {
  it('cannot disturb another strip, whatever bytes it sends', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    const enemy = rig.strip('mallory', 666);
    rig.mixer.putStrip(enemy, { on: false, muted: false, faderDb: 0, pan: 0 });
    rig.send(new Sender(), 8000);
    const random = seededRandom(8);
    for (let n = 0; n < 4000; n++) {
      const payload = Uint8Array.from({ length: Math.floor(random() * 300) }, () => random() * 256);
      const wild = random() < 0.3;
      const packet = {
        payloadType: PAYLOAD_TYPE,
        sequence: wild ? random() * 65_536 : n,
        timestamp: wild ? random() * 2 ** 32 : n * 480,
        ssrc: 666,
        payload,
      };
      const bytes = rtp(packet);
      if (random() < 0.1) bytes[0] = random() * 256;
      if (random() < 0.1) bytes[1] = random() * 256;
      rig.deliver(bytes.subarray(0, random() < 0.1 ? random() * bytes.length : bytes.length), n * 2);
    }
    const heard = rig.hearUntil(8000);
    expect(toneLevelDb(heard.subarray(RATE), RATE, 440)).toBeCloseTo(-20, 1);
    expect(largestStep(heard)).toBeLessThan(sineStep(-20, RATE, 440) * 1.05);
    const health = rig.mixer.health();
    expect(health.ignoredMalformed).toBeGreaterThan(100);
    expect(health.ignoredUnknown).toBeGreaterThan(100);
    expect(health.strips.mallory?.packets).toBeGreaterThan(100);
  });

  it('is heard again as soon as it sends Opus', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    const sender = new Sender();
    const random = seededRandom(9);
    for (let n = 0; n < 50; n++) {
      const payload = Uint8Array.from({ length: 40 }, () => random() * 256);
      payload[0] = 0xfb;
      payload[1] = 1;
      rig.deliver(sender.packet(payload), n * 20);
    }
    const good = new Sender({ sequence: 1050, timestamp: 50_000 + 50 * 960, startMs: 1000 });
    rig.send(good, 3000, { delayMs: 0 });
    const heard = rig.hearUntil(3000);
    expect(heard.every((sample) => Math.abs(sample) <= 1)).toBe(true);
    expect(toneLevelDb(heard.subarray(2 * RATE), RATE, 440)).toBeGreaterThan(-20.5);
  });

  it('loses single packets to corruption, not its voice', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    const sender = new Sender();
    const random = seededRandom(10);
    for (let n = 0; n < 400; n++) {
      const { bytes, sentMs } = sender.next();
      if (n % 20 === 19) for (let i = 12; i < bytes.length; i++) bytes[i] = random() * 256;
      rig.deliver(bytes, sentMs + 50);
    }
    const heard = rig.hearUntil(8000);
    expect(heard.every((sample) => Number.isFinite(sample) && Math.abs(sample) <= 1)).toBe(true);
    expect(toneLevelDb(heard.subarray(RATE), RATE, 440)).toBeGreaterThan(-22);
  });

  it('is not heard with another payload type or under an SSRC that nobody bound', async () => {
    const rig = await Rig.create();
    rig.strip('alice');
    rig.send(new Sender({ payloadType: 101 }), 1000);
    rig.send(new Sender({ ssrc: SSRC + 1 }), 1000);
    expect(largestStep(rig.hearUntil(1500))).toBe(0);
    expect(rig.mixer.health().ignoredUnknown).toBeGreaterThanOrEqual(98);
  });
});
