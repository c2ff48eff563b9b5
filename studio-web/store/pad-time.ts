/** How far a pad is, and how it is written. Pure. */
import type { PadEntry } from '#protocol/pads.ts';

/** What is left of a sound that plays, or how long it is. A loop tells what is left of its round. In ms. */
export function shownMs(
  { durationMs, playing }: Pick<PadEntry, 'durationMs' | 'playing'>,
  nowMs: number,
): number {
  if (playing === null) return durationMs;
  if (playing.endsAtMs !== null) return Math.max(0, playing.endsAtMs - nowMs);
  return durationMs - (Math.max(0, nowMs - playing.startedAtMs) % durationMs);
}

/** "0:07", "12:30"; a begun second counts, so that a cart says 0:01 until it is over. */
export function minutesText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
