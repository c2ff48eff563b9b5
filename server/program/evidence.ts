/** What proves a broadcast for as long as it lasts: a listener of our own on every mount, and a look at the numbers every few seconds. */
import { Closable } from '../lifecycle.ts';
import type { CountListeners, ListenerCounts, ProbeFactory } from './program-ports.ts';

const LOOK_INTERVAL_MS = 5_000;

export type EvidenceOptions = {
  readonly mountNames: readonly string[];
  readonly listenTo: ProbeFactory;
  readonly countListeners: CountListeners;
  /** Audio begins to come from a mount, or ceases to. */
  readonly onSound: (mountName: string, sounding: boolean) => void;
  /** Every few seconds, with the number of listeners. */
  readonly onLook: (counts: ListenerCounts) => void;
};

/** Listens from its making until it closes, and says nothing afterwards. */
export class Evidence extends Closable {
  readonly #options: EvidenceOptions;

  constructor(options: EvidenceOptions) {
    super();
    this.#options = options;
    for (const name of options.mountNames) {
      const onChange = (sounding: boolean) => {
        if (!this.closed) options.onSound(name, sounding);
      };
      this.own(options.listenTo(name, onChange));
    }
    const timer = setInterval(() => void this.#look(), LOOK_INTERVAL_MS);
    this.own({ close: () => clearInterval(timer) });
  }

  async #look(): Promise<void> {
    const counts = await this.#options.countListeners(this.#options.mountNames);
    if (!this.closed) this.#options.onLook(counts);
  }
}
