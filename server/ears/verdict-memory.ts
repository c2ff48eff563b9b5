/** Turns one verdict a second into what is held against a mount: slow to accuse, and not for ever. Pure. */
import type { Verdict } from './judge-sound.ts';

export type Complaint = 'silent' | 'other';

/** So many equal verdicts in a row make a complaint. */
const TIMES_TO_ACCUSE = 2;
/** And so many without a word against the mount lift it; unknown counts as fine in the end. */
const TIMES_TO_ACQUIT = 20;

export class VerdictMemory {
  #complaint: Complaint | null = null;
  #accused: Verdict | null = null;
  #times = 0;
  #quietTimes = 0;

  /** What is held against the mount. */
  get complaint(): Complaint | null {
    return this.#complaint;
  }

  /** `isProgram` says that the program was found again in the mount, which clears it of everything. */
  add(verdict: Verdict, isProgram: boolean): void {
    const isBad = verdict === 'silent' || verdict === 'other';
    this.#times = verdict === this.#accused ? this.#times + 1 : 1;
    this.#accused = verdict;
    this.#quietTimes = isBad ? 0 : this.#quietTimes + 1;
    if (isBad && this.#times >= TIMES_TO_ACCUSE) this.#complaint = verdict;
    const soundsAgain = this.#complaint === 'silent' && verdict === 'sounds';
    if (!isBad && (isProgram || soundsAgain || this.#quietTimes >= TIMES_TO_ACQUIT)) this.#complaint = null;
  }

  /** Another connection: nothing is known about it. */
  forget(): void {
    this.#complaint = null;
    this.#accused = null;
    this.#times = 0;
    this.#quietTimes = 0;
  }
}
