/** Waits for something that has no event of its own to become true. */

const LOOK_AGAIN_MS = 50;

/**
 * Resolves with the first value of `look` that is not null, false or undefined. Rejects after `deadlineMs` with `what` and the last
 * thing seen, so that a failing test says what it waited for.
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  deadlineMs = 20_000,
): Promise<T> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > endsAt) throw new Error(`Waited ${deadlineMs} ms in vain for: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
