/**
 * Looks after one transport's connection: ICE is restarted when it breaks, and when that does not help within a few seconds the
 * whole link is given up. Knows no mediasoup, only connection states.
 */

export type WatchedState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** How long a first connection may take, and a restart once the server knows of it. */
const CONNECT_PATIENCE_MS = 8_000;
const RESTARTS_MAX = 2;

export type TransportWatchOptions = {
  /** Rejects when the server could not be asked. */
  readonly restartIce: () => Promise<void>;
  /** Restarting did not help: the transport must be built anew. `everConnected` tells a broken path from a blocked one. */
  readonly onGivenUp: (everConnected: boolean) => void;
};

export class TransportWatch {
  readonly #options: TransportWatchOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: WatchedState = 'new';
  #everConnected = false;
  #restarts = 0;
  #restarting = false;

  constructor(options: TransportWatchOptions) {
    this.#options = options;
  }

  get state(): WatchedState {
    return this.#state;
  }

  update(state: WatchedState): void {
    this.#state = state;
    clearTimeout(this.#timer);
    switch (state) {
      case 'connecting':
        this.#after(CONNECT_PATIENCE_MS, () => this.#giveUp());
        break;
      case 'connected':
        this.#everConnected = true;
        this.#restarts = 0;
        break;
      case 'disconnected':
        // It often heals by itself, but browsers say so seconds late, and the old path stays in use until a new one is found.
        this.#restart();
        break;
      case 'failed':
        this.#restart();
        break;
      case 'new':
      case 'closed':
        break;
    }
  }

  /** Does not wait for the transport to notice that its path is gone. */
  networkChanged(): void {
    if (!this.#everConnected || this.#state === 'closed') return;
    this.#restarts = 0;
    this.#restart();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
  }

  #restart(): void {
    clearTimeout(this.#timer);
    // One that is under way asks the server when it can be asked, which may be long after.
    if (this.#restarting) return;
    this.#restarts += 1;
    if (!this.#everConnected || this.#restarts > RESTARTS_MAX) {
      this.#giveUp();
      return;
    }
    void this.#askForRestart();
  }

  async #askForRestart(): Promise<void> {
    this.#restarting = true;
    try {
      await this.#options.restartIce();
      if (this.#state === 'disconnected' || this.#state === 'failed') {
        this.#after(CONNECT_PATIENCE_MS, () => this.#restart());
      }
    } catch {
      if (this.#state !== 'connected') this.#giveUp();
    } finally {
      this.#restarting = false;
    }
  }

  #giveUp(): void {
    if (this.#state === 'closed') return;
    this.close();
    this.#options.onGivenUp(this.#everConnected);
  }

  #after(delayMs: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, delayMs);
  }
}
