import { describe, expect, it, vi } from 'vitest';
import { largestStep, longestGapMs, sineStep, toneLevelDb } from '../../support/tone.ts';
import { Rig } from './rig.ts';
import { PAYLOAD_TYPE, rtp, Sender, SSRC } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;

/** 20 ms of digital silence as Opus. */
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);

describe('a sender whose clock is wrong', () => {
  it.each([300, -300])('is heard without a click at %s ppm', async (ppm) => {
    const rig = await Rig.create();
    const id = rig.strip('alice');
    const sender = new Sender({ ppm });
    let worstMs = 0;
    for (let second = 10; second <= 90; second += 10) {
      rig.send(sender, second * 1000, { jitterMs: 5, seed: second });
      const heard = rig.hearUntil(second * 1000).subarray(second === 10 ? RATE / 2 : 0);
      expect(largestStep(heard)).toBeLessThan(sineStep(-20, RATE, 440) * 1.05);
      expect(longestGapMs(heard, RATE, -60)).toBeLessThan(1);
      expect(toneLevelDb(heard.subarray(0, RATE / 2), RATE, 440)).toBeGreaterThan(-20.6);
      const health = rig.mixer.health().strips[id];
      worstMs = Math.max(worstMs, Math.abs((health?.depthMs ?? 999) - (health?.targetMs ?? 0)));
    }
    const health = rig.mixer.health().strips[id];
    expect(worstMs).toBeLessThan(20);
    expect(health).toMatchObject({ concealedFrames: 0, lateFrames: 0 });
    expect(Math.abs((health?.driftPpm ?? 0) - ppm)).toBeLessThan(20);
  });

  it.each([300, -300])(
    'neither fills nor empties its buffer in the pauses of ten minutes at %s ppm',
    async (ppm) => {
      const rig = await Rig.create();
      const id = rig.strip('alice');
      let worstMs = 0;
      let sent = 0;
      for (let minute = 1; minute <= 10; minute++) {
        for (; (sent * 20) / (1 + ppm / 1e6) < minute * 60_000; sent++) {
          const packet = { payloadType: PAYLOAD_TYPE, sequence: sent, timestamp: sent * 960, ssrc: SSRC };
          rig.deliver(rtp({ ...packet, payload: SILENCE }), (sent * 20) / (1 + ppm / 1e6) + 50);
        }
        rig.runUntil(minute * 60_000);
        worstMs = Math.max(worstMs, Math.abs((rig.mixer.health().strips[id]?.depthMs ?? 999) - 40));
      }
      expect(worstMs).toBeLessThan(40);
      expect(rig.mixer.health().strips[id]).toMatchObject({
        concealedFrames: 0,
        lateFrames: 0,
        driftPpm: ppm,
      });
    },
  );
});
