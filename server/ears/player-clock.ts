/** When a listener's player sounds what it receives: it begins with its first byte, waits when it has nothing, and never skips. Pure. */
export class PlayerClock {
  #endMs = Number.NEGATIVE_INFINITY;

  /** Takes sound of `durationMs` that arrived at `arrivalMs`; returns the time at which it will have been played. */
  push(arrivalMs: number, durationMs: number): number {
    this.#endMs = Math.max(this.#endMs, arrivalMs) + durationMs;
    return this.#endMs;
  }

  /** Sound that arrived and is still to be played. */
  bufferedMs(nowMs: number): number {
    return Math.max(0, this.#endMs - nowMs);
  }

  /** Another connection: a player begins anew. */
  reset(): void {
    this.#endMs = Number.NEGATIVE_INFINITY;
  }
}
