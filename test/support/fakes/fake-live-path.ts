/** A live path without thread, encoder or Icecast: keeps what it was told, and reports what a test says. */
import type { SoundId, StripId } from '#protocol/ids.ts';
import { Closable } from '../../../server/lifecycle.ts';
import type {
  AirPlan,
  LivePathPort,
  LivePathReport,
  RtpAddress,
  RtpSource,
  SoundFile,
  SoundPlay,
  StripSettings,
} from '../../../server/program/live-path-port.ts';
import { Gate } from './gate.ts';

const FRAMES_PER_MS = 48;

/** One thread's worth. `air` is what goes out right now; `strips` and `sources` are what it mixes. */
export class FakeLivePath extends Closable implements LivePathPort {
  readonly rtpAddress: RtpAddress;
  readonly strips = new Map<StripId, StripSettings>();
  /** How long the gains of a strip were to glide when it was last set, where that was said. */
  readonly ramps = new Map<StripId, number>();
  readonly sources = new Map<StripId, RtpSource>();
  /** Sounds that could be played, and those that play, as they were told to. */
  readonly sounds = new Map<SoundId, SoundFile>();
  readonly playing = new Map<SoundId, SoundPlay>();
  soundsAs: RtpSource | null = null;
  air: AirPlan | null = null;
  title: string | null = null;
  isBedWanted = false;
  rtpFrom: RtpAddress | null = null;
  /** Shut, it keeps `goOffAir` waiting. */
  readonly offAirGate = new Gate();
  /** Mounts from which, we were told, a listener hears nothing. */
  readonly doubted = new Set<string>();
  readonly #reports = new Set<(report: LivePathReport) => void>();

  constructor(port: number) {
    super();
    this.rtpAddress = { ip: '127.0.0.1', port };
  }

  acceptRtpFrom(source: RtpAddress): void {
    this.rtpFrom = source;
  }

  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    if (rampMs === undefined) this.ramps.delete(id);
    else this.ramps.set(id, rampMs);
    this.strips.set(id, settings);
  }

  dropStrip(id: StripId): void {
    this.strips.delete(id);
    this.sources.delete(id);
  }

  bindSource(id: StripId, source: RtpSource | null): void {
    if (source === null) this.sources.delete(id);
    else this.sources.set(id, source);
  }

  putSound(id: SoundId, file: SoundFile): void {
    this.sounds.set(id, file);
  }

  dropSound(id: SoundId): void {
    this.sounds.delete(id);
    this.endSound(id);
  }

  playSound(id: SoundId, play: SoundPlay): void {
    if (!this.sounds.has(id)) return;
    this.playing.set(id, play);
    this.#tellSounds();
  }

  setSound(id: SoundId, play: SoundPlay): void {
    if (this.playing.has(id)) this.playing.set(id, play);
  }

  /** It fades at once. */
  stopSound(id: SoundId): void {
    this.endSound(id);
  }

  /** It has come to its end. */
  endSound(id: SoundId): void {
    if (this.playing.delete(id)) this.#tellSounds();
  }

  sendSounds(as: RtpSource | null): void {
    this.soundsAs = as;
  }

  goOnAir(plan: AirPlan): void {
    if (this.closed) return;
    this.air = plan;
    this.title = plan.title;
    this.isBedWanted = plan.isBedWanted;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  wantBed(isWanted: boolean): void {
    this.isBedWanted = isWanted;
  }

  doubtMount(name: string): void {
    this.doubted.add(name);
  }

  async goOffAir(): Promise<void> {
    await this.offAirGate.pass();
    this.air = null;
    this.isBedWanted = false;
  }

  onReport(listener: (report: LivePathReport) => void): () => void {
    this.#reports.add(listener);
    return () => this.#reports.delete(listener);
  }

  report(report: LivePathReport): void {
    for (const listener of [...this.#reports]) listener(report);
  }

  die(): void {
    this.close('died: by the test');
  }

  protected override onClose(): void {
    this.air = null;
  }

  #tellSounds(): void {
    const playing = [...this.playing].map(([id, { loop, fromMs }]) => {
      const lengthMs = (this.sounds.get(id)?.frames ?? 0) / FRAMES_PER_MS;
      return { id, positionMs: fromMs, leftMs: loop ? null : lengthMs - fromMs, stopping: false };
    });
    this.report({ kind: 'sounds', playing });
  }
}
