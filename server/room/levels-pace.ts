/** How often levels go to a room: ten times a second to a few people, less often to many, and no peak is lost between. Pure. */
import { BROADCASTS_PER_SECOND_MAX, LEVELS_PER_SECOND } from '#protocol/limits.ts';
import type { Levels, StripLevel } from '#protocol/state.ts';

const MS_PER_S = 1000;
/** Readings come about this far apart; one that is nearer than half of it to its time is sent. */
const READING_MS = MS_PER_S / LEVELS_PER_SECOND;

export class LevelsPace {
  #held: Levels | null = null;
  #sentAtMs = Number.NEGATIVE_INFINITY;

  /** Takes in a reading of `nowMs`. Gives what `people` in the room are to get now, or null when they get it with a later one. */
  next(levels: Levels, people: number, nowMs: number): Levels | null {
    const together = this.#held === null ? levels : withPeaksOf(this.#held, levels);
    const intervalMs = (people * MS_PER_S) / BROADCASTS_PER_SECOND_MAX;
    if (nowMs - this.#sentAtMs < intervalMs - READING_MS / 2) {
      this.#held = together;
      return null;
    }
    this.#held = null;
    this.#sentAtMs = nowMs;
    return together;
  }
}

/** The newer reading, with the higher peak of both. */
function withPeaksOf(older: Levels, newer: Levels): Levels {
  const strips: Record<string, StripLevel> = {};
  for (const [id, level] of Object.entries(newer.strips)) {
    strips[id] = { ...level, peakDb: Math.max(level.peakDb, older.strips[id]?.peakDb ?? level.peakDb) };
  }
  const [left, right] = newer.program.peakDb;
  const [olderLeft, olderRight] = older.program.peakDb;
  const peakDb = [Math.max(left, olderLeft), Math.max(right, olderRight)] as const;
  return { ...newer, strips, program: { ...newer.program, peakDb } };
}
