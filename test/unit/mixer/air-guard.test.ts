import { expect, test } from 'vitest';
import { AirGuard } from '../../../server/mixer/air-guard.ts';
import { SAMPLE_RATE_HZ, TICK_FRAMES, TICK_MS } from '../../../server/mixer/audio-format.ts';
import { toneLevelDb } from '../../support/tone.ts';

const TONE_HZ = 1000;
const PEAK = 0.1;

/** Lets a steady tone through the guard for so long; answers with its level in dB in the last half second, and the level of all there is. */
function play(guard: AirGuard, ms: number): { readonly toneDb: number; readonly anyDb: number } {
  const heard: number[] = [];
  for (let tick = 0; tick < ms / TICK_MS; tick += 1) {
    const bus = new Float32Array(2 * TICK_FRAMES);
    for (let at = 0; at < TICK_FRAMES; at += 1) {
      const value = PEAK * Math.sin((2 * Math.PI * TONE_HZ * (tick * TICK_FRAMES + at)) / SAMPLE_RATE_HZ);
      bus.set([value, value], 2 * at);
    }
    guard.guard(bus);
    for (let at = 0; at < TICK_FRAMES; at += 1) heard.push(bus[2 * at] ?? 0);
  }
  const last = Float32Array.from(heard.slice(-SAMPLE_RATE_HZ / 2));
  const rms = Math.sqrt(last.reduce((sum, value) => sum + value * value, 0) / last.length);
  return { toneDb: toneLevelDb(last, SAMPLE_RATE_HZ, TONE_HZ), anyDb: 20 * Math.log10(rms) };
}

test('the bed that is wanted takes the place of a program that has sound, and gives it back', () => {
  const guard = new AirGuard();
  const before = play(guard, 1_000);
  guard.wantBed(true);
  const during = play(guard, 4_000);
  guard.wantBed(false);
  const after = play(guard, 2_000);
  expect(during.toneDb).toBeLessThan(before.toneDb - 60);
  expect(during.anyDb).toBeGreaterThan(-50);
  expect(Math.abs(after.toneDb - before.toneDb)).toBeLessThan(0.2);
});
