/**
 * The hand on one fader: shows the own value while it is held or on its way, then the server's; sends at most twenty values a second
 * and always the last one. Pure but for timers.
 */

/** 20 values a second. */
const SEND_INTERVAL_MS = 50;

export type FaderControlOptions = {
  /** Resolves when the server has answered, whatever it said; by then its state is here. */
  readonly send: (faderDb: number) => Promise<unknown>;
  /** The value to show changed: a number of the own hand, or null for the server's. */
  readonly onShown: (faderDb: number | null) => void;
};

export class FaderControl {
  readonly #options: FaderControlOptions;
  #held = false;
  #shown: number | null = null;
  #waiting: number | null = null;
  #underway = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FaderControlOptions) {
    this.#options = options;
  }

  /** The pointer went down on the fader. */
  hold(): void {
    this.#held = true;
  }

  /** The pointer is up again. */
  release(): void {
    this.#held = false;
    this.#letGo();
  }

  /** A new value of the own hand, by pointer, key or field. */
  move(faderDb: number): void {
    this.#show(faderDb);
    this.#waiting = faderDb;
    if (this.#timer === undefined) this.#sendWaiting();
  }

  /** The strip goes away. What waits is sent still. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting !== null) void this.#send(this.#waiting);
    this.#waiting = null;
  }

  #sendWaiting(): void {
    const value = this.#waiting;
    if (value === null) return;
    this.#waiting = null;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sendWaiting();
    }, SEND_INTERVAL_MS);
    void this.#send(value);
  }

  async #send(faderDb: number): Promise<void> {
    this.#underway += 1;
    try {
      await this.#options.send(faderDb);
    } finally {
      this.#underway -= 1;
      this.#letGo();
    }
  }

  #letGo(): void {
    if (!this.#held && this.#waiting === null && this.#underway === 0) this.#show(null);
  }

  #show(faderDb: number | null): void {
    if (faderDb === this.#shown) return;
    this.#shown = faderDb;
    this.#options.onShown(faderDb);
  }
}
