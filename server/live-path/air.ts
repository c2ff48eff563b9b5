/** One broadcast from "Go live" to "Stop broadcast": limiter, loudness meter, encoder, and the mounts that its bytes are copied to. */
import type { Codec, Loudness } from '#protocol/state.ts';
import { Mount } from '../icecast/mount.ts';
import { Closable } from '../lifecycle.ts';
import { Limiter } from '../mixer/limiter.ts';
import { LoudnessMeter } from '../mixer/loudness-meter.ts';
import type { AirPlan, LivePathReport } from '../program/live-path-port.ts';
import { EncoderKeeper } from './encoder-keeper.ts';

export type AirOptions = {
  readonly plan: AirPlan;
  readonly ffmpegPath: string;
  readonly onReport: (report: Extract<LivePathReport, { kind: 'encoder' | 'mount' }>) => void;
  readonly onWarning: (warning: string) => void;
};

/** The encoder gets this long to flush its last sound; the mounts do not wait longer for it. */
const FLUSH_TIMEOUT_MS = 700;

export class Air extends Closable {
  readonly #showName: string;
  readonly #limiter = new Limiter();
  readonly #meter = new LoudnessMeter();
  readonly #keeper: EncoderKeeper;
  readonly #mounts = new Map<string, { readonly codec: Codec; readonly mount: Mount }>();

  /** Starts the encoder and connects every mount at once. */
  constructor({ plan, ffmpegPath, onReport, onWarning }: AirOptions) {
    super();
    this.#showName = plan.showName;
    for (const { name, codec } of plan.mounts) {
      const mount = new Mount({
        plan: { name, codec },
        icecast: plan.icecast,
        title: this.#titleOr(plan.title),
        showName: plan.showName,
        showUrl: plan.showUrl,
        onState: (state) => onReport({ kind: 'mount', name, ...state }),
        onWarning: (warning) => onWarning(`${name}: ${warning}`),
      });
      this.#mounts.set(name, { codec, mount: this.own(mount) });
    }
    this.#keeper = this.own(
      new EncoderKeeper({
        ffmpegPath,
        codecs: [...new Set(plan.mounts.map(({ codec }) => codec))],
        onUnits: (codec, units) => this.#deliver(codec, units),
        onState: (state) => onReport({ kind: 'encoder', ...state }),
      }),
    );
  }

  get encoder(): Pick<EncoderKeeper, 'starts' | 'droppedMs' | 'pid'> {
    return this.#keeper;
  }

  /** The newest reading behind the limiter, of this broadcast since it began, and what the limiter did since the last call; null in the first 100 ms. */
  takeLoudness(): Loudness | null {
    const { reading } = this.#meter;
    return reading === null ? null : { ...reading, limiterDb: this.#limiter.takeReductionDb() };
  }

  /** The next 20 ms of the program: interleaved stereo at 48 kHz. The array may be reused at once. */
  write(pcm: Float32Array): void {
    const limited = this.#limiter.limit(pcm);
    this.#meter.add(limited);
    this.#keeper.write(limited);
  }

  setTitle(title: string): void {
    for (const { mount } of this.#mounts.values()) mount.setTitle(this.#titleOr(title));
  }

  /** A listener hears nothing from this mount. */
  doubtMount(name: string): void {
    this.#mounts.get(name)?.mount.doubt();
  }

  /** Ends the sound, then the sources; resolves when every connection is closed, after 4 s at most. */
  async stop(): Promise<void> {
    await Promise.race([this.#keeper.stop(), this.pause(FLUSH_TIMEOUT_MS)]);
    await Promise.all([...this.#mounts.values()].map(({ mount }) => mount.end()));
    this.close('stopped');
  }

  #deliver(codec: Codec, units: readonly Uint8Array[]): void {
    if (units.length === 0) return;
    for (const entry of this.#mounts.values()) if (entry.codec === codec) entry.mount.write(units);
  }

  /** An empty title means the show's name. */
  #titleOr(title: string): string {
    return title === '' ? this.#showName : title;
  }
}
