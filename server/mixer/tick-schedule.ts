/** Decides which ticks are due. Numbers only: the deadline of tick n is start + n * period, so nothing ever adds up. */

export type TickScheduleOptions = {
  readonly startMs: number;
  readonly periodMs: number;
  /** More late than this is not caught up: the ticks in between are skipped. */
  readonly skipMs: number;
};

/** Ask `due` again and again until it says null. */
export class TickSchedule {
  readonly #startMs: number;
  readonly #periodMs: number;
  readonly #skipMs: number;
  #next = 0;
  #late = 0;
  #skipped = 0;

  constructor(options: TickScheduleOptions) {
    this.#startMs = options.startMs;
    this.#periodMs = options.periodMs;
    this.#skipMs = options.skipMs;
  }

  /** Ticks that began a whole period or more after their deadline. */
  get late(): number {
    return this.#late;
  }

  /** Ticks that never came. */
  get skipped(): number {
    return this.#skipped;
  }

  get nextDeadlineMs(): number {
    return this.#startMs + this.#next * this.#periodMs;
  }

  /** Takes the next tick that is due at `nowMs` and returns its deadline, or null when none is. */
  due(nowMs: number): number | null {
    if (nowMs < this.nextDeadlineMs) return null;
    const lateMs = nowMs - this.nextDeadlineMs;
    if (lateMs > this.#skipMs) {
      const behind = Math.floor(lateMs / this.#periodMs);
      this.#next += behind;
      this.#skipped += behind;
    } else if (lateMs >= this.#periodMs) {
      this.#late += 1;
    }
    const deadlineMs = this.nextDeadlineMs;
    this.#next += 1;
    return deadlineMs;
  }
}
