/** The loudest that each strip was in the last seconds, as the server measured it; long enough to tell silence from a pause. */
import type { Levels } from '#protocol/state.ts';

const KEPT_MS = 15_000;
/** Before so long nobody can say that there is no sound. */
const SURE_AFTER_MS = 8_000;
/** A microphone that is open is louder than this, in dBFS, even when nobody speaks. */
const SIGNAL_DB = -70;

type Peak = { readonly atMs: number; readonly peakDb: number };

export class RecentPeaks {
  /** Bounded by the strips of a room. */
  readonly #peaks = new Map<string, Peak>();
  #sinceMs: number | null = null;

  add({ strips }: Pick<Levels, 'strips'>, nowMs: number): void {
    this.#sinceMs ??= nowMs;
    for (const [id, { peakDb }] of Object.entries(strips)) {
      const before = this.#peaks.get(id);
      const isOld = before === undefined || nowMs - before.atMs > KEPT_MS;
      if (isOld || peakDb >= before.peakDb) this.#peaks.set(id, { atMs: nowMs, peakDb });
    }
    for (const id of this.#peaks.keys()) if (strips[id] === undefined) this.#peaks.delete(id);
  }

  /** Whether one of these strips was louder than an empty room; null while that is not known yet. */
  isHeard(ids: readonly string[], nowMs: number): boolean | null {
    const heard = ids.some((id) => (this.#peaks.get(id)?.peakDb ?? SIGNAL_DB) > SIGNAL_DB);
    if (heard) return true;
    return this.#sinceMs !== null && nowMs - this.#sinceMs >= SURE_AFTER_MS ? false : null;
  }
}
