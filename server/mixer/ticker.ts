/** Calls back every 20 ms on the monotonic clock, for hours, without drifting away from it. */
import { Closable, type CloseReason } from '../lifecycle.ts';
import { TICK_MS } from './audio-format.ts';
import { TickSchedule } from './tick-schedule.ts';

/** Up to this late, missed ticks are made up in a row; beyond, they are skipped and counted. */
export const SKIP_AFTER_MS = 500;

/** What the ticker needs of the world; tests bring their own. */
export type TickerClock = {
  /** Milliseconds that never go back. */
  now(): number;
  /** Calls `act` once after `delayMs`; the result calls it off. */
  after(delayMs: number, act: () => void): () => void;
};

/** Owns one timer. Ticks until closed. */
export class Ticker extends Closable {
  readonly #clock: TickerClock;
  readonly #onTick: (deadlineMs: number) => void;
  readonly #schedule: TickSchedule;
  #cancel: () => void = () => {};

  /**
   * Starts at once; the first tick is due now. `onTick` gets the time at which the tick was due, on the scale of
   * `performance.now()`: give it to the mixer, and lateness does not show as jitter.
   */
  constructor(onTick: (deadlineMs: number) => void, clock: TickerClock = systemClock) {
    super();
    this.#clock = clock;
    this.#onTick = onTick;
    this.#schedule = new TickSchedule({
      startMs: clock.now(),
      periodMs: TICK_MS,
      skipMs: SKIP_AFTER_MS,
    });
    this.#wait();
  }

  /** Ticks that came a whole tick late or more, and were made up. */
  get ticksLate(): number {
    return this.#schedule.late;
  }

  /** Ticks that were left out because everything stood still for too long. */
  get ticksSkipped(): number {
    return this.#schedule.skipped;
  }

  protected override onClose(_reason: CloseReason): void {
    this.#cancel();
  }

  #wait(): void {
    const delayMs = Math.max(0, this.#schedule.nextDeadlineMs - this.#clock.now());
    this.#cancel = this.#clock.after(delayMs, () => this.#run());
  }

  #run(): void {
    const nowMs = this.#clock.now();
    try {
      for (
        let deadline = this.#schedule.due(nowMs);
        deadline !== null;
        deadline = this.#schedule.due(nowMs)
      ) {
        if (this.closed) return;
        this.#onTick(deadline);
      }
    } finally {
      // A tick that throws is not the last one.
      if (!this.closed) this.#wait();
    }
  }
}

/**
 * The timer rounds up to whole milliseconds. The detour over `setImmediate` lets the sockets be read first: after a
 * stall, the packets that waited in the kernel reach the mixer before the ticks that need them.
 */
const systemClock: TickerClock = {
  now: () => performance.now(),
  after(delayMs, act) {
    let immediate: NodeJS.Immediate | null = null;
    const timer = setTimeout(() => {
      immediate = setImmediate(act);
    }, delayMs);
    return () => {
      clearTimeout(timer);
      if (immediate !== null) clearImmediate(immediate);
    };
  },
};
