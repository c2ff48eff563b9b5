import { expect, test } from 'vitest';
import { LevelCutter } from '../../../server/ears/level-cutter.ts';
import { BusEnvelope } from '../../../server/live-path/bus-envelope.ts';

test('sound is as loud in steps of 20 ms as it was, at any rate and however it is cut', () => {
  for (const rateHz of [44_100, 48_000]) {
    const cutter = new LevelCutter();
    const levels: number[] = [];
    for (let i = 0; i < 100; i += 1)
      levels.push(...cutter.push({ frames: 1152, channels: 2, rateHz }, () => 0.1));
    expect(levels.length).toBe(Math.floor((115_200 / rateHz) * 50));
    for (const level of levels) expect(level).toBeCloseTo(-20, 3);
    expect(cutter.restFrames).toBe(115_200 - levels.length * (rateHz / 50));
  }
});

test('a step that a reset cut off is not counted', () => {
  const cutter = new LevelCutter();
  cutter.push({ frames: 900, channels: 1, rateHz: 48_000 }, () => 1);
  cutter.reset();
  expect(cutter.push({ frames: 960, channels: 1, rateHz: 48_000 }, () => 0)).toEqual([-100]);
});

test('the bus hands over whole seconds, and gives up what was before a hole', () => {
  const envelope = new BusEnvelope();
  const tick = new Float32Array(1920).fill(0.1);
  const whole = [];
  let atMs = 5000;
  for (let i = 0; i < 120; i += 1, atMs += 20) whole.push(envelope.add(tick, atMs));
  atMs += 600;
  for (let i = 0; i < 50; i += 1, atMs += 20) whole.push(envelope.add(tick, atMs));
  const [first, second, third] = whole.filter((one) => one !== null);
  expect(first?.levelsDb.length).toBe(50);
  expect(first?.levelsDb[0]).toBeCloseTo(-20, 3);
  expect((second?.startMs ?? 0) - (first?.startMs ?? 0)).toBeCloseTo(1000, 3);
  expect((third?.startMs ?? 0) - (first?.startMs ?? 0)).toBeCloseTo(3000, 3);
});
