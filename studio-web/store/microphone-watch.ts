/**
 * Notices when the own microphone is there and gives nothing (a phone call, a locked screen, a switch on the headset), and tells the room,
 * so that a host knows why somebody has fallen silent. Takes it back by itself.
 */
import type { MicrophoneTrouble } from '#protocol/people.ts';
import type { MeterReading } from '../media/level-measure.ts';
import { SilenceWatch } from '../media/silence-watch.ts';

const LOOK_INTERVAL_MS = 1_000;

/** What can be seen of the microphone at a moment. */
export type MicrophoneView = {
  /** A track is held. */
  readonly isOpen: boolean;
  /** It is shut on purpose: muted by its owner or a host. */
  readonly isShut: boolean;
  /** The device says that somebody else has it: track muted or ended, audio of the page interrupted. */
  readonly isInterrupted: boolean;
  /** The page cannot be seen. */
  readonly isHidden: boolean;
  /** On phones a page that is hidden may lose its microphone at any moment. */
  readonly isPhone: boolean;
  /** Levels mean something now. */
  readonly isMeasured: boolean;
};

export type MicrophoneWatchOptions = {
  readonly look: () => MicrophoneView;
  /** Calls back when there is something new to see; gives the way to stop it. */
  readonly follow: (look: () => void) => () => void;
  readonly read: () => MeterReading;
  readonly tell: (trouble: MicrophoneTrouble | null) => Promise<unknown>;
  /** Gets the microphone anew. */
  readonly reopen: () => void;
  readonly nowMs: () => number;
};

/** What is wrong, from the worst on; null while nothing is, or while nobody expects to hear anything. */
export function troubleOf(view: MicrophoneView, isSilent: boolean): MicrophoneTrouble | null {
  if (!view.isOpen || view.isShut) return null;
  if (view.isInterrupted) return 'interrupted';
  if (view.isPhone && view.isHidden) return 'hidden';
  return isSilent ? 'silent' : null;
}

export class MicrophoneWatch {
  readonly #options: MicrophoneWatchOptions;
  readonly #silence = new SilenceWatch();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #unfollow: () => void;
  #told: MicrophoneTrouble | null = null;
  #mayReopen = false;

  constructor(options: MicrophoneWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), LOOK_INTERVAL_MS);
    this.#unfollow = options.follow(() => this.look());
  }

  /** Looks at once: something about the page or the microphone has changed. A phone may stop the page right after. */
  look(): void {
    const view = this.#options.look();
    const isSilent = this.#silence.update({
      peakDb: this.#options.read().peakDb,
      listening: view.isOpen && !view.isShut && !view.isHidden && view.isMeasured,
      nowMs: this.#options.nowMs(),
    });
    // After a call iPhones may leave a track that says it is well and gives zeros: it is got anew, once after each time the page was away.
    if (view.isHidden) this.#mayReopen = true;
    else if (isSilent && this.#mayReopen) {
      this.#mayReopen = false;
      this.#options.reopen();
    }
    this.#tell(troubleOf(view, isSilent));
  }

  /** Another visit to the room knows only of newcomers, who have no trouble. */
  forget(): void {
    this.#told = null;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unfollow();
  }

  #tell(trouble: MicrophoneTrouble | null): void {
    if (trouble === this.#told) return;
    const before = this.#told;
    this.#told = trouble;
    // What could not be told is told with the next look.
    this.#options.tell(trouble).catch(() => {
      this.#told = before;
    });
  }
}
