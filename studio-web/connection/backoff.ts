/** How long to wait before trying to connect again. Pure. */

const FIRST_DELAY_MS = 400;
const GROWTH = 1.5;
/**
 * A server that is started again is there after three seconds, one that is replaced after six. Whoever asks twice a second until then is
 * heard again half a second later, and nobody is there yet whom it could burden.
 */
const EAGER_ATTEMPTS = 20;
const EAGER_DELAY_MS = 700;
const MAX_DELAY_MS = 3_000;

/**
 * The pause before attempt `attempt` (1 is the first retry), in ms: growing up to a cap, which is lower for the first attempts; between
 * half of it and the whole, so that many browsers do not come back in the same instant. `random` is uniform in [0, 1).
 */
export function backoffMs(attempt: number, random: () => number): number {
  const cap = attempt <= EAGER_ATTEMPTS ? EAGER_DELAY_MS : MAX_DELAY_MS;
  const ceiling = Math.min(cap, FIRST_DELAY_MS * GROWTH ** Math.min(attempt - 1, 16));
  return Math.round(ceiling * (0.5 + random() / 2));
}
