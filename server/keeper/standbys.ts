/** The standbys of all shows that are on air. Outlives the server that asked for them: that is their point. */
import { Closable } from '../lifecycle.ts';
import type { ProcessLog } from '../process/process-log.ts';
import type { IcecastAccess } from '../program/live-path-port.ts';
import type { StandbyPlan } from '../program/program-ports.ts';
import type { Bed } from './bed.ts';
import { Standby } from './standby.ts';

export type StandbysOptions = {
  readonly icecast: IcecastAccess;
  /** Makes the bed; asked when it is wanted first, and again as long as it fails. */
  readonly makeBed: (signal: AbortSignal) => Promise<Bed>;
  readonly log: ProcessLog;
};

const BED_RETRY_MS = 10_000;

export class Standbys extends Closable {
  readonly #options: StandbysOptions;
  readonly #standbys = new Map<string, Standby>();
  #bed: Promise<Bed> | null = null;

  constructor(options: StandbysOptions) {
    super();
    this.#options = options;
  }

  /** The shows that have one. */
  get shows(): readonly string[] {
    return [...this.#standbys.keys()];
  }

  /** Makes the bed before anybody needs it. */
  prepare(): void {
    void this.#bedOf();
  }

  /** Gives the show a standby, or the one it has another title. */
  hold(show: string, plan: StandbyPlan): void {
    const held = this.#standbys.get(show);
    if (held !== undefined) {
      held.setTitle(plan.title);
      return;
    }
    const { icecast, log } = this.#options;
    const standby = this.own(new Standby({ plan, icecast, bed: this.#bedOf(), log }));
    this.#standbys.set(show, standby);
  }

  /** Takes the standby away; resolves when Icecast has let it go. */
  async release(show: string): Promise<void> {
    const standby = this.#standbys.get(show);
    this.#standbys.delete(show);
    await standby?.end();
  }

  /** A server that came back takes up these shows and no other: the rest was stopped while nobody could say so. */
  async retain(shows: readonly string[]): Promise<void> {
    await Promise.all(this.shows.filter((show) => !shows.includes(show)).map((show) => this.release(show)));
  }

  async stop(): Promise<void> {
    await this.retain([]);
    this.close('stopped');
  }

  protected override onClose(): void {
    this.#standbys.clear();
  }

  #bedOf(): Promise<Bed> {
    this.#bed ??= this.#untilThereIsABed();
    return this.#bed;
  }

  /** Stays unresolved when we close before. */
  async #untilThereIsABed(): Promise<Bed> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#options.makeBed(this.signal);
      } catch (error) {
        if (this.closed) return new Promise(() => {});
        if (tries === 0) this.#options.log.warn({ err: error }, 'no bed yet, so no show has a standby');
        await this.pause(BED_RETRY_MS);
      }
    }
  }
}
