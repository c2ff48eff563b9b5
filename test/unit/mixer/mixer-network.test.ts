import { describe, expect, it, vi } from 'vitest';
import { largestStep, longestGapMs, sineStep, toneLevelDb } from '../../support/tone.ts';
import { type NetworkOptions, Rig } from './rig.ts';
import { Sender, type SenderOptions } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const TONE_HZ = 440;
const TONE_DB = -20;
const SINE_STEP = sineStep(TONE_DB, RATE, TONE_HZ);

/** One sender through a network, heard from `fromMs` on, when the start is over. */
async function hear(network: NetworkOptions, options: SenderOptions = {}, seconds = 8, fromMs = 500) {
  const rig = await Rig.create();
  const id = rig.strip('alice');
  rig.send(new Sender({ frequencyHz: TONE_HZ, levelDb: TONE_DB, ...options }), seconds * 1000, network);
  const heard = rig.hearUntil(seconds * 1000);
  const health = rig.mixer.health().strips[id];
  if (health === undefined) throw new Error('no strip');
  rig.mixer.close('test over');
  return { heard, steady: heard.subarray((fromMs * RATE) / 1000), health };
}

/** The lowest level of the tone in any tenth of a second. */
function weakestDb(samples: Float32Array): number {
  let weakest = 0;
  for (let i = 0; i + RATE / 10 <= samples.length; i += RATE / 10) {
    weakest = Math.min(weakest, toneLevelDb(samples.subarray(i, i + RATE / 10), RATE, TONE_HZ));
  }
  return weakest;
}

