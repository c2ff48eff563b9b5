/** Keeps the screen of a phone on while its owner is in the studio: a locked phone takes the microphone away. */
export class WakeLock {
  readonly #page: Document;
  #held: WakeLockSentinel | null = null;
  #wanted = false;
  readonly #again = (): void => void this.#request();

  constructor(page: Document) {
    this.#page = page;
    page.addEventListener('visibilitychange', this.#again);
  }

  hold(): void {
    this.#wanted = true;
    void this.#request();
  }

  release(): void {
    this.#wanted = false;
    this.#page.removeEventListener('visibilitychange', this.#again);
    void this.#held?.release();
    this.#held = null;
  }

  /** Browsers drop the lock with the page out of sight, and refuse it on an empty battery; both are no reason to complain. */
  async #request(): Promise<void> {
    if (!this.#wanted || this.#page.hidden || !('wakeLock' in navigator)) return;
    try {
      const held = await navigator.wakeLock.request('screen');
      if (this.#wanted) this.#held = held;
      else await held.release();
    } catch {
      this.#held = null;
    }
  }
}
