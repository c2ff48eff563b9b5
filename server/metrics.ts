/** The figures of the process for Prometheus. The rest of the server feeds it through these few methods and never sees prom-client. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { LivePathHealth } from './program/live-path-port.ts';
import type { MountSounding } from './program/program-ports.ts';

/** What is counted afresh at each scrape. */
export type Readings = {
  readonly sessions: number;
  readonly rooms: number;
  readonly participants: number;
  /** Programs in phase live or recovering. */
  readonly onAir: number;
  /** Listeners that Icecast counts, and those of our own relay. */
  readonly listeners: { readonly icecast: number; readonly relay: number };
  /** The counters of every room's live path, by a key that stays the same while that live path runs. */
  readonly livePaths: Readonly<Record<string, LivePathHealth>>;
  /** What our own listeners hear of each mount that is wanted on air. */
  readonly mounts: readonly MountSounding[];
};

export type CommandOutcome = {
  /** A name of the command table, or `unknown`. */
  readonly command: string;
  readonly outcome: 'ok' | ErrorCode;
  readonly seconds: number;
};

const PATH_TOTALS = [
  'ticks',
  'ticksLate',
  'ticksSkipped',
  'encoderStarts',
  'pcmDroppedMs',
  'deadAirMs',
  'bedMs',
  'deadAirs',
  'beds',
] as const;
const STRIP_TOTALS = ['concealedFrames', 'lateFrames'] as const;

type TotalName = (typeof PATH_TOTALS)[number] | (typeof STRIP_TOTALS)[number];

/** One counter of one live path or strip as it stands now. */
type Figure = { readonly key: string; readonly name: TotalName; readonly value: number };

