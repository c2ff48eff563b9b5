/** The largest value of the last few seconds, kept in buckets: constant memory, no allocation. */

/** Give it negated values for the smallest one. */
export class SlidingMax {
  readonly #buckets: Float64Array;
  readonly #bucketMs: number;
  #newest = Number.NEGATIVE_INFINITY;

  /** Looks back over `buckets * bucketMs`, at least one bucket less at its start. */
  constructor(options: { readonly buckets: number; readonly bucketMs: number }) {
    this.#buckets = new Float64Array(options.buckets).fill(Number.NEGATIVE_INFINITY);
    this.#bucketMs = options.bucketMs;
  }

  /** Forgets everything. */
  clear(): void {
    this.#buckets.fill(Number.NEGATIVE_INFINITY);
    this.#newest = Number.NEGATIVE_INFINITY;
  }

  /** Takes in `value` at the time `nowMs`. Returns true when that began a new bucket. */
  add(value: number, nowMs: number): boolean {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    const began = this.#turnTo(bucket);
    const index = this.#indexOf(Math.max(bucket, this.#newest));
    this.#buckets[index] = Math.max(this.#buckets[index] ?? value, value);
    return began;
  }

  /** The largest value still in sight at `nowMs`; minus infinity when there is none. */
  at(nowMs: number): number {
    this.#turnTo(Math.floor(nowMs / this.#bucketMs));
    let largest = Number.NEGATIVE_INFINITY;
    const buckets = this.#buckets;
    for (let i = 0; i < buckets.length; i += 1) largest = Math.max(largest, buckets[i] ?? largest);
    return largest;
  }

  #turnTo(bucket: number): boolean {
    if (bucket <= this.#newest) return false;
    const steps = Math.min(bucket - this.#newest, this.#buckets.length);
    for (let i = 0; i < steps; i++) this.#buckets[this.#indexOf(bucket - i)] = Number.NEGATIVE_INFINITY;
    this.#newest = bucket;
    return true;
  }

  #indexOf(bucket: number): number {
    const size = this.#buckets.length;
    return ((bucket % size) + size) % size;
  }
}
