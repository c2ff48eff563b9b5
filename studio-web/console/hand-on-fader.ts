/** Tells the others that a hand is on a fader, again and again while it is, and once when it is not. Pure but for timers. */
import { HOLD_LIFE_MS } from '#protocol/limits.ts';

const AGAIN_MS = HOLD_LIFE_MS / 2;

export class HandOnFader {
  readonly #tell: (held: boolean) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (held: boolean) => void) {
    this.#tell = tell;
  }

  set(held: boolean): void {
    if (held === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = held ? setInterval(() => this.#tell(true), AGAIN_MS) : undefined;
    this.#tell(held);
  }

  close(): void {
    this.set(false);
  }
}
