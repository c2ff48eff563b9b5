/** The smallest of the last so many values, one step at a time: constant memory, no allocation, no search. */

/**
 * A queue of those values that can still become the smallest: each is larger than the one before it, so the first is the answer
 * (D. Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element", 2006).
 */
export class SlidingMin {
  readonly #window: number;
  readonly #mask: number;
  readonly #values: Float64Array;
  readonly #steps: Float64Array;
  #first = 0;
  #end = 0;
  #step = 0;

  /** Looks at the last `window` values, at least one. */
  constructor(window: number) {
    this.#window = window;
    const places = 2 ** Math.ceil(Math.log2(window + 1));
    this.#mask = places - 1;
    this.#values = new Float64Array(places);
    this.#steps = new Float64Array(places);
  }

  /** Takes in the next value and gives the smallest of the last `window`. */
  next(value: number): number {
    const values = this.#values;
    const mask = this.#mask;
    while (this.#end > this.#first && (values[(this.#end - 1) & mask] ?? 0) >= value) this.#end -= 1;
    values[this.#end & mask] = value;
    this.#steps[this.#end & mask] = this.#step;
    this.#end += 1;
    if ((this.#steps[this.#first & mask] ?? 0) <= this.#step - this.#window) this.#first += 1;
    this.#step += 1;
    return values[this.#first & mask] ?? value;
  }

  /** Forgets everything. */
  clear(): void {
    this.#first = 0;
    this.#end = 0;
    this.#step = 0;
  }
}
