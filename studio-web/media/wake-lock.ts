/** Keeps the screen of a phone on while its owner is in the studio: a locked phone takes the microphone away. */

/** As the browser gives it; it may take it back. */
type Held = { readonly released: boolean; release(): Promise<unknown> };

export type WakeLockOptions = {
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & { readonly hidden: boolean };
  /** Null where the browser cannot do it. */
  readonly request: (() => Promise<Held>) | null;
};

export class WakeLock {
  readonly #options: WakeLockOptions;
  #held: Held | null = null;
  #wanted = false;
  #asking = false;
  readonly #again = (): void => void this.#request();

  constructor(options: WakeLockOptions) {
    this.#options = options;
  }

  /** Also for whoever is back in the studio: what is held already is held once. */
  hold(): void {
    if (!this.#wanted) this.#options.page.addEventListener('visibilitychange', this.#again);
    this.#wanted = true;
    void this.#request();
  }

  release(): void {
    this.#wanted = false;
    this.#options.page.removeEventListener('visibilitychange', this.#again);
    void this.#held?.release();
    this.#held = null;
  }

  /** Browsers drop the lock with the page out of sight, and refuse it on an empty battery; both are no reason to complain. */
  async #request(): Promise<void> {
    const { page, request } = this.#options;
    if (!this.#wanted || this.#asking || page.hidden || request === null) return;
    if (this.#held?.released === false) return;
    this.#asking = true;
    try {
      const held = await request();
      if (this.#wanted) this.#held = held;
      else await held.release();
    } catch {
      this.#held = null;
    } finally {
      this.#asking = false;
    }
  }
}
