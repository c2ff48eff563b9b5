/** How many may arrive in a while, counted apart for each key. Who is turned away does not count, so that it passes soon after a flood. */

export type ArrivalRateOptions = {
  /** How many may arrive at once after a silence. */
  readonly burst: number;
  readonly perSecond: number;
};

/** Keys remembered at once; beyond it those are forgotten that have not been seen for the longest. */
const KEYS_MAX = 10_000;
const MS_PER_SECOND = 1000;

type Places = { readonly free: number; readonly atMs: number };

export class ArrivalRate {
  readonly #options: ArrivalRateOptions;
  readonly #byKey = new Map<string, Places>();

  constructor(options: ArrivalRateOptions) {
    this.#options = options;
  }

  /** Whether one more may arrive; takes his place when he may. `nowMs` never goes back. */
  admits(key: string, nowMs: number): boolean {
    const { burst, perSecond } = this.#options;
    const { free, atMs } = this.#byKey.get(key) ?? { free: burst, atMs: nowMs };
    const now = Math.min(burst, free + ((nowMs - atMs) / MS_PER_SECOND) * perSecond);
    const isAdmitted = now >= 1;
    this.#byKey.delete(key);
    this.#byKey.set(key, { free: isAdmitted ? now - 1 : now, atMs: nowMs });
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > KEYS_MAX && oldest !== undefined) this.#byKey.delete(oldest);
    return isAdmitted;
  }
}
