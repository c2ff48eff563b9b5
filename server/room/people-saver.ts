/**
 * Saves the people of a room, but not for every change: a fader that moves, or a crowd that comes in, changes them dozens of times a
 * second, and each save is a write of all of them in the thread that answers everybody. Knows nothing of where they are kept.
 */
import { Closable } from '../lifecycle.ts';
import type { RememberedPerson } from './room-memory.ts';

/** A server that dies may have forgotten what changed in this time before; the first change after a silence is saved at once. */
const SAVE_INTERVAL_MS = 250;

type People = readonly RememberedPerson[];

/** Saves what is still to be saved when it closes. */
export class PeopleSaver extends Closable {
  readonly #save: (people: People) => void;
  #waiting: People | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(save: (people: People) => void) {
    super();
    this.#save = save;
  }

  /** `people` replace those of the call before. Nothing is saved once this is closed. */
  put(people: People): void {
    if (this.closed) return;
    if (this.#timer !== null) {
      this.#waiting = people;
      return;
    }
    this.#timer = setTimeout(() => this.#intervalOver(), SAVE_INTERVAL_MS);
    this.#save(people);
  }

  protected override onClose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#waiting !== null) this.#save(this.#waiting);
    this.#waiting = null;
  }

  #intervalOver(): void {
    this.#timer = null;
    const people = this.#waiting;
    this.#waiting = null;
    if (people !== null) this.put(people);
  }
}
