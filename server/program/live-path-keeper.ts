/** Keeps a live path running for as long as the room is open: one that dies is replaced, and gets the strips that the old one had. */
import type { StripId } from '#protocol/ids.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import { failuresAfter, restartDelayMs } from '../process/backoff.ts';
import type { LivePathFactory, LivePathPort, LivePathReport, StripSettings } from './live-path-port.ts';

export type LivePathKeeperOptions = {
  readonly startLivePath: LivePathFactory;
  readonly onReport: (report: LivePathReport) => void;
  /** It died; another one is being started. */
  readonly onDied: () => void;
  /** The next one mixes and has the strips. */
  readonly onReplaced: (livePath: LivePathPort) => void;
  readonly log: Log;
};

export class LivePathKeeper extends Closable {
  readonly #options: LivePathKeeperOptions;
  readonly #strips = new Map<StripId, StripSettings>();
  #livePath: LivePathPort;
  #failures = 0;
  #startedAtMs = performance.now();

  /** `first` is the one to begin with; from now on it is ours. */
  constructor(options: LivePathKeeperOptions, first: LivePathPort) {
    super();
    this.#options = options;
    this.#livePath = this.#adopt(first);
  }

  /** The one of now; closed while another is being started. */
  get livePath(): LivePathPort {
    return this.#livePath;
  }

  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    this.#strips.set(id, settings);
    this.#livePath.putStrip(id, settings, rampMs);
  }

  dropStrip(id: StripId): void {
    this.#strips.delete(id);
    this.#livePath.dropStrip(id);
  }

  #adopt(livePath: LivePathPort): LivePathPort {
    this.#startedAtMs = performance.now();
    livePath.onReport((report) => this.#options.onReport(report));
    livePath.onClosed((reason) => {
      if (this.closed || !reason.startsWith('died')) return;
      this.#options.log.error({ reason }, 'live path died');
      this.#options.onDied();
      void this.#replace();
    });
    return this.own(livePath);
  }

  async #replace(): Promise<void> {
    this.#failures = failuresAfter(this.#failures, performance.now() - this.#startedAtMs);
    while (!this.closed) {
      const delayMs = restartDelayMs(this.#failures, Math.random());
      if (delayMs > 0) await this.pause(delayMs);
      try {
        const livePath = await this.guard(this.#options.startLivePath(), (late) => late.close('room closed'));
        this.#livePath = this.#adopt(livePath);
        for (const [id, settings] of this.#strips) livePath.putStrip(id, settings);
        this.#options.onReplaced(livePath);
        return;
      } catch (error) {
        if (this.closed) return;
        this.#options.log.error({ err: error }, 'live path could not be started again');
        this.#failures += 1;
      }
    }
  }
}
