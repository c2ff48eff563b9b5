import { describe, expect, it } from 'vitest';
import { TickSchedule } from '../../../server/mixer/tick-schedule.ts';
import { Ticker, type TickerClock } from '../../../server/mixer/ticker.ts';

function deadlines(schedule: TickSchedule, nowMs: number): number[] {
  const due: number[] = [];
  for (let at = schedule.due(nowMs); at !== null; at = schedule.due(nowMs)) due.push(at);
  return due;
}

const OPTIONS = { startMs: 100, periodMs: 20, skipMs: 500 };

describe('TickSchedule', () => {
  it('has a deadline every 20 ms from the start', () => {
    const schedule = new TickSchedule(OPTIONS);
    expect(deadlines(schedule, 99.9)).toEqual([]);
    expect(deadlines(schedule, 100)).toEqual([100]);
    expect(deadlines(schedule, 119.9)).toEqual([]);
    expect(deadlines(schedule, 121)).toEqual([120]);
    expect(schedule.nextDeadlineMs).toBe(140);
    expect([schedule.late, schedule.skipped]).toEqual([0, 0]);
  });

  it('makes up what was missed, and counts it', () => {
    const schedule = new TickSchedule(OPTIONS);
    expect(deadlines(schedule, 165)).toEqual([100, 120, 140, 160]);
    expect([schedule.late, schedule.skipped]).toEqual([3, 0]);
  });

  it('skips what is too far behind, and counts that', () => {
    const schedule = new TickSchedule(OPTIONS);
    deadlines(schedule, 100);
    expect(deadlines(schedule, 1125)).toEqual([1120]);
    expect([schedule.late, schedule.skipped]).toEqual([0, 50]);
    expect(deadlines(schedule, 1140)).toEqual([1140]);
  });

  it('has given every tick its own time after three hours of uneven calls', () => {
    const schedule = new TickSchedule(OPTIONS);
    let count = 0;
    for (let nowMs = 100; nowMs < 100 + 3 * 3_600_000; nowMs += 7.3)
      count += deadlines(schedule, nowMs).length;
    expect(count).toBe((3 * 3_600_000) / 20);
  });
});

/** A clock whose timer fires only when told, at whatever time it is then. */
class FakeClock implements TickerClock {
  nowMs = 0;
  timer: { readonly atMs: number; readonly act: () => void } | null = null;

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, act: () => void): () => void {
    this.timer = { atMs: this.nowMs + delayMs, act };
    return () => {
      this.timer = null;
    };
  }

  fireLateBy(lateMs: number): void {
    const { timer } = this;
    if (timer === null) throw new Error('no timer');
    this.timer = null;
    this.nowMs = timer.atMs + lateMs;
    timer.act();
  }
}

describe('Ticker', () => {
  it('does not drift when every timer is late', () => {
    const clock = new FakeClock();
    const ticks: number[] = [];
    const ticker = new Ticker((deadlineMs) => ticks.push(deadlineMs), clock);
    for (let i = 0; i < 500; i++) clock.fireLateBy(1.7);
    expect(ticks.at(-1)).toBe(499 * 20);
    expect([ticker.ticksLate, ticker.ticksSkipped]).toEqual([0, 0]);
    ticker.close('test over');
  });

  it('catches up after a short stall and skips after a long one', () => {
    const clock = new FakeClock();
    let ticks = 0;
    const ticker = new Ticker(() => {
      ticks += 1;
    }, clock);
    clock.fireLateBy(205);
    expect([ticks, ticker.ticksLate, ticker.ticksSkipped]).toEqual([11, 10, 0]);
    clock.fireLateBy(2000);
    expect([ticks, ticker.ticksLate, ticker.ticksSkipped]).toEqual([12, 10, 100]);
    ticker.close('test over');
  });

  it('stops within a row of ticks when it is closed, and leaves no timer', () => {
    const clock = new FakeClock();
    let ticks = 0;
    const ticker = new Ticker(() => {
      ticks += 1;
      if (ticks === 2) ticker.close('enough');
    }, clock);
    clock.fireLateBy(300);
    expect(ticks).toBe(2);
    expect(clock.timer).toBeNull();
  });

  it('goes on after a tick that threw', () => {
    const clock = new FakeClock();
    const ticker = new Ticker(() => {
      throw new Error('once');
    }, clock);
    expect(() => clock.fireLateBy(0)).toThrow('once');
    expect(clock.timer).not.toBeNull();
    ticker.close('test over');
  });

  it('ticks on the real clock, each tick once and in order', async () => {
    const ticks: number[] = [];
    await new Promise<void>((resolve) => {
      const ticker = new Ticker((deadlineMs) => {
        ticks.push(deadlineMs);
        if (ticks.length < 10) return;
        ticker.close('test over');
        resolve();
      });
    });
    const first = ticks[0] ?? 0;
    ticks.forEach((deadlineMs, n) => {
      expect(Math.round(deadlineMs - first) % 20).toBe(0);
      expect(deadlineMs - first).toBeGreaterThanOrEqual(n * 20 - 0.001);
    });
    expect(performance.now() - first).toBeGreaterThanOrEqual(9 * 20);
  });
});
