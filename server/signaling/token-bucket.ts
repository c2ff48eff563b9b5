/** A token bucket that may go into debt: first it refuses, and whoever goes on regardless is cut off. Pure; the caller brings the time. */

export type TokenBucketOptions = {
  /** Tokens that come back per second. */
  readonly perSecond: number;
  /** How many may be taken at once after a silence. */
  readonly burst: number;
  /** How many more may be asked for, and refused, before the verdict is `cut`. */
  readonly debt: number;
};

/** `pass`: go on. `refuse`: too fast, say so. `cut`: it does not stop, let go of it. */
export type Verdict = 'pass' | 'refuse' | 'cut';

const MS_PER_SECOND = 1000;

export class TokenBucket {
  readonly #options: TokenBucketOptions;
  #tokens: number;
  #filledAtMs: number;

  constructor(options: TokenBucketOptions, nowMs: number) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAtMs = nowMs;
  }

  /** Takes one token at `nowMs`, a time in ms that never goes back. */
  take(nowMs: number): Verdict {
    const { perSecond, burst, debt } = this.#options;
    const back = ((nowMs - this.#filledAtMs) / MS_PER_SECOND) * perSecond;
    this.#tokens = Math.min(burst, this.#tokens + back) - 1;
    this.#filledAtMs = nowMs;
    if (this.#tokens >= 0) return 'pass';
    return this.#tokens >= -debt ? 'refuse' : 'cut';
  }
}
