/**
 * Keeps one browser's copy of the room's state true: a welcome, then the difference to what was sent last. A slow browser gets fewer,
 * larger patches and never a growing queue; levels are the first to be dropped. Knows nothing of sockets, only of an outlet.
 */
import type { ParticipantId } from '#protocol/ids.ts';
import { BROADCASTS_PER_SECOND_MAX } from '#protocol/limits.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import type { Levels, Role, RoomState } from '#protocol/state.ts';
import { Closable } from '../lifecycle.ts';
import { sharedPatch } from './shared-patch.ts';

/** At most 20 patches a second, fewer in a room of many; the first change after a silence goes at once. */
const PATCH_INTERVAL_MS = 50;
const MS_PER_S = 1000;
/** Above this, patches wait and levels are dropped. */
const BACKLOG_LOW_BYTES = 16 * 1024;

/** The way to the browser. `backlogBytes` is what was sent and is still here. */
export type Outlet = {
  readonly backlogBytes: number;
  send(message: ServerMessage): void;
};

/** What is copied. A room is one. */
export type StateSource = {
  readonly state: RoomState;
  readonly version: number;
  /** How many copies there are, more or less. */
  readonly participantCount: number;
  onChanged(listener: () => void): () => void;
  onLevels(listener: (levels: Levels) => void): () => void;
};

export type ReplicatorOptions = {
  readonly source: StateSource;
  readonly outlet: Outlet;
  readonly you: { readonly participantId: ParticipantId; readonly role: Role };
  readonly onLevelsDropped: () => void;
};

export class Replicator extends Closable {
  readonly #options: ReplicatorOptions;
  readonly #unsubscribe: readonly (() => void)[];
  #sentState: RoomState;
  #sentVersion: number;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  /** Sends the welcome and follows the source from then on. */
  constructor(options: ReplicatorOptions) {
    super();
    this.#options = options;
    const { source } = options;
    this.#sentState = source.state;
    this.#sentVersion = source.version;
    this.#unsubscribe = [
      source.onChanged(() => this.#changed()),
      source.onLevels((levels) => this.#levels(levels)),
    ];
    this.welcome();
  }

  /** Sends the whole state: to begin with, and after the browser found a gap. */
  welcome(): void {
    const { source, outlet, you } = this.#options;
    this.#sentState = source.state;
    this.#sentVersion = source.version;
    const { state, version } = source;
    outlet.send({ type: 'welcome', version, serverTimeMs: Date.now(), you, state });
  }

  /**
   * Sends what is missing now and answers with the version the browser then has. Replies call it, so that the effect of a request is
   * there before its reply; the rate of these patches is bounded by the rate of requests.
   */
  flush(): number {
    const { source, outlet } = this.#options;
    if (this.closed || source.version === this.#sentVersion) return this.#sentVersion;
    const patch = sharedPatch({ state: this.#sentState, version: this.#sentVersion }, source);
    this.#sentState = source.state;
    this.#sentVersion = source.version;
    this.#sentAtMs = performance.now();
    outlet.send(patch);
    return patch.to;
  }

  protected override onClose(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #changed(): void {
    if (this.#timer !== null) return;
    const waitMs = this.#sentAtMs + this.#intervalMs() - performance.now();
    if (waitMs <= 0 && this.#hasRoom()) this.flush();
    else this.#flushIn(Math.max(waitMs, 0));
  }

  #intervalMs(): number {
    const { participantCount } = this.#options.source;
    return Math.max(PATCH_INTERVAL_MS, (participantCount * MS_PER_S) / BROADCASTS_PER_SECOND_MAX);
  }

  #flushIn(waitMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#hasRoom()) this.flush();
      else this.#flushIn(PATCH_INTERVAL_MS);
    }, waitMs);
  }

  #levels(levels: Levels): void {
    if (this.#hasRoom()) this.#options.outlet.send({ type: 'levels', levels });
    else this.#options.onLevelsDropped();
  }

  #hasRoom(): boolean {
    return this.#options.outlet.backlogBytes <= BACKLOG_LOW_BYTES;
  }
}
