/** How long to wait before a worker is started again. Pure. */

/** A worker that ran for this long counts as healthy: its death starts the count anew. */
export const HEALTHY_AFTER_MS = 10_000;

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;

/**
 * Milliseconds before the next start. `failures` counts starts in a row that failed or did not stay up for HEALTHY_AFTER_MS;
 * after the first one the next worker comes at once, then the delay doubles up to 5 s.
 */
export function restartDelayMs(failures: number): number {
  if (failures <= 1) return 0;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 2, 16));
}
