/** How long to wait before the next try. Pure. */

const FIRST_MS = 250;
const GROWTH = 1.5;
const JITTER = 0.2;
export const BACKOFF_CAP_MS = 5000;

export type BackoffOptions = {
  /** Tries that failed so far, 1 or more. */
  readonly failures: number;
  /** Longest wait before jitter. */
  readonly capMs?: number;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
};

/** The first wait is anywhere between 0 and 250 ms, then it grows by half each time up to the cap, ±20 %. */
export function backoffMs({
  failures,
  capMs = BACKOFF_CAP_MS,
  random = Math.random,
}: BackoffOptions): number {
  if (failures <= 1) return FIRST_MS * random();
  const base = Math.min(capMs, FIRST_MS * GROWTH ** (failures - 1));
  return base * (1 - JITTER + 2 * JITTER * random());
}
