/** Measures the own connection for as long as the visit lasts, and tells the room when it has changed. */
import type { ConnectionEntry } from '#protocol/state.ts';
import { type ConnectionMeasure, ConnectionMeter } from '../media/connection-measure.ts';
import type { LinkStatistics } from '../media/sound-link.ts';
import type { SoundStatus } from '../media/wanted-sound.ts';
import { gradeOf, QUALITY_UNKNOWN, type QualityState, qualityAfter } from './connection-quality.ts';

const LOOK_INTERVAL_MS = 1_500;
/** The figures behind the word are told anew this often, also when the word stays. */
const TELL_INTERVAL_MS = 20_000;
const NOTHING_MEASURED: ConnectionMeasure = {
  path: null,
  roundTripMs: null,
  lossPercent: null,
  jitterMs: null,
};

/** `idle`: there is nothing to measure yet. */
type SoundInUse = 'idle' | 'connected' | 'broken';

export type ConnectionWatchOptions = {
  readonly statistics: () => Promise<LinkStatistics | null>;
  readonly sound: () => SoundInUse;
  readonly tell: (entry: ConnectionEntry) => Promise<unknown>;
  readonly nowMs: () => number;
};

export class ConnectionWatch {
  readonly #options: ConnectionWatchOptions;
  readonly #meter = new ConnectionMeter();
  readonly #timer: ReturnType<typeof setInterval>;
  #state: QualityState = QUALITY_UNKNOWN;
  #told: ConnectionEntry | null = null;
  #toldAtMs = 0;
  #wasBroken = false;

  constructor(options: ConnectionWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), LOOK_INTERVAL_MS);
  }

  /** Another visit to the room knows nothing of what was told before. */
  forget(): void {
    this.#told = null;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const sound = this.#options.sound();
    if (sound === 'idle') return;
    const statistics = await this.#options.statistics().catch(() => null);
    const measure = statistics === null ? NOTHING_MEASURED : this.#meter.read(statistics);
    const isJustBack = this.#wasBroken && sound === 'connected';
    this.#wasBroken = sound === 'broken';
    // What this reading counts was lost while nothing got through.
    if (isJustBack) return;
    const nowMs = this.#options.nowMs();
    this.#state = qualityAfter(this.#state, gradeOf(measure, sound === 'connected'), nowMs);
    if (this.#state.shown === null) return;
    const entry = { quality: this.#state.shown, ...rounded(measure) };
    const hasChanged = entry.quality !== this.#told?.quality || entry.path !== this.#told.path;
    if (!hasChanged && nowMs - this.#toldAtMs < TELL_INTERVAL_MS) return;
    this.#told = entry;
    this.#toldAtMs = nowMs;
    // What could not be told is told with the next look.
    await this.#options.tell(entry).catch(() => this.forget());
  }
}

/** Figures as people read them; more digits would only be more patches. */
function rounded({ path, roundTripMs, lossPercent, jitterMs }: ConnectionMeasure): ConnectionMeasure {
  const whole = (value: number | null): number | null => (value === null ? null : Math.round(value));
  return {
    path,
    roundTripMs: whole(roundTripMs),
    lossPercent: lossPercent === null ? null : Math.round(lossPercent * 10) / 10,
    jitterMs: whole(jitterMs),
  };
}

/** What of it matters to the connection. */
export function soundOf(status: SoundStatus): SoundInUse {
  switch (status) {
    case 'connected':
      return 'connected';
    case 'recovering':
    case 'blocked':
      return 'broken';
    case 'idle':
    case 'connecting':
    case 'unsupported':
      return 'idle';
  }
}
