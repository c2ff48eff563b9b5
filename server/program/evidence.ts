/** What proves a broadcast for as long as it lasts: a listener of our own on every mount, and a look at the numbers every few seconds. */
import { Closable } from '../lifecycle.ts';
import type { ProgramEnvelope } from './live-path-port.ts';
import type { CountListeners, Ear, EarFactory, ListenerCounts, MountMeasure } from './program-ports.ts';

const LOOK_INTERVAL_MS = 5_000;

export type EvidenceOptions = {
  readonly mountNames: readonly string[];
  readonly listenTo: EarFactory;
  readonly countListeners: CountListeners;
  /** Audio begins to come from a mount, or ceases to; `complaint` is what is wrong with audio that does come. */
  readonly onSound: (mountName: string, sounding: boolean, complaint: string | null) => void;
  /** How long after the program the mount sounds it, every few seconds; null while that is not known. */
  readonly onLag: (mountName: string, lagMs: number | null) => void;
  /** Every few seconds, with the number of listeners. */
  readonly onLook: (counts: ListenerCounts) => void;
};

/** Listens from its making until it closes, and says nothing afterwards. */
export class Evidence extends Closable {
  readonly #options: EvidenceOptions;
  readonly #ears: readonly Ear[];
  readonly #measures = new Map<string, MountMeasure | null>();

  constructor(options: EvidenceOptions) {
    super();
    this.#options = options;
    this.#ears = options.mountNames.map((name) =>
      this.own(
        options.listenTo(name, {
          onChange: (sounding, complaint) => {
            if (!this.closed) options.onSound(name, sounding, complaint);
          },
          onMeasure: (measure) => {
            if (this.closed) return;
            this.#measures.set(name, measure);
            options.onLag(name, measure?.lagMs ?? null);
          },
        }),
      ),
    );
    const timer = setInterval(() => void this.#look(), LOOK_INTERVAL_MS);
    this.own({ close: () => clearInterval(timer) });
  }

  /** What was heard of a mount last; null while nothing is. */
  measureOf(mountName: string): MountMeasure | null {
    return this.#measures.get(mountName) ?? null;
  }

  /** Tells the ears what the program sounded like. */
  hearProgram(envelope: ProgramEnvelope): void {
    for (const ear of this.#ears) ear.hearProgram(envelope);
  }

  async #look(): Promise<void> {
    const counts = await this.#options.countListeners(this.#options.mountNames);
    if (!this.closed) this.#options.onLook(counts);
  }
}
