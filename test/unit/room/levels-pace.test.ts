import { describe, expect, it } from 'vitest';
import type { Levels } from '#protocol/state.ts';
import { LevelsPace } from '../../../server/room/levels-pace.ts';

function levels(peakDb: number): Levels {
  return {
    strips: { s: { peakDb, rmsDb: peakDb - 10 } },
    program: { peakDb: [peakDb, peakDb - 1], rmsDb: peakDb - 10 },
    loudness: null,
  };
}

/** What `people` get of ten seconds of readings that come every 100 ms, as punctually as timers are. */
function sent(people: number, peakOf: (reading: number) => number = () => -20): Levels[] {
  const pace = new LevelsPace();
  return Array.from({ length: 100 }, (_, reading) =>
    pace.next(levels(peakOf(reading)), people, 100 * reading + (reading % 2)),
  ).filter((due) => due !== null);
}

describe('levels', () => {
  it.each([1, 2, 25])('go ten times a second to %s people', (people) => {
    expect(sent(people)).toHaveLength(100);
  });

  it.each([
    [50, 50],
    [64, 34],
  ])('go less often to %s people, %s times in ten seconds', (people, times) => {
    expect(Math.abs(sent(people).length - times)).toBeLessThanOrEqual(1);
  });

  it('show a peak also when it fell between what was sent', () => {
    const got = sent(64, (reading) => (reading === 50 ? -1 : -20));
    const loud = got.filter(({ strips }) => strips.s?.peakDb === -1);
    expect(loud).toHaveLength(1);
    expect(loud[0]?.program.peakDb).toEqual([-1, -2]);
  });
});
