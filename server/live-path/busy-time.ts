/** Tells how long what is read now may have waited because this thread had something else to do. Numbers only. */

/**
 * The loop of a thread either waits in the kernel, where it hears of a packet at once, or is busy, and then the packet waits for it. Whoever
 * measures the network must not count the latter.
 */
export class BusyTime {
  #nowMs: number;
  #idleMs: number;
  #busyMs = 0;

  /** Both in ms: a monotonic clock, and how much of that time the loop has waited (`performance.nodeTiming.idleTime`). */
  constructor(nowMs: number, idleMs: number) {
    this.#nowMs = nowMs;
    this.#idleMs = idleMs;
  }

  /** For how many ms the loop has been busy around its last wait: 0 when it did nothing but wait since the last call. */
  at(nowMs: number, idleMs: number): number {
    const waitedMs = idleMs - this.#idleMs;
    const busyMs = Math.max(0, nowMs - this.#nowMs - waitedMs);
    this.#busyMs = waitedMs > 0 ? busyMs : this.#busyMs + busyMs;
    this.#nowMs = nowMs;
    this.#idleMs = idleMs;
    return this.#busyMs;
  }
}
