/** Decides whether a process that is fed still makes progress. Pure: it counts looks, not time, so a machine that slept accuses nobody. */

export type ProgressLimits = {
  /** Looks without progress before the first output, and after it. */
  readonly looksToStart: number;
  readonly looksToStall: number;
};

export class ProgressWatch {
  readonly #limits: ProgressLimits;
  #started = false;
  #fedSinceLook = false;
  #progressSinceLook = false;
  #looksWithout = 0;

  constructor(limits: ProgressLimits) {
    this.#limits = limits;
  }

  /** Input was offered, whether or not it was taken. */
  fed(): void {
    this.#fedSinceLook = true;
  }

  /** Output came. */
  progressed(): void {
    this.#started = true;
    this.#progressSinceLook = true;
  }

  /** Called at even intervals; true means that the process was fed and gave nothing for too long. */
  look(): boolean {
    if (this.#progressSinceLook) this.#looksWithout = 0;
    else if (this.#fedSinceLook) this.#looksWithout += 1;
    this.#progressSinceLook = false;
    this.#fedSinceLook = false;
    const limit = this.#started ? this.#limits.looksToStall : this.#limits.looksToStart;
    return this.#looksWithout >= limit;
  }
}
