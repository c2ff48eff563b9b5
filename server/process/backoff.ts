/** When a program that ended unasked is started again. Pure: time and chance come from outside. */

const FIRST_DELAY_MS = 250;
const FACTOR = 1.5;
const MAX_DELAY_MS = 5000;
const JITTER = 0.2;

/** A program that was up this long had a good start: its next end counts as the first again. */
export const STEADY_AFTER_MS = 10_000;

/** How many ends in a row there are, now that one more came after `upMs` of being ready. */
export function failuresAfter(failures: number, upMs: number): number {
  return upMs >= STEADY_AFTER_MS ? 1 : failures + 1;
}

/**
 * The wait in ms before the next start. The first end is answered at once; then 250 ms, times 1.5 each, up to 5 s, all within ±20 %.
 * `failures`: ends in a row, from 1. `random`: 0 to 1. There is no last try.
 */
export function restartDelayMs(failures: number, random: number): number {
  if (failures <= 1) return 0;
  const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * FACTOR ** (failures - 2));
  return delayMs * (1 + JITTER * (2 * random - 1));
}
