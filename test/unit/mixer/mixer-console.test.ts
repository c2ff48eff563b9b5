import { describe, expect, it, vi } from 'vitest';
import { stripId } from '#protocol/ids.ts';
import { STRIPS_MAX } from '../../../server/mixer/mixer.ts';
import { largestStep, longestGapMs, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';
import { OPEN, Rig } from './rig.ts';
import { PAYLOAD_TYPE, Sender, SSRC } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const SINE_STEP = sineStep(-20, RATE, 440);

/** What a ramp of 20 ms adds to the steps of a tone at -20 dBFS. */
const RAMP_STEP = 0.1 / 900;

async function talking(seconds: number) {
  const rig = await Rig.create();
  const id = rig.strip('alice');
  rig.send(new Sender(), seconds * 1000);
  return { rig, id };
}

describe('a strip', () => {
  it('passes a tone at -20 dBFS to both sides at -20 dBFS with its fader at 0 dB and its pan in the middle', async () => {
    const { rig } = await talking(2);
    const program = rig.runUntil(2000);
    for (const side of [0, 1]) {
      expect(toneLevelDb(sideOf(program, side).subarray(RATE), RATE, 440)).toBeCloseTo(-20, 1);
    }
  });

  it('lowers the tone by exactly what its fader says', async () => {
    for (const faderDb of [10, -6, -20, -40]) {
      const { rig, id } = await talking(2);
      rig.mixer.putStrip(id, { ...OPEN, faderDb });
      const heard = rig.hearUntil(2000);
      expect(Math.abs(toneLevelDb(heard.subarray(RATE), RATE, 440) - (-20 + faderDb))).toBeLessThan(0.2);
    }
  });

  it('is silent at the bottom of its fader, muted, or off', async () => {
    for (const change of [{ faderDb: -60 }, { muted: true }, { on: false }]) {
      const { rig, id } = await talking(2);
      rig.mixer.putStrip(id, { ...OPEN, ...change });
      expect(largestStep(rig.hearUntil(2000).subarray(RATE))).toBe(0);
    }
  });

  it.each([
    [-1, -17, -150],
    [1, -150, -17],
    [0.5, -25.3, -17.7],
  ])('lies at pan %s', async (pan, leftDb, rightDb) => {
    const { rig, id } = await talking(2);
    rig.mixer.putStrip(id, { ...OPEN, pan });
    const program = rig.runUntil(2000);
    const levels = [0, 1].map((side) => toneLevelDb(sideOf(program, side).subarray(RATE), RATE, 440));
    expect(Math.max(-150, levels[0] ?? 0)).toBeCloseTo(leftDb, 0);
    expect(Math.max(-150, levels[1] ?? 0)).toBeCloseTo(rightDb, 0);
  });

  it('does not click when it is switched and muted again and again', async () => {
    const { rig, id } = await talking(6);
    const heard = rig.hearUntil(6000, (nowMs) => {
      const turn = Math.floor(nowMs / 100);
      rig.mixer.putStrip(id, { ...OPEN, on: turn % 2 === 0, muted: turn % 3 === 0 });
    });
    expect(largestStep(heard)).toBeLessThan(SINE_STEP + RAMP_STEP);
  });

  it('makes no zipper noise when its fader moves 50 times a second', async () => {
    const { rig, id } = await talking(6);
    const heard = rig.hearUntil(6000, (nowMs) => {
      const faderDb = -20 + 20 * Math.sin(nowMs / 300);
      rig.mixer.putStrip(id, { ...OPEN, faderDb, pan: Math.sin(nowMs / 500) });
    });
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * Math.SQRT2 + 3 * RAMP_STEP);
    expect(toneLevelDb(heard.subarray(RATE), RATE, 3000)).toBeLessThan(-90);
  });

  it('meters before fader and buttons, so that a host sees a guest who is not on air', async () => {
    const { rig, id } = await talking(3);
    rig.mixer.putStrip(id, { ...OPEN, on: false });
    rig.runUntil(1000);
    rig.mixer.takeLevels();
    rig.runUntil(2000);
    const levels = rig.mixer.takeLevels();
    expect(levels.strips[id]?.peakDb).toBeCloseTo(-20, 0);
    expect(levels.strips[id]?.rmsDb).toBeCloseTo(-23, 0);
    expect(levels.program).toEqual({ peakDb: [-100, -100], rmsDb: -100 });
    rig.mixer.putStrip(id, { ...OPEN, pan: -1 });
    rig.runUntil(2020);
    rig.mixer.takeLevels();
    rig.runUntil(2500);
    const { program } = rig.mixer.takeLevels();
    expect(program.peakDb[0]).toBeCloseTo(-17, 0);
    expect(program.peakDb[1]).toBe(-100);
    expect(program.rmsDb).toBeCloseTo(-23, 0);
  });
});

