import { expect, test } from 'vitest';
import { DriftMeter } from '../../../server/mixer/drift-meter.ts';

const EVERY_MS = 500;
const SAMPLES_PER_MS = 48;

/** What the meter says after `seconds` of a sender who is `ppm` too fast and whose lead is off by `errorMs` at a time. */
function measured(seconds: number, ppm: number, errorMs: (atS: number) => number = () => 0): number {
  const meter = new DriftMeter();
  for (let atMs = 0; atMs <= 1000 * seconds; atMs += EVERY_MS) {
    meter.observe(atMs, SAMPLES_PER_MS * (atMs * ppm * 1e-6 + errorMs(atMs / 1000)));
  }
  return meter.ppm;
}

test('a drift is known within a tenth after half a minute', () => {
  for (const ppm of [-300, 100, 300]) {
    expect(Math.abs(measured(30, ppm) - ppm)).toBeLessThan(0.1 * Math.abs(ppm));
  }
});

test('standing still for a moment while a sender is new is not taken for his drift', () => {
  expect(Math.abs(measured(7, 0, (atS) => (atS > 5 ? -30 : 0)))).toBeLessThan(1500);
});

test('little is said of a sender who has been there for a few seconds', () => {
  expect(Math.abs(measured(7, 300))).toBeLessThan(100);
});
