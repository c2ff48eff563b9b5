/** Notices which titles went on air, and when. Pure but for what it saw last. */
import type { ProgramEntry } from '#protocol/state.ts';

export class PlayedTitles {
  readonly #onPlayed: (title: string) => void;
  #last: string | null;

  /** `last` is the title that was noted before this process began; it is not noted again. */
  constructor(last: string | null, onPlayed: (title: string) => void) {
    this.#last = last;
    this.#onPlayed = onPlayed;
  }

  /** To be told of every state of the program. A title counts once listeners hear the show; none at all is no title. */
  note({ phase, title }: ProgramEntry): void {
    if (phase !== 'live' || title === '' || title === this.#last) return;
    this.#last = title;
    this.#onPlayed(title);
  }
}
