/** Notices when this very process stood still, so that a busy machine is not taken for a fault of the studio. */

const LOOK_EVERY_MS = 10;
/** Shorter ones are not kept. */
const STALL_KEPT_MS = 20;

type Stall = { readonly endedAtMs: number; readonly ms: number };

export class StallWatch {
  readonly #stalls: Stall[] = [];
  readonly #timer: NodeJS.Timeout;
  #lookedAtMs = performance.now();

  constructor() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** The longest that ended since `fromMs`; 0 when there was none worth keeping. */
  longestMs(fromMs: number): number {
    return Math.max(0, ...this.#stalls.filter(({ endedAtMs }) => endedAtMs >= fromMs).map(({ ms }) => ms));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const nowMs = performance.now();
    const ms = nowMs - this.#lookedAtMs - LOOK_EVERY_MS;
    this.#lookedAtMs = nowMs;
    if (ms >= STALL_KEPT_MS) this.#stalls.push({ endedAtMs: nowMs, ms });
  }
}
