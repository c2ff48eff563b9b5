/** A listener of our own on one mount: hears whether it sounds, whether that can be the program, and how long after it. */
import type { Codec } from '#protocol/state.ts';
import { MountProbe } from '../icecast/probe.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type { ProgramEnvelope } from '../program/live-path-port.ts';
import type { Ear, EarEvents } from '../program/program-ports.ts';
import { openMp3Sound } from './mp3-sound.ts';
import { openOpusSound } from './opus-sound.ts';
import type { SoundDecoder } from './sound-decoder.ts';
import { SoundMeasure } from './sound-measure.ts';
import { VerdictMemory } from './verdict-memory.ts';

export type MountEarOptions = EarEvents & {
  /** Address of the mount, as a player opens it. */
  readonly url: string;
  readonly codec: Codec;
  readonly log: Pick<Log, 'warn'>;
};

const LOOK_EVERY_MS = 1000;
const LOOKS_PER_MEASURE = 2;
/**
 * Whoever connects when a mount begins gets no burst and hears it sooner than all who come later. So the ear comes again, once there is a
 * burst to be had, and every five minutes, as waits in between have made it later than a listener who comes now.
 */
const LISTEN_ANEW_FIRST_LOOK = 10;
const LISTEN_ANEW_EVERY_LOOKS = 300;

const COMPLAINTS = {
  silent: 'The program has sound, but the mount plays silence.',
  other: 'The mount plays something else than the program.',
} as const;

export class MountEar extends Closable implements Ear {
  readonly #options: MountEarOptions;
  readonly #measure = new SoundMeasure();
  readonly #verdicts = new VerdictMemory();
  #decoder: SoundDecoder | null = null;
  #probe: MountProbe | null = null;
  #told = false;
  #looks = 0;
  #looksSinceConnected = 0;

  /** Begins to listen as soon as it can decode, and again for ever after every end. */
  constructor(options: MountEarOptions) {
    super();
    this.#options = options;
    const look = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.own({ close: () => clearInterval(look) });
    this.own({ close: () => this.#decoder?.close() });
    void this.#begin();
  }

  hearProgram(envelope: ProgramEnvelope): void {
    this.#measure.addProgram(envelope);
  }

  async #begin(): Promise<void> {
    await this.#openDecoder();
    if (this.closed) return;
    this.#probe = this.own(
      new MountProbe({
        url: this.#options.url,
        onChange: () => this.#tell(),
        onConnected: (isRelay) => this.#restart(isRelay),
        isAudio: (units) => this.#hear(units),
      }),
    );
  }

  /** Without a decoder whole frames count as audio: an ear that is broken must not put anybody off the air. */
  async #openDecoder(): Promise<void> {
    try {
      const decoder = await (this.#options.codec === 'mp3' ? openMp3Sound() : openOpusSound());
      if (this.closed) decoder.close();
      else this.#decoder = decoder;
    } catch (error) {
      this.#options.log.warn({ err: error, codec: this.#options.codec }, 'a decoder could not be opened');
    }
  }

  #restart(isRelay: boolean): void {
    this.#measure.restart({ keepFindings: isRelay });
    if (!isRelay) this.#verdicts.forget();
    if (!isRelay) this.#looksSinceConnected = 0;
  }

  #hear(units: readonly Uint8Array[]): boolean {
    const decoder = this.#decoder;
    if (decoder === null) return units.length > 0;
    const nowMs = monotonicMs();
    let decodedMs = 0;
    try {
      for (const unit of units) {
        const decoded = decoder.decode(unit);
        decodedMs += decoded.decodedMs;
        this.#measure.addMount(decoded, nowMs);
      }
    } catch (error) {
      this.#options.log.warn({ err: error, codec: this.#options.codec }, 'a decoder broke and is replaced');
      this.#decoder = null;
      void this.#openDecoder();
    }
    return decodedMs > 0;
  }

  #look(): void {
    const nowMs = monotonicMs();
    this.#looks += 1;
    if (this.#probe?.heard !== true) {
      if (this.#looks % LOOKS_PER_MEASURE === 0) this.#options.onMeasure(null);
      return;
    }
    this.#looksSinceConnected += 1;
    if (this.#looksSinceConnected % LISTEN_ANEW_EVERY_LOOKS === LISTEN_ANEW_FIRST_LOOK) {
      this.#probe.listenAnew();
    }
    const isMeasuring = this.#looks % LOOKS_PER_MEASURE === 0;
    const isProgram = isMeasuring && this.#measure.findProgram(nowMs);
    this.#verdicts.add(this.#measure.judge(nowMs), isProgram);
    if (isMeasuring) this.#options.onMeasure(this.#measure.read(nowMs));
    this.#tell();
  }

  #tell(): void {
    if (this.closed) return;
    const complaint = this.#verdicts.complaint;
    const heard = this.#probe?.heard === true && complaint === null;
    if (heard === this.#told) return;
    this.#told = heard;
    this.#options.onChange(heard, complaint === null ? null : COMPLAINTS[complaint]);
  }
}

/** The same in every thread, as `performance.now()` is not. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