describe('a tone through the mixer', () => {
  it('comes out at its own level, on a perfect network', async () => {
    const { heard, steady, health } = await hear({});
    expect(weakestDb(steady)).toBeCloseTo(TONE_DB, 1);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.05);
    expect(health).toMatchObject({
      concealedFrames: 0,
      lateFrames: 0,
      depthMs: 40,
      targetMs: 40,
      driftPpm: 0,
    });
  });

  const formats: [string, SenderOptions][] = [
    ['2.5 ms', { frameMs: 2.5 }],
    ['5 ms', { frameMs: 5 }],
    ['10 ms', { frameMs: 10 }],
    ['40 ms', { frameMs: 40 }],
    ['60 ms', { frameMs: 60 }],
    ['120 ms', { frameMs: 120 }],
    ['10 ms of speech coding', { frameMs: 10, application: 'voip', bitrate: 20_000 }],
    ['20 ms of speech coding', { application: 'voip', bitrate: 20_000 }],
    ['60 ms of speech coding', { frameMs: 60, application: 'voip', bitrate: 20_000 }],
    ['20 ms in stereo', { channels: 2, bitrate: 128_000 }],
  ];
  it.each(formats)('is whole in packets of %s', async (_name, options) => {
    const { heard, steady, health } = await hear({}, options, 4);
    expect(weakestDb(steady)).toBeGreaterThan(TONE_DB - 0.3);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.15);
    expect(longestGapMs(steady, RATE, -50)).toBeLessThan(1);
    expect(health.concealedFrames).toBe(0);
  });

  it('does not notice that sequence numbers and timestamps wrap around', async () => {
    const { heard, steady, health } = await hear({}, { sequence: 65_480, timestamp: 2 ** 32 - 96_000 });
    expect(weakestDb(steady)).toBeCloseTo(TONE_DB, 1);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.05);
    expect(health.concealedFrames).toBe(0);
  });

  it('does not notice copies', async () => {
    const { heard, steady, health } = await hear({ duplicateShare: 0.4 });
    expect(weakestDb(steady)).toBeCloseTo(TONE_DB, 1);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.05);
    expect(health).toMatchObject({ concealedFrames: 0, lateFrames: 0, targetMs: 40 });
  });

  const losses: [string, NetworkOptions, weakestDb: number, gapMs: number][] = [
    ['1 % loss', { lossShare: 0.01 }, -24, 1],
    ['3 % loss', { lossShare: 0.03 }, -26, 1],
    ['10 % loss', { lossShare: 0.1 }, -32, 3],
    ['bursts of loss', { burst: { enter: 0.02, leave: 0.4 } }, -50, 60],
  ];
  it.each(losses)('goes on through %s', async (_name, network, weakest, gapMs) => {
    for (const seed of [1, 2, 3]) {
      const { steady, health } = await hear({ ...network, seed });
      expect(weakestDb(steady)).toBeGreaterThan(weakest);
      expect(longestGapMs(steady, RATE, -60)).toBeLessThan(gapMs);
      // Concealment by libopus itself makes up to 1.75 of the sine's step where it meets the next packet.
      expect(largestStep(steady)).toBeLessThan(SINE_STEP * 2);
      expect(health.concealedFrames).toBeGreaterThan(0);
    }
  });

  it('is whole again, within a few packets, on a network with +-60 ms of jitter and 5 % out of order', async () => {
    for (const seed of [1, 2, 3]) {
      const network = { jitterMs: 60, reorderShare: 0.05, delayMs: 100, seed };
      const { steady, health } = await hear(network, {}, 30, 8000);
      expect(weakestDb(steady)).toBeGreaterThan(TONE_DB - 1.5);
      expect(largestStep(steady)).toBeLessThan(SINE_STEP * 1.5);
      expect(longestGapMs(steady, RATE, -60)).toBeLessThan(1);
      expect(health.lateFrames).toBeLessThan(health.packets / 100);
      expect(health.targetMs).toBeLessThan(200);
    }
  });

  it('fades out within 100 ms when everything stops for a second, and is back with the first packet', async () => {
    const outage = { fromMs: 3000, toMs: 4000 };
    const { heard, health } = await hear({ outage });
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    const gapMs = longestGapMs(heard.subarray(RATE), RATE, -70);
    expect(gapMs).toBeGreaterThan(870);
    expect(gapMs).toBeLessThan(930);
    expect(weakestDb(heard.subarray(4.5 * RATE))).toBeCloseTo(TONE_DB, 1);
    expect(health.concealedFrames).toBeLessThanOrEqual(5);
    expect(health.targetMs).toBe(40);
  });

  it('plays all of it after the network held everything back for 300 ms, and returns to a short delay', async () => {
    const outage = { fromMs: 3000, toMs: 3300, held: true };
    const { heard, health } = await hear({ outage }, {}, 120);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.1);
    expect(longestGapMs(heard.subarray(RATE), RATE, -70)).toBeLessThan(250);
    expect(weakestDb(heard.subarray(5 * RATE))).toBeGreaterThan(TONE_DB - 0.6);
    expect(health.lateFrames).toBe(0);
    expect(health.depthMs).toBeLessThan(110);
  });

  it.each([
    ['does not blame the network for packets that waited because the mixer itself was busy', 60, 40],
    ['grows its delay for packets that the network held back', 0, 85],
  ])('%s', async (_name, waitedMaxMs, targetMs) => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const sender = new Sender({ frequencyHz: TONE_HZ, levelDb: TONE_DB });
    for (let packet = sender.next(); packet.sentMs < 3000; packet = sender.next()) {
      const late = packet.sentMs >= 2000 && packet.sentMs < 2060;
      rig.deliver(packet.bytes, late ? 2060 : packet.sentMs, late ? waitedMaxMs : 0);
    }
    rig.hearUntil(2900);
    expect(rig.mixer.health().strips[id]?.targetMs).toBe(targetMs);
    rig.mixer.close('test over');
  });

  it('drops the surplus when the network becomes 400 ms faster at a stroke', async () => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const sender = new Sender({ frequencyHz: TONE_HZ, levelDb: TONE_DB });
    rig.send(sender, 3000, { delayMs: 500, outage: { fromMs: 2600, toMs: 3100 } });
    rig.send(sender, 8000, { delayMs: 100 });
    const heard = rig.hearUntil(8000);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.2);
    expect(longestGapMs(heard.subarray(RATE), RATE, -60)).toBeLessThan(25);
    expect(rig.mixer.health().strips[id]?.depthMs).toBeLessThan(100);
    expect(weakestDb(heard.subarray(5 * RATE))).toBeCloseTo(TONE_DB, 0);
  });

  it('drops what is too old after the network held everything back for three seconds', async () => {
    const outage = { fromMs: 3000, toMs: 6000, held: true };
    const { heard, health } = await hear({ outage }, {}, 12);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.2);
    expect(longestGapMs(heard.subarray(6.6 * RATE), RATE, -70)).toBeLessThan(1);
    expect(health.depthMs).toBeLessThan(460);
  });
});
