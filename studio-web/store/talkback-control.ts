/**
 * The key for talking back, as it is held and let go. Nothing is said before the server has taken the strip off the air, and the microphone is
 * back where it was before the server gives it back.
 */
import type { TalkbackTarget } from '#protocol/people.ts';
import type { CommandError } from '../connection/command-error.ts';

export type TalkbackOptions = {
  readonly start: (to: TalkbackTarget) => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
  /** What to show: the target from the press on, `open` as soon as the microphone may speak. */
  readonly onChange: (state: { readonly target: TalkbackTarget | null; readonly isOpen: boolean }) => void;
  readonly onRefused: (error: CommandError | unknown) => void;
};

export class TalkbackControl {
  readonly #options: TalkbackOptions;
  /** Grows with each press, so that a late answer does not open what was let go. */
  #press = 0;
  #isHeld = false;

  constructor(options: TalkbackOptions) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  async hold(to: TalkbackTarget): Promise<void> {
    if (this.#isHeld) return;
    const press = ++this.#press;
    this.#isHeld = true;
    this.#options.onChange({ target: to, isOpen: false });
    try {
      await this.#options.start(to);
      if (press === this.#press && this.#isHeld) this.#options.onChange({ target: to, isOpen: true });
    } catch (error) {
      if (press !== this.#press || !this.#isHeld) return;
      this.#isHeld = false;
      this.#options.onChange({ target: null, isOpen: false });
      this.#options.onRefused(error);
    }
  }

  /** The key was let go, or whatever it was held in is gone. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#options.onChange({ target: null, isOpen: false });
    // Without a connection the server holds the strip off the air; the next entry sorts it out.
    this.#options.stop().catch(() => {});
  }
}