describe('the console', () => {
  it('lets 20 others come and go without the talker noticing', async () => {
    const { rig } = await talking(10);
    const others = Array.from({ length: 20 }, (_, n) => ({
      id: stripId.parse(`guest-${n}`),
      ssrc: 1000 + n,
    }));
    const sender = new Sender({ ssrc: 1000, frequencyHz: 1000, levelDb: -30 });
    for (const { ssrc } of others) {
      sender.rename(ssrc, 1, 1);
      rig.send(sender, (ssrc - 1000) * 400 + 400);
    }
    const heard = rig.hearUntil(10_000, (nowMs) => {
      for (const [n, { id, ssrc }] of others.entries()) {
        if (nowMs === n * 400) rig.mixer.putStrip(id, OPEN);
        if (nowMs === n * 400) rig.mixer.bindSource(id, { ssrc, payloadType: PAYLOAD_TYPE });
        if (nowMs === n * 400 + 300) rig.mixer.dropStrip(id);
      }
    });
    const steady = heard.subarray(RATE / 2);
    expect(toneLevelDb(steady, RATE, 440)).toBeCloseTo(-20, 1);
    expect(longestGapMs(steady, RATE, -60)).toBeLessThan(2);
    expect(largestStep(heard)).toBeLessThan((SINE_STEP + sineStep(-30, RATE, 1000)) * 1.1);
    expect(Object.keys(rig.mixer.health().strips)).toEqual(['alice']);
  });

  it('fades a dropped strip within 200 ms while it plays on, then forgets it', async () => {
    const { rig, id } = await talking(3);
    const before = rig.hearUntil(1500);
    rig.mixer.dropStrip(id);
    const after = rig.hearUntil(2500);
    expect(largestStep(after)).toBeLessThan(SINE_STEP * 1.05);
    expect(Math.abs((after[0] ?? 0) - (before.at(-1) ?? 0))).toBeLessThan(SINE_STEP * 1.05);
    expect(toneLevelDb(after.subarray(0, 960), RATE, 440)).toBeGreaterThan(-23);
    expect(largestStep(after.subarray(0.2 * RATE))).toBe(0);
    expect(rig.mixer.takeLevels().strips).toEqual({});
  });

  it('can put a strip back under its old name while the old one still fades', async () => {
    const { rig, id } = await talking(3);
    rig.runUntil(1500);
    rig.mixer.dropStrip(id);
    rig.strip('alice');
    const heard = rig.hearUntil(3000);
    expect(largestStep(heard)).toBeLessThan(SINE_STEP * 1.6);
    expect(toneLevelDb(heard.subarray(RATE), RATE, 440)).toBeCloseTo(-20, 1);
  });

  it('sums what is open and stays free of it when it closes', async () => {
    const { rig, id } = await talking(4);
    const guest = rig.strip('bob', 5);
    rig.send(new Sender({ ssrc: 5, frequencyHz: 1000, levelDb: -10 }), 4000);
    const both = rig.hearUntil(2000).subarray(RATE);
    rig.mixer.putStrip(guest, { ...OPEN, on: false });
    const one = rig.hearUntil(4000).subarray(RATE);
    expect(toneLevelDb(both, RATE, 440)).toBeCloseTo(-20, 1);
    expect(toneLevelDb(both, RATE, 1000)).toBeCloseTo(-10, 1);
    expect(toneLevelDb(one, RATE, 440)).toBeCloseTo(-20, 1);
    expect(toneLevelDb(one, RATE, 1000)).toBeLessThan(-90);
    rig.mixer.dropStrip(id);
  });

  it('moves an SSRC over when it is bound to another strip', async () => {
    const { rig, id } = await talking(3);
    rig.runUntil(1000);
    const other = rig.strip('bob', SSRC);
    rig.runUntil(2000);
    rig.mixer.takeLevels();
    rig.runUntil(2500);
    const levels = rig.mixer.takeLevels();
    expect(levels.strips[id]?.peakDb).toBe(-100);
    expect(levels.strips[other]?.peakDb).toBeCloseTo(-20, 0);
  });

  it('refuses more strips than it has room for, and says so', async () => {
    const rig = await Rig.create();
    for (let n = 0; n < STRIPS_MAX + 3; n++) rig.mixer.putStrip(stripId.parse(`s${n}`), OPEN);
    expect(Object.keys(rig.mixer.health().strips)).toHaveLength(STRIPS_MAX);
    expect(rig.mixer.health().stripsRefused).toBe(3);
  });

  it('gives 960 frames for every tick, with strips, without any, and after it was closed', async () => {
    const { rig } = await talking(1);
    const program = rig.runUntil(60_000);
    expect(program).toHaveLength(60 * RATE * 2);
    expect(largestStep(sideOf(program, 0).subarray(2 * RATE))).toBe(0);
    expect(rig.mixer.health().ticks).toBe(3000);
    rig.mixer.close('test over');
    expect(rig.mixer.tick(60_000)).toHaveLength(1920);
    expect(rig.mixer.health().strips).toEqual({});
  });
});
