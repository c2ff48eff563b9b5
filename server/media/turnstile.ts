/**
 * Lets work into the event loop a slice at a time, so that a crowd of requests does not keep everything else waiting: after each slice the
 * loop gets to sockets and timers again. Knows nothing of what the work is.
 */
import { Closable } from '../lifecycle.ts';

/** How long work may go on in one turn of the event loop; the piece that is begun is ended. */
const SLICE_MS = 4;

/** `soon` goes before everything that waits in `later`, and that before `last`; within each the order is that of arrival. */
export type Lane = 'soon' | 'later' | 'last';

/** Closed, it runs what waits at once: the work itself finds out that there is nothing left to work on. */
export class Turnstile extends Closable {
  readonly #nowMs: () => number;
  /** Bounded by what asks: a session has so many requests under way at most. */
  readonly #waiting: Readonly<Record<Lane, (() => void)[]>> = { soon: [], later: [], last: [] };
  #sliceEndsAtMs: number | null = null;

  constructor(nowMs: () => number = () => performance.now()) {
    super();
    this.#nowMs = nowMs;
  }

  /** Runs `work` at once while there is time left in this turn of the loop, otherwise in a later one. Settles as `work` does. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.closed || this.#hasTime()) return work();
    return new Promise((resolve, reject) => {
      this.#waiting[lane].push(() => work().then(resolve, reject));
    });
  }

  protected override onClose(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) next();
  }

  /** Whether the slice of this turn has time left; begins it with the first work of a turn. */
  #hasTime(): boolean {
    const nowMs = this.#nowMs();
    if (this.#sliceEndsAtMs !== null) return nowMs < this.#sliceEndsAtMs && this.#isEmpty;
    this.#beginSlice(nowMs);
    return true;
  }

  #beginSlice(nowMs: number): void {
    this.#sliceEndsAtMs = nowMs + SLICE_MS;
    setImmediate(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#sliceEndsAtMs = null;
    if (this.#isEmpty) return;
    const beganAtMs = this.#nowMs();
    this.#beginSlice(beganAtMs);
    while (this.#nowMs() < beganAtMs + SLICE_MS) {
      const next = this.#next();
      if (next === undefined) return;
      next();
    }
  }

  #next(): (() => void) | undefined {
    return this.#waiting.soon.shift() ?? this.#waiting.later.shift() ?? this.#waiting.last.shift();
  }

  get #isEmpty(): boolean {
    const { soon, later, last } = this.#waiting;
    return soon.length + later.length + last.length === 0;
  }
}
