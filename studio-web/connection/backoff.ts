/** How long to wait before trying to connect again. Pure. */

const FIRST_DELAY_MS = 400;
const MAX_DELAY_MS = 3_000;

/**
 * The pause before attempt `attempt` (1 is the first retry), in ms: doubling up to a cap, between half of it and the whole, so that
 * many browsers do not come back in the same instant. `random` is uniform in [0, 1).
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(ceiling * (0.5 + random() / 2));
}
