/** Remembers who showed wrong credentials lately, so that guessing is slow. Those who are right are never held up, wherever they come from. */

/** So many within the window are too many. */
const ATTEMPTS_MAX = 10;
const WINDOW_MS = 60_000;
/** Addresses remembered at once; beyond it the oldest are forgotten. */
const ADDRESSES_MAX = 10_000;

type Record = { readonly sinceMs: number; readonly count: number };

export class FailedAttempts {
  readonly #byAddress = new Map<string, Record>();

  /** Whether `address` showed too many wrong ones lately. `nowMs` never goes back. */
  isExhausted(address: string, nowMs: number): boolean {
    const record = this.#byAddress.get(address);
    return record !== undefined && nowMs - record.sinceMs < WINDOW_MS && record.count >= ATTEMPTS_MAX;
  }

  add(address: string, nowMs: number): void {
    const before = this.#byAddress.get(address);
    const goesOn = before !== undefined && nowMs - before.sinceMs < WINDOW_MS;
    this.#byAddress.delete(address);
    this.#byAddress.set(
      address,
      goesOn ? { sinceMs: before.sinceMs, count: before.count + 1 } : { sinceMs: nowMs, count: 1 },
    );
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size > ADDRESSES_MAX && oldest !== undefined) this.#byAddress.delete(oldest);
  }
}