const MS_PER_SECOND = 1000;
const COMMAND_SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export class Metrics {
  readonly #registry = new Registry();
  readonly #counted = new Map<string, number>();
  readonly #commands: Counter<'command' | 'outcome'>;
  readonly #commandSeconds: Histogram<'command'>;
  readonly #sessionsRefused: Counter<'code'>;
  readonly #levelsDropped: Counter;
  readonly #relayCut: Counter;
  readonly #gauges: Record<'sessions' | 'rooms' | 'participants' | 'onAir' | 'driftPpm', Gauge>;
  readonly #listeners: Gauge<'via'>;
  readonly #mounts: Record<'heard' | 'lag' | 'arrivalLag' | 'loudness', Gauge<'mount'>>;
  readonly #totals: Record<TotalName, Counter>;
  #read: (() => Readings) | null = null;

  /** `version` becomes a label of `studio_build_info`. Default Node metrics are on unless `withProcess` is false. */
  constructor({ version, withProcess = true }: { version: string; withProcess?: boolean }) {
    const registers = [this.#registry];
    const counter = (name: string, help: string) => new Counter({ name, help, registers });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    if (withProcess) collectDefaultMetrics({ register: this.#registry });
    new Gauge({ name: 'studio_build_info', help: 'Always 1.', labelNames: ['version'], registers }).set(
      { version },
      1,
    );
    this.#commands = new Counter({
      name: 'studio_commands_total',
      help: 'Requests of browsers by command and outcome.',
      labelNames: ['command', 'outcome'],
      registers,
    });
    this.#commandSeconds = new Histogram({
      name: 'studio_command_duration_seconds',
      help: 'Time from a request to its reply.',
      labelNames: ['command'],
      buckets: COMMAND_SECONDS_BUCKETS,
      registers,
    });
    this.#sessionsRefused = new Counter({
      name: 'studio_sessions_refused_total',
      help: 'WebSocket sessions that were refused at the door.',
      labelNames: ['code'],
      registers,
    });
    this.#levelsDropped = counter(
      'studio_levels_dropped_total',
      'Level messages that a slow session did not get.',
    );
    this.#relayCut = counter(
      'studio_relay_listeners_cut_total',
      'Listeners of the relay that fell too far behind.',
    );
    this.#gauges = {
      sessions: gauge('studio_sessions', 'Open WebSocket sessions.'),
      rooms: gauge('studio_rooms', 'Open rooms.'),
      participants: gauge('studio_participants', 'People in all rooms.'),
      onAir: gauge('studio_on_air', 'Programs that are on air.'),
      driftPpm: gauge(
        'studio_strip_drift_ppm_max',
        'Largest clock drift of a sender that is being corrected.',
      ),
    };
    this.#listeners = new Gauge({
      name: 'studio_listeners',
      help: 'Listeners by way of listening.',
      labelNames: ['via'],
      registers,
    });
    const mountGauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['mount'], registers });
    this.#mounts = {
      heard: mountGauge('studio_mount_heard', '1 while our own listener hears the program on the mount.'),
      lag: mountGauge('studio_mount_lag_seconds', 'How long after the program a player sounds it.'),
      arrivalLag: mountGauge(
        'studio_mount_arrival_lag_seconds',
        'How long after the program its bytes arrive.',
      ),
      loudness: mountGauge('studio_mount_loudness_dbfs', 'RMS of the newest second of the mount.'),
    };
    this.#totals = {
      ticks: counter('studio_mixer_ticks_total', 'Ticks of the mixers.'),
      ticksLate: counter('studio_mixer_ticks_late_total', 'Ticks that came late.'),
      ticksSkipped: counter('studio_mixer_ticks_skipped_total', 'Ticks that were given up.'),
      encoderStarts: counter('studio_encoder_starts_total', 'Starts of encoders.'),
      pcmDroppedMs: counter('studio_pcm_dropped_seconds_total', 'Sound that no encoder took in time.'),
      deadAirMs: counter('studio_dead_air_seconds_total', 'Time on air in which the program was silent.'),
      bedMs: counter(
        'studio_bed_seconds_total',
        'Time on air in which the bed played under a silent program.',
      ),
      deadAirs: counter('studio_dead_airs_total', 'How often a program on air fell silent.'),
      beds: counter('studio_beds_total', 'How often the bed came in under a silent program.'),
      concealedFrames: counter('studio_concealed_frames_total', 'Opus frames that were concealed.'),
      lateFrames: counter('studio_late_frames_total', 'Opus frames that came too late to be played.'),
    };
  }

  /** Says where the readings come from; asked at each scrape. */
  readFrom(read: () => Readings): void {
    this.#read = read;
  }

  commandDone({ command, outcome, seconds }: CommandOutcome): void {
    this.#commands.inc({ command, outcome });
    this.#commandSeconds.observe({ command }, seconds);
  }

  sessionRefused(code: ErrorCode): void {
    this.#sessionsRefused.inc({ code });
  }

  levelsDropped(): void {
    this.#levelsDropped.inc();
  }

  relayListenerCut(): void {
    this.#relayCut.inc();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text that Prometheus scrapes. */
  async scrape(): Promise<string> {
    const readings = this.#read?.();
    if (readings !== undefined) this.#take(readings);
    return this.#registry.metrics();
  }

  #take(readings: Readings): void {
    this.#gauges.sessions.set(readings.sessions);
    this.#gauges.rooms.set(readings.rooms);
    this.#gauges.participants.set(readings.participants);
    this.#gauges.onAir.set(readings.onAir);
    this.#listeners.set({ via: 'icecast' }, readings.listeners.icecast);
    this.#listeners.set({ via: 'relay' }, readings.listeners.relay);
    this.#setMounts(readings.mounts);
    this.#addGrowth(Object.entries(readings.livePaths).flatMap(figuresOf));
    const strips = Object.values(readings.livePaths).flatMap((health) => Object.values(health.strips));
    this.#gauges.driftPpm.set(Math.max(0, ...strips.map((strip) => Math.abs(strip.driftPpm))));
  }

  /** A mount that is not wanted any more has no figures, and one that is not known no lag. */
  #setMounts(mounts: readonly MountSounding[]): void {
    const { heard, lag, arrivalLag, loudness } = this.#mounts;
    for (const gauge of [heard, lag, arrivalLag, loudness]) gauge.reset();
    for (const { name: mount, heard: isHeard, measure } of mounts) {
      heard.set({ mount }, isHeard ? 1 : 0);
      if (measure === null) continue;
      if (measure.lagMs !== null) lag.set({ mount }, measure.lagMs / MS_PER_SECOND);
      if (measure.arrivalLagMs !== null) arrivalLag.set({ mount }, measure.arrivalLagMs / MS_PER_SECOND);
      if (measure.loudnessDb !== null) loudness.set({ mount }, measure.loudnessDb);
    }
  }

  /** Adds what was counted since the last scrape; a figure that fell belongs to something started anew, and counts from zero. */
  #addGrowth(figures: readonly Figure[]): void {
    const before = new Map(this.#counted);
    this.#counted.clear();
    for (const { key, name, value } of figures) {
      const earlier = before.get(key) ?? 0;
      const growth = value >= earlier ? value - earlier : value;
      this.#totals[name].inc(name.endsWith('Ms') ? growth / MS_PER_SECOND : growth);
      this.#counted.set(key, value);
    }
  }
}

function figuresOf([livePath, health]: [string, LivePathHealth]): Figure[] {
  const ofPath = PATH_TOTALS.map((name) => ({ key: `${livePath} ${name}`, name, value: health[name] }));
  const ofStrips = Object.entries(health.strips).flatMap(([id, strip]) =>
    STRIP_TOTALS.map((name) => ({
      key: `${livePath} ${id} ${name}`,
      name,
      value: strip[name],
    })),
  );
  return [...ofPath, ...ofStrips];
}
