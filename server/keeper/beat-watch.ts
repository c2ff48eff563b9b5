/** Tells a server that hangs from one that is well, by its beats. Pure: it counts looks and not time, so a machine that slept accuses nobody. */

/** How often to look. */
export const LOOK_EVERY_MS = 200;

/** Waking (SIGCONT) does nothing to a process that runs, so it is tried long before anything is certain: after 0.6 s. */
const SILENT_AFTER_LOOKS = 3;
/** A server that was ready and says nothing for 3 s is replaced. */
const HANGS_AFTER_LOOKS = 15;
/** A start loads hundreds of files and stands still meanwhile. One that takes 60 s hangs. */
const START_LOOKS_MAX = 300;

export type BeatVerdict = 'well' | 'silent' | 'still silent' | 'hangs';

export class BeatWatch {
  #looks = 0;
  #ready = false;

  /** A sign of life. */
  beat(): void {
    if (this.#ready) this.#looks = 0;
  }

  /** The start is over: from now on it must beat. */
  ready(): void {
    this.#ready = true;
    this.#looks = 0;
  }

  /** To be asked every LOOK_EVERY_MS. */
  look(): BeatVerdict {
    this.#looks += 1;
    if (!this.#ready) return this.#looks > START_LOOKS_MAX ? 'hangs' : 'well';
    if (this.#looks > HANGS_AFTER_LOOKS) return 'hangs';
    if (this.#looks > SILENT_AFTER_LOOKS) return 'still silent';
    return this.#looks === SILENT_AFTER_LOOKS ? 'silent' : 'well';
  }
}
