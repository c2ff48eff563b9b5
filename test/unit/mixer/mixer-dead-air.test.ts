import { expect, test, vi } from 'vitest';
import { CHORDS_HZ } from '../../../server/mixer/bed-sound.ts';
import { largestStep, sideOf, sineStep, toneLevelDb } from '../../support/tone.ts';
import { Rig } from './rig.ts';
import { Sender } from './sender.ts';

// Simulated time, but real coding: slow only on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RATE = 48_000;
const PLAN = { thresholdDb: -50, alarmAfterMs: 2000, bedAfterMs: 4000 };
const TALKED_MS = 2000;
const BACK_MS = 14_000;
const END_MS = 17_000;
/** A tone at -20 dBFS and the bed together, with what ramps of 20 ms add. */
const STEP_MAX = sineStep(-20, RATE, 440) + 6 * sineStep(-30, RATE, 400) + 0.1 / 900;

/** Somebody who is on air talks for 2 s, is silent for 12 s, and talks again. */
async function show(): Promise<{ rig: Rig; program: Float32Array; left: Float32Array }> {
  const rig = await Rig.create();
  rig.strip('alice');
  rig.mixer.watchDeadAir(PLAN);
  rig.send(new Sender(), TALKED_MS);
  rig.send(new Sender({ startMs: BACK_MS, timestamp: 50_000 + 48 * BACK_MS, sequence: 1700 }), END_MS);
  const program = rig.runUntil(END_MS);
  return { rig, program, left: sideOf(program, 0) };
}

const between = (samples: Float32Array, fromS: number, toS: number) =>
  samples.subarray(fromS * RATE, toS * RATE);
const bedDb = (samples: Float32Array): number =>
  Math.max(...CHORDS_HZ.flat().map((frequencyHz) => toneLevelDb(samples, RATE, frequencyHz)));

test('the bed sounds under a program that fell silent, and not before its time', async () => {
  const { left } = await show();
  expect(bedDb(between(left, 3, 6))).toBeLessThan(-90);
  expect(bedDb(between(left, 9, 13))).toBeGreaterThan(-40);
});

test('whoever speaks again is heard whole, and the bed has gone a second later', async () => {
  const { left } = await show();
  expect(toneLevelDb(between(left, 14.2, 14.7), RATE, 440)).toBeCloseTo(-20, 0);
  expect(bedDb(between(left, 15.2, 16.9))).toBeLessThan(-70);
});

test('neither bed nor speech begins or ends with a click', async () => {
  const { program } = await show();
  for (const side of [0, 1]) expect(largestStep(sideOf(program, side))).toBeLessThan(STEP_MAX);
});

test('a program that goes on from the bed of a standby has the bed in its first tenth of a second', async () => {
  const rig = await Rig.create();
  rig.strip('alice');
  rig.mixer.watchDeadAir(PLAN, { fromBed: true, isBedWanted: false });
  expect(bedDb(between(sideOf(rig.runUntil(1000), 0), 0, 0.1))).toBeGreaterThan(-45);
});

test('without a bed it begins with silence', async () => {
  const rig = await Rig.create();
  rig.strip('alice');
  rig.mixer.watchDeadAir({ ...PLAN, bedAfterMs: null }, { fromBed: true, isBedWanted: false });
  expect(largestStep(rig.hearUntil(1000))).toBe(0);
});

test('off air nothing plays the bed', async () => {
  const rig = await Rig.create();
  rig.strip('alice');
  expect(largestStep(rig.hearUntil(10_000))).toBe(0);
  rig.mixer.watchDeadAir(PLAN);
  rig.runUntil(18_000);
  rig.mixer.watchDeadAir(null);
  rig.runUntil(19_000);
  expect(largestStep(rig.hearUntil(22_000))).toBe(0);
});
