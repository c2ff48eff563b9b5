/** Notices a microphone that delivers nothing at all. Pure: told readings and the time. */

const DEAD_DB = -90;
const DEAD_AFTER_MS = 5_000;

export class SilenceWatch {
  #silentSinceMs: number | null = null;

  /**
   * Whether nothing was heard for five seconds. `listening` is false while nothing can be said: muted, page hidden, or audio not
   * running yet.
   */
  update(options: { peakDb: number; listening: boolean; nowMs: number }): boolean {
    if (!options.listening || options.peakDb > DEAD_DB) {
      this.#silentSinceMs = null;
      return false;
    }
    this.#silentSinceMs ??= options.nowMs;
    return options.nowMs - this.#silentSinceMs >= DEAD_AFTER_MS;
  }
}
