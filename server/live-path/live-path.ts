/** The live path itself, as it runs inside its thread: RTP in, mixer, encoder, mounts. Driven by the clock and by commands. */
import { LEVELS_PER_SECOND } from '#protocol/limits.ts';
import { Closable } from '../lifecycle.ts';
import { TICK_MS } from '../mixer/audio-format.ts';
import { Mixer } from '../mixer/mixer.ts';
import { Ticker } from '../mixer/ticker.ts';
import type { AirPlan, LivePathHealth, RtpAddress } from '../program/live-path-port.ts';
import { Air } from './air.ts';
import { BusEnvelope } from './bus-envelope.ts';
import { DeadAirNews } from './dead-air-news.ts';
import type { Command, ThreadMessage } from './messages.ts';
import { RtpIntake } from './rtp-intake.ts';
import { Sounds } from './sounds.ts';

export type LivePathOptions = {
  readonly ffmpegPath: string;
  readonly send: (message: ThreadMessage) => void;
};

const TICKS_PER_SECOND = 1000 / TICK_MS;
const LEVELS_EVERY_TICKS = TICKS_PER_SECOND / LEVELS_PER_SECOND;
const HEALTH_EVERY_TICKS = TICKS_PER_SECOND;

export class LivePath extends Closable {
  readonly #options: LivePathOptions;
  readonly #mixer: Mixer;
  readonly #intake: RtpIntake;
  readonly #ticker: Ticker;
  readonly #sounds: Sounds;
  readonly #envelope = new BusEnvelope();
  readonly #deadAir = new DeadAirNews();
  #air: Air | null = null;
  #ticks = 0;
  /** Of broadcasts that are over. */
  #past = { encoderStarts: 0, pcmDroppedMs: 0 };

  /** Resolves when RTP can arrive; ticks from then on. Rejects when the decoder or the port cannot be had. */
  static async open(options: LivePathOptions): Promise<LivePath> {
    const mixer = await Mixer.create();
    const intake = await RtpIntake.open({
      onPacket: (packet, arrivalMs, waitedMaxMs) => mixer.receive(packet, arrivalMs, waitedMaxMs),
    });
    return new LivePath(options, mixer, intake);
  }

  private constructor(options: LivePathOptions, mixer: Mixer, intake: RtpIntake) {
    super();
    this.#options = options;
    this.#mixer = this.own(mixer);
    this.#intake = this.own(intake);
    this.#sounds = this.own(
      new Sounds({
        deck: mixer.sounds,
        createEncoder: () => mixer.createEncoder(),
        send: (packet) => intake.send(packet),
        onReport: (report) => options.send({ kind: 'report', report }),
        onWarning: (warning) => this.#warn(warning),
      }),
    );
    this.#ticker = this.own(new Ticker((deadlineMs) => this.#tick(deadlineMs)));
  }

  /** Where RTP arrives. */
  get rtpAddress(): RtpAddress {
    return this.#intake.address;
  }

  /** Carries out one command. What goes wrong later comes as a report. */
  obey(command: Command): void {
    switch (command.kind) {
      case 'acceptRtpFrom':
        this.#intake.acceptFrom(command.source);
        return;
      case 'putStrip':
        this.#mixer.putStrip(command.id, command.settings, command.rampMs);
        return;
      case 'dropStrip':
        this.#mixer.dropStrip(command.id);
        return;
      case 'bindSource':
        this.#mixer.bindSource(command.id, command.source);
        return;
      case 'goOnAir':
        this.#goOnAir(command.plan);
        return;
      case 'setTitle':
        this.#air?.setTitle(command.title);
        return;
      case 'wantBed':
        this.#mixer.wantBed(command.isWanted);
        return;
      case 'doubtMount':
        this.#air?.doubtMount(command.name);
        return;
      case 'goOffAir':
        this.#goOffAir()
          .catch((error: unknown) => this.#warn(`The broadcast ended badly: ${String(error)}`))
          .finally(() => this.#options.send({ kind: 'offAir', request: command.request }));
        return;
      case 'close':
        this.close(command.reason);
        return;
      case 'putSound':
      case 'dropSound':
      case 'playSound':
      case 'setSound':
      case 'stopSound':
      case 'sendSounds':
        this.#sounds.obey(command);
        return;
      default:
        command satisfies never;
    }
  }

  #goOnAir(plan: AirPlan): void {
    this.#retire()?.close('replaced by another broadcast');
    this.#mixer.watchDeadAir(plan.deadAir, plan);
    this.#air = this.own(
      new Air({
        plan,
        ffmpegPath: this.#options.ffmpegPath,
        onReport: (report) => this.#options.send({ kind: 'report', report }),
        onWarning: (warning) => this.#warn(warning),
      }),
    );
  }

  async #goOffAir(): Promise<void> {
    await this.#retire()?.stop();
  }

  /** Takes the broadcast off the mixer and keeps its counters. */
  #retire(): Air | null {
    const air = this.#air;
    this.#past = this.#encoderTotals();
    this.#air = null;
    this.#mixer.watchDeadAir(null);
    return air;
  }

  #tick(deadlineMs: number): void {
    const pcm = this.#mixer.tick(deadlineMs);
    this.#air?.write(pcm);
    this.#sounds.tick();
    const news = this.#deadAir.take(this.#mixer.deadAir, this.#mixer.silentMs);
    if (news !== null) this.#options.send({ kind: 'report', report: news });
    const envelope = this.#envelope.add(pcm, deadlineMs);
    if (envelope !== null) this.#options.send({ kind: 'report', report: { kind: 'envelope', envelope } });
    this.#ticks += 1;
    if (this.#ticks % LEVELS_EVERY_TICKS === 0) this.#sendLevels();
    if (this.#ticks % HEALTH_EVERY_TICKS === 0) this.#sendHealth();
  }

  #sendLevels(): void {
    const levels = { ...this.#mixer.takeLevels(), loudness: this.#air?.takeLoudness() ?? null };
    this.#options.send({ kind: 'report', report: { kind: 'levels', levels } });
  }

  #sendHealth(): void {
    const health: LivePathHealth = {
      ticks: this.#ticks,
      ticksLate: this.#ticker.ticksLate,
      ticksSkipped: this.#ticker.ticksSkipped,
      ...this.#encoderTotals(),
      ...this.#deadAir.totals,
      strips: this.#mixer.health().strips,
    };
    this.#options.send({ kind: 'report', report: { kind: 'health', health } });
  }

  #encoderTotals(): { encoderStarts: number; pcmDroppedMs: number } {
    const now = this.#air?.encoder;
    return {
      encoderStarts: this.#past.encoderStarts + (now?.starts ?? 0),
      pcmDroppedMs: this.#past.pcmDroppedMs + (now?.droppedMs ?? 0),
    };
  }

  #warn(warning: string): void {
    this.#options.send({ kind: 'warning', warning });
  }
}
