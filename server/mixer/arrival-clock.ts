/**
 * Where a sender's timestamps stand against our clock. The fastest packets of the last seconds draw a line; how far
 * the others come behind it is their jitter, and the slope of the line is the drift of the two clocks.
 */
import { SAMPLES_PER_MS } from './audio-format.ts';
import { DriftMeter } from './drift-meter.ts';
import { SlidingMax } from './sliding-max.ts';

const LINE_BUCKETS = 8;
const LINE_BUCKET_MS = 500;

/** Timestamps are in samples as PacketTimeline gives them; times are milliseconds of a monotonic clock. */
export class ArrivalClock {
  /** Negated transit times: the largest one is the fastest packet. */
  readonly #fastest = new SlidingMax({ buckets: LINE_BUCKETS, bucketMs: LINE_BUCKET_MS });
  readonly #drift = new DriftMeter();
  #line = Number.NEGATIVE_INFINITY;

  /** Parts per million by which the sender's clock runs faster than ours, 0 until it can be told. */
  get driftPpm(): number {
    return this.#drift.ppm;
  }

  /** The timestamps that follow do not continue the ones before. */
  restart(): void {
    this.#fastest.clear();
    this.#drift.restart();
  }

  /** Takes in a packet. Returns how many samples it came behind the fastest ones, 0 or more. */
  observe(timestamp: number, arrivalMs: number): number {
    const negatedTransit = timestamp - arrivalMs * SAMPLES_PER_MS;
    const settled = this.#line;
    if (this.#fastest.add(negatedTransit, arrivalMs)) this.#drift.observe(arrivalMs, settled);
    this.#line = this.#fastest.at(arrivalMs);
    return this.#line - negatedTransit;
  }

  /** The timestamp that a packet without any jitter has when it arrives at `nowMs`. */
  timestampAt(nowMs: number): number {
    return nowMs * SAMPLES_PER_MS + this.#line;
  }
}
