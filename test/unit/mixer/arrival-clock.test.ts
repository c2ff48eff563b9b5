import { describe, expect, it } from 'vitest';
import { ArrivalClock } from '../../../server/mixer/arrival-clock.ts';
import { seededRandom } from './random.ts';

/** Feeds packets of 20 ms for `seconds` from a sender that runs `ppm` fast, with even jitter up to `jitterMs`. */
function feed(clock: ArrivalClock, seconds: number, ppm: number, jitterMs = 0): number {
  const random = seededRandom(5);
  let nowMs = 0;
  for (let i = 0; i < seconds * 50; i++) {
    nowMs = 1000 + (i * 20) / (1 + ppm / 1e6) + random() * jitterMs;
    clock.observe(i * 960, nowMs);
  }
  return nowMs;
}

describe('ArrivalClock', () => {
  it('tells how far a packet comes behind the fastest ones', () => {
    const clock = new ArrivalClock();
    expect(clock.observe(0, 100)).toBe(0);
    expect(clock.observe(960, 150)).toBe(30 * 48);
    expect(clock.observe(1920, 130)).toBe(0);
    expect(clock.observe(2880, 160)).toBe(10 * 48);
  });

  it('knows which timestamp is due now', () => {
    const clock = new ArrivalClock();
    feed(clock, 5, 0, 30);
    const nowMs = 6000;
    expect(clock.timestampAt(nowMs)).toBeGreaterThan((nowMs - 1000 - 2) * 48);
    expect(clock.timestampAt(nowMs)).toBeLessThanOrEqual((nowMs - 1000) * 48);
  });

  it('follows a network that has become slower for good within seconds', () => {
    const clock = new ArrivalClock();
    for (let i = 0; i < 50; i++) clock.observe(i * 960, i * 20);
    for (let i = 50; i < 300; i++) clock.observe(i * 960, i * 20 + 80);
    expect(clock.observe(300 * 960, 300 * 20 + 80)).toBe(0);
  });

  it.each([300, 40, 0, -120, -300])('measures a drift of %s ppm through jitter', (ppm) => {
    const clock = new ArrivalClock();
    feed(clock, 180, ppm, 20);
    expect(clock.driftPpm).toBeGreaterThan(ppm - 15);
    expect(clock.driftPpm).toBeLessThan(ppm + 15);
  });

  it('still measures it after a day', () => {
    const clock = new ArrivalClock();
    for (let second = 0; second < 86_400; second += 0.5) {
      clock.observe(Math.round(second * 48_000 * (1 + 75 / 1e6)), second * 1000);
    }
    expect(clock.driftPpm).toBeCloseTo(75, 0);
  });

  it('begins anew when the timestamps do', () => {
    const clock = new ArrivalClock();
    feed(clock, 20, 200);
    clock.restart();
    expect(clock.driftPpm).toBe(0);
    expect(clock.observe(123_456, 30_000)).toBe(0);
  });
});
