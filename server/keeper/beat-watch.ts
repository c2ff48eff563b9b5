/** Tells a server that hangs from one that is well, by its beats. Pure: it counts looks and not time, so a machine that slept accuses nobody. */

/** How often to look. */
export const LOOK_EVERY_MS = 200;

/** Waking (SIGCONT) does nothing to a process that runs, so it is tried long before anything is certain: after 0.6 s. */
const SILENT_AFTER_LOOKS = 3;
/** A server that was ready, says nothing for 3 s and uses no processor meanwhile is replaced. */
const HANGS_AFTER_LOOKS = 15;
/**
 * One that works gets 10 s. Its mixer has a thread of its own and may be on the air all the while: a disk or a processor that others keep
 * busy holds up the beats first, and to replace it then would be what listeners notice.
 */
const BUSY_HANGS_AFTER_LOOKS = 50;
/** Without any work for 2 s it does not even mix. */
const IDLE_LOOKS = 10;
/** A start loads hundreds of files and stands still meanwhile. One that takes 60 s hangs. */
const START_LOOKS_MAX = 300;

export type BeatVerdict = 'well' | 'silent' | 'still silent' | 'hangs';

export class BeatWatch {
  #looks = 0;
  #ready = false;
  #work: number | null = null;
  #idleLooks = 0;

  /** A sign of life. */
  beat(): void {
    if (this.#ready) this.#looks = 0;
  }

  /** The start is over: from now on it must beat. */
  ready(): void {
    this.#ready = true;
    this.#looks = 0;
  }

  /**
   * To be asked every LOOK_EVERY_MS. `workOf` tells the processor time that the server has used so far, in any unit, or null where that
   * cannot be known; it is asked only while the server is silent.
   */
  look(workOf: () => number | null): BeatVerdict {
    this.#looks += 1;
    if (!this.#ready) return this.#looks > START_LOOKS_MAX ? 'hangs' : 'well';
    if (this.#looks >= SILENT_AFTER_LOOKS) this.#noteWork(workOf());
    if (this.#looks > (this.#idleLooks > IDLE_LOOKS ? HANGS_AFTER_LOOKS : BUSY_HANGS_AFTER_LOOKS))
      return 'hangs';
    if (this.#looks > SILENT_AFTER_LOOKS) return 'still silent';
    return this.#looks === SILENT_AFTER_LOOKS ? 'silent' : 'well';
  }

  #noteWork(work: number | null): void {
    const isIdle = work === null || work === this.#work;
    this.#idleLooks = isIdle ? this.#idleLooks + 1 : 0;
    this.#work = work;
  }
}
