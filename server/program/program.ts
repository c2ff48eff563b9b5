/** The bus on air: owns the live path of a room, turns what the hosts want into commands for it, and its reports into the phase. */
import type { StripId } from '#protocol/ids.ts';
import type { Levels, ProgramEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import { Evidence } from './evidence.ts';
import { LivePathKeeper } from './live-path-keeper.ts';
import type {
  LivePathHealth,
  LivePathPort,
  LivePathReport,
  RtpSource,
  StripSettings,
} from './live-path-port.ts';
import { thisMoment } from './moment.ts';
import { isSilent, LIVE_PATH_DIED, soundingOf } from './mount-facts.ts';
import {
  type BedWish,
  entryOf,
  factsAfterCount,
  factsAfterLag,
  factsAfterProbe,
  factsAfterReport,
  factsAfterStart,
  factsAfterWait,
  factsAfterWish,
  factsWhenOff,
  isBedWanted,
  type ProgramFacts,
} from './program-facts.ts';
import type { ProgramOptions } from './program-options.ts';
import type { IcecastCheck, ListenerCounts, MountSounding } from './program-ports.ts';

/** A live path that has not left the air by then hangs. It is ended, and its connections with it. */
const OFF_AIR_DEADLINE_MS = 4_500;

/** One per room. `entry` is what the room shows; `onChanged` follows each change of it. */
export class Program extends Closable {
  readonly #options: ProgramOptions;
  readonly #keeper: LivePathKeeper;
  readonly #changed = new Set<() => void>();
  readonly #levels = new Set<(levels: Levels) => void>();
  readonly #livePathStarted = new Set<(livePath: LivePathPort) => void>();
  #facts: ProgramFacts;
  #entry: ProgramEntry;
  #health: LivePathHealth | null = null;
  #evidence: Evidence | null = null;
  #leaving: Promise<void> | null = null;

  /** Starts the live path, so that meters move before anybody goes live. */
  static async create(options: ProgramOptions): Promise<Program> {
    return new Program(options, await options.startLivePath());
  }

  private constructor(options: ProgramOptions, livePath: LivePathPort) {
    super();
    this.#options = options;
    this.#facts = factsWhenOff(options.title, options.mounts);
    this.#entry = entryOf(this.#facts, null, Date.now());
    this.#keeper = this.own(
      new LivePathKeeper(
        {
          startLivePath: options.startLivePath,
          onReport: (report) => this.#hear(report),
          onDied: () => this.#noteDeath(),
          onReplaced: (replacement) => this.#onReplaced(replacement),
          log: options.log,
        },
        livePath,
      ),
    );
  }

  get entry(): ProgramEntry {
    return this.#entry;
  }

  /** Hosts want it on air, and nothing has ended the attempt. */
  get isWanted(): boolean {
    return this.#facts.intent === 'on' && this.#facts.failure === null;
  }

  get livePath(): LivePathPort {
    return this.#keeper.livePath;
  }

  /** The latest counters of the live path, for metrics. */
  get health(): LivePathHealth | null {
    return this.#health;
  }

  /** What our own listeners hear of each mount; empty while the program is not wanted on air. */
  get soundings(): readonly MountSounding[] {
    const evidence = this.#evidence;
    if (evidence === null) return [];
    return this.#facts.mounts.map((mount) => soundingOf(mount, evidence.measureOf(mount.plan.name)));
  }

  onChanged(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onLevels(listener: (levels: Levels) => void): () => void {
    this.#levels.add(listener);
    return () => this.#levels.delete(listener);
  }

  /** Called when a live path that died was replaced: whatever fed the old one must feed this one. */
  onLivePathReplaced(listener: (livePath: LivePathPort) => void): () => void {
    this.#livePathStarted.add(listener);
    return () => this.#livePathStarted.delete(listener);
  }

  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    this.#keeper.putStrip(id, settings, rampMs);
  }

  dropStrip(id: StripId): void {
    this.#keeper.dropStrip(id);
  }

  bindSource(id: StripId, source: RtpSource | null): void {
    this.livePath.bindSource(id, source);
  }

  /**
   * Goes on air, or does nothing when that is wanted already. `resumed`: the server comes back into a show whose listeners hear the bed of
   * the standby; `isPanic`: a host had wanted just that; `sinceMs`: when it was live first, in ms since the epoch, null when it never was.
   * Throws `program_busy` while it leaves the air.
   */
  start(resumed: { readonly isPanic: boolean; readonly sinceMs: number | null } | null = null): void {
    if (this.#leaving !== null) throw new StudioError('program_busy');
    if (this.isWanted) return;
    const bedWishes = resumed?.isPanic === true ? { panic: Date.now() } : {};
    this.#know(factsAfterStart(this.#facts, { bedWishes, resumedSinceMs: resumed?.sinceMs ?? null }));
    this.#evidence = this.own(
      new Evidence({
        mountNames: this.#facts.mounts.map((mount) => mount.plan.name),
        listenTo: this.#options.listenTo,
        countListeners: this.#options.countListeners,
        onSound: (name, sounding, complaint) => this.#hearMount(name, sounding, complaint),
        onLag: (name, lagMs) => this.#know(factsAfterLag(this.#facts, name, lagMs)),
        onLook: (counts) => this.#look(counts),
      }),
    );
    this.#goOnAir(resumed !== null);
  }

  /** Goes off air; resolves when the mounts are gone, also for whoever asks while it is stopping already. */
  async stop(): Promise<void> {
    if (this.#facts.intent === 'on') this.#know({ ...this.#facts, intent: 'stopping', failure: null });
    if (this.#facts.intent !== 'stopping') return;
    await this.#leaveTheAir();
    if (this.#facts.intent === 'stopping') this.#know(factsWhenOff(this.#facts.title, this.#facts.mounts));
  }

  /** The title that listeners see from now on; empty means the show's name. */
  setTitle(title: string): void {
    if (title === this.#facts.title) return;
    this.#know({ ...this.#facts, title });
    this.livePath.setTitle(this.#spokenTitle());
    this.#holdStandby();
  }

  /** What stands in the way of going live; nothing while the program is on its way to the air or there. */
  async check(): Promise<IcecastCheck> {
    const { intent, failure, mounts } = this.#facts;
    if (intent !== 'off' && failure === null) return { problem: null, takenMounts: [] };
    return this.#options.checkIcecast(mounts.map((mount) => mount.plan.name));
  }

  /** Lets the bed play in place of the program for a reason, or takes that back. Off air it does nothing. */
  wantBed(wish: BedWish, isWanted: boolean): void {
    this.#know(factsAfterWish(this.#facts, { wish, isWanted, nowMs: Date.now() }));
    this.livePath.wantBed(isBedWanted(this.#facts));
  }

  protected override onClose(): void {
    this.#changed.clear();
    this.#levels.clear();
    this.#livePathStarted.clear();
  }

  #goOnAir(fromBed: boolean): void {
    const { icecast, mounts, showName, showUrl, deadAir } = this.#options;
    this.livePath.goOnAir({
      icecast: icecast(),
      mounts: mounts.map((mount) => mount.plan),
      title: this.#spokenTitle(),
      showName,
      showUrl,
      deadAir,
      fromBed,
      isBedWanted: isBedWanted(this.#facts),
    });
  }

  /**
   * Not before listeners can hear us: until then the bed would be the first sound on the mounts, and our own ears could take it for the
   * program.
   */
  #holdStandby(): void {
    if (!this.isWanted || this.#facts.onAirSinceMs === null) return;
    const { mounts, showName, showUrl } = this.#options;
    this.#options.standby?.hold({
      mounts: mounts.map((mount) => mount.plan),
      title: this.#spokenTitle(),
      showName,
      showUrl,
    });
  }

  #leaveTheAir(): Promise<void> {
    this.#leaving ??= this.#leave().finally(() => {
      this.#leaving = null;
    });
    return this.#leaving;
  }

  async #leave(): Promise<void> {
    this.#evidence?.close('off air');
    this.#evidence = null;
    if (this.#options.standby !== undefined) await this.#options.standby.release();
    const livePath = this.livePath;
    const gone = new Promise<void>((resolve) => livePath.onClosed(() => resolve()));
    const deadline = setTimeout(() => livePath.close('died: did not leave the air'), OFF_AIR_DEADLINE_MS);
    await Promise.race([livePath.goOffAir(), gone]).finally(() => clearTimeout(deadline));
  }

  #spokenTitle(): string {
    return this.#facts.title === '' ? this.#options.showName : this.#facts.title;
  }

  #hearMount(name: string, sounding: boolean, complaint: string | null): void {
    this.#know(factsAfterProbe(this.#facts, name, sounding, Date.now(), complaint));
    if (!sounding) this.livePath.doubtMount(name);
  }

  #look(counts: ListenerCounts): void {
    this.#know(factsAfterWait(factsAfterCount(this.#facts, counts), thisMoment()));
    for (const mount of this.#facts.mounts.filter(isSilent)) this.livePath.doubtMount(mount.plan.name);
  }

  /** A live path cannot report its own end: its encoder stops, and its connections to Icecast break. */
  #noteDeath(): void {
    this.#hear({ kind: 'encoder', state: 'failed', problem: LIVE_PATH_DIED });
    this.#hear({ kind: 'deadAir', state: 'sound', silentMs: 0 });
    for (const { plan } of this.#options.mounts) {
      this.#hear({ kind: 'mount', name: plan.name, state: 'connecting', attempt: 1 });
    }
  }

  #onReplaced(livePath: LivePathPort): void {
    for (const listener of this.#livePathStarted) listener(livePath);
    if (!this.isWanted) return;
    // Whoever hears the bed is not to hear the program fade out first.
    this.#goOnAir(isBedWanted(this.#facts));
  }

  #hear(report: LivePathReport): void {
    switch (report.kind) {
      case 'levels':
        for (const listener of this.#levels) listener(report.levels);
        return;
      case 'envelope':
        this.#evidence?.hearProgram(report.envelope);
        return;
      case 'health':
        this.#health = report.health;
        return;
      case 'encoder':
      case 'mount':
      case 'deadAir':
        this.#know(factsAfterReport(this.#facts, report, thisMoment()));
    }
  }

  #know(facts: ProgramFacts): void {
    if (facts === this.#facts || this.closed) return;
    const failedNow = facts.failure !== null && this.#facts.failure === null;
    const liveNow = facts.onAirSinceMs !== null && this.#facts.onAirSinceMs === null;
    this.#facts = facts;
    const entry = entryOf(facts, this.#entry, Date.now());
    if (entry.phase !== this.#entry.phase) {
      this.#options.log.info({ phase: entry.phase, problem: entry.problem?.code }, 'program phase changed');
    }
    this.#entry = entry;
    for (const listener of this.#changed) listener();
    if (liveNow) this.#holdStandby();
    if (failedNow) {
      this.#leaveTheAir().catch((error: unknown) =>
        this.#options.log.error({ err: error }, 'leaving the air failed'),
      );
    }
  }
}
