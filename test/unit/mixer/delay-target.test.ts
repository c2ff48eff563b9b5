import { describe, expect, it } from 'vitest';
import { DelayTarget, TARGET_MAX_MS, TARGET_MIN_MS } from '../../../server/mixer/delay-target.ts';

describe('DelayTarget', () => {
  it('stays at the bottom on a perfect network', () => {
    const target = new DelayTarget();
    for (let nowMs = 0; nowMs < 60_000; nowMs += 20) target.observe(0, nowMs);
    expect(target.ms).toBe(TARGET_MIN_MS);
  });

  it('grows at once with a late packet, so that the next one as late would be in time', () => {
    const target = new DelayTarget();
    target.observe(0, 0);
    target.observe(100 * 48, 20);
    expect(target.ms).toBeGreaterThanOrEqual(120);
    expect(target.samples).toBe(target.ms * 48);
  });

  it('never grows beyond its top', () => {
    const target = new DelayTarget();
    target.observe(5000 * 48, 0);
    expect(target.ms).toBe(TARGET_MAX_MS);
  });

  it('holds for ten seconds and then shrinks by milliseconds per second', () => {
    const target = new DelayTarget();
    target.observe(200 * 48, 0);
    const grown = target.ms;
    let nowMs = 0;
    for (; nowMs < 9000; nowMs += 20) target.observe(0, nowMs);
    expect(target.ms).toBe(grown);
    for (; nowMs < 20_000; nowMs += 20) target.observe(0, nowMs);
    expect(target.ms).toBeLessThan(grown);
    expect(target.ms).toBeGreaterThan(grown - 60);
    for (; nowMs < 60_000; nowMs += 20) target.observe(0, nowMs);
    expect(target.ms).toBeLessThanOrEqual(TARGET_MIN_MS + 60);
    const near = target.ms;
    for (; nowMs < 100_000; nowMs += 20) target.observe(0, nowMs);
    expect(near - target.ms).toBeGreaterThan(9);
    expect(near - target.ms).toBeLessThan(11);
  });

  it('comes down at once after the hold while nobody hears it', () => {
    const target = new DelayTarget();
    target.unheard = true;
    for (let nowMs = 0; nowMs < 12_000; nowMs += 20) target.observe(nowMs === 0 ? 200 * 48 : 0, nowMs);
    expect(target.ms).toBe(TARGET_MIN_MS);
  });
});
