/** How many of the last ticks fulfilled a condition. */

export class TickWindow {
  readonly #ring: Uint8Array;
  #at = 0;
  #count = 0;

  /** Looks back over `ticks` ticks; those before the first one did not. */
  constructor(ticks: number) {
    this.#ring = new Uint8Array(ticks);
  }

  get count(): number {
    return this.#count;
  }

  add(fulfilled: boolean): void {
    const value = Number(fulfilled);
    this.#count += value - (this.#ring[this.#at] ?? 0);
    this.#ring[this.#at] = value;
    this.#at = (this.#at + 1) % this.#ring.length;
  }
}
