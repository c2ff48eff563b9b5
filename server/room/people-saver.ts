/**
 * Saves the people of a room, but not for every change: a fader that moves changes them dozens of times a second, and each save is a write
 * of all of them in the thread that answers everybody. Knows nothing of where they are kept.
 */
import { Closable } from '../lifecycle.ts';
import type { RememberedPerson } from './room-memory.ts';

/** A server that dies may have forgotten where a fader went in this time before. */
const SAVE_INTERVAL_MS = 250;
/** How often people are saved who do not change: what was saved minutes ago is taken for a room that everybody has left since. */
const SAVE_AGAIN_MS = 60_000;

type People = readonly RememberedPerson[];

/** Saves what is still to be saved when it closes. */
export class PeopleSaver extends Closable {
  readonly #save: (people: People) => void;
  #saved: People = [];
  #savedAtMs = Number.NEGATIVE_INFINITY;
  #waiting: { readonly people: People; readonly timer: NodeJS.Timeout } | null = null;
  #again: NodeJS.Timeout | null = null;

  constructor(save: (people: People) => void) {
    super();
    this.#save = save;
  }

  /**
   * `people` replace those of the call before. Who is there and who is on air is saved at once, all else within SAVE_INTERVAL_MS. Nothing
   * is saved once this is closed.
   */
  put(people: People): void {
    if (this.closed) return;
    const waitMs = this.#savedAtMs + SAVE_INTERVAL_MS - performance.now();
    if (waitMs <= 0 || !areAlike(people, this.#saved)) this.#saveNow(people);
    else if (this.#waiting !== null) this.#waiting = { ...this.#waiting, people };
    else this.#waiting = { people, timer: setTimeout(() => this.#saveWaiting(), waitMs) };
  }

  protected override onClose(): void {
    this.#saveWaiting();
    this.#stopAgain();
  }

  #saveWaiting(): void {
    if (this.#waiting !== null) this.#saveNow(this.#waiting.people);
  }

  #saveNow(people: People): void {
    if (this.#waiting !== null) clearTimeout(this.#waiting.timer);
    this.#waiting = null;
    this.#saved = people;
    this.#savedAtMs = performance.now();
    this.#stopAgain();
    if (people.length > 0) this.#again = setTimeout(() => this.#saveNow(people), SAVE_AGAIN_MS);
    this.#save(people);
  }

  #stopAgain(): void {
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
  }
}

/** Whether the same people are on air and off it under the same names, and may do the same. */
function areAlike(people: People, others: People): boolean {
  return (
    people.length === others.length &&
    people.every(({ id, name, role, mutedByHost, strip }, index) => {
      const other = others[index];
      return (
        other?.id === id &&
        other.name === name &&
        other.role === role &&
        other.mutedByHost === mutedByHost &&
        other.strip?.on === strip?.on &&
        other.strip?.muted === strip?.muted
      );
    })
  );
}
