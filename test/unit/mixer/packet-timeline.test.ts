import { describe, expect, it } from 'vitest';
import { PacketTimeline } from '../../../server/mixer/packet-timeline.ts';

const FRAME = 960;
const FRAME_MS = 20;

/** Places packets that continue each other, from given numbers, and returns where they came to lie. */
function run(sequence: number, timestamp: number, count: number, timeline = new PacketTimeline(), from = 0) {
  const places: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const sequence16 = (sequence + i) & 0xffff;
    const timestamp32 = (timestamp + i * FRAME) >>> 0;
    timeline.place(sequence16, timestamp32, from + i * FRAME_MS, { sequence: 8, timestamp: 0 });
    places.push([timeline.sequence, timeline.timestamp]);
  }
  return places;
}

describe('PacketTimeline', () => {
  it('begins where it is told and counts on', () => {
    expect(run(17, 4711, 3)).toEqual([
      [8, 0],
      [9, 960],
      [10, 1920],
    ]);
  });

  it('walks over the ends of both number ranges as if there were none', () => {
    expect(run(65_530, 2 ** 32 - 5000, 300)).toEqual(run(0, 0, 300));
  });

  it('puts packets that come out of order where they belong', () => {
    const timeline = new PacketTimeline();
    const seam = { sequence: 8, timestamp: 0 };
    timeline.place(65_535, 2 ** 32 - FRAME, 0, seam);
    timeline.place(1, FRAME, 40, seam);
    expect([timeline.sequence, timeline.timestamp]).toEqual([10, 2 * FRAME]);
    timeline.place(0, 0, 45, seam);
    expect([timeline.sequence, timeline.timestamp]).toEqual([9, FRAME]);
    timeline.place(2, 2 * FRAME, 60, seam);
    expect([timeline.sequence, timeline.timestamp]).toEqual([11, 3 * FRAME]);
  });

  it('puts the first packet after a cut at the seam, whatever its numbers', () => {
    const timeline = new PacketTimeline();
    run(100, 100_000, 5, timeline);
    timeline.cut();
    const seam = { sequence: 50, timestamp: 48_000 };
    expect(timeline.place(9, 9, 100, seam)).toBe('placed');
    expect([timeline.sequence, timeline.timestamp, timeline.stretch]).toEqual([50, 48_000, 2]);
    timeline.place(10, 9 + FRAME, 120, seam);
    expect([timeline.sequence, timeline.timestamp]).toEqual([51, 48_000 + FRAME]);
  });

  it('believes a jump of the timestamp only when the next packet confirms it', () => {
    const timeline = new PacketTimeline();
    run(100, 100_000, 5, timeline);
    const seam = { sequence: 50, timestamp: 48_000 };
    const jumped = 100_000 + 5 * FRAME + 60_000;
    expect(timeline.place(105, jumped, 100, seam)).toBe('suspect');
    expect(timeline.place(106, jumped + FRAME, 120, seam)).toBe('confirmed');
    timeline.placeSuspect(seam);
    expect([timeline.sequence, timeline.timestamp]).toEqual([50, 48_000]);
    expect(timeline.place(106, jumped + FRAME, 120, seam)).toBe('placed');
    expect([timeline.sequence, timeline.timestamp]).toEqual([51, 48_000 + FRAME]);
  });

  it('forgets a stray packet when the flow goes on', () => {
    const timeline = new PacketTimeline();
    run(100, 100_000, 5, timeline);
    const seam = { sequence: 50, timestamp: 48_000 };
    expect(timeline.place(40_000, 123, 99, seam)).toBe('suspect');
    expect(timeline.place(105, 100_000 + 5 * FRAME, 100, seam)).toBe('placed');
    expect([timeline.sequence, timeline.timestamp, timeline.stretch]).toEqual([13, 5 * FRAME, 1]);
  });

  it('takes a pause in which the timestamp runs on for what it is', () => {
    const timeline = new PacketTimeline();
    run(100, 100_000, 5, timeline);
    const seam = { sequence: 50, timestamp: 48_000 };
    expect(timeline.place(105, 100_000 + 5 * FRAME + 480_000, 100 + 10_000, seam)).toBe('placed');
    expect(timeline.timestamp).toBe(5 * FRAME + 480_000);
  });

  it('takes a pause in which the timestamp stands still for a new stretch', () => {
    const timeline = new PacketTimeline();
    run(100, 100_000, 5, timeline);
    const seam = { sequence: 50, timestamp: 48_000 };
    expect(timeline.place(105, 100_000 + 5 * FRAME, 100 + 10_000, seam)).toBe('suspect');
  });
});
