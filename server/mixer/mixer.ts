/**
 * The heart of the live path: RTP in, program out, in ticks of 20 ms. It is driven from outside, packet by packet and
 * tick by tick; it knows no socket, no clock and no room.
 */
import type { StripId } from '#protocol/ids.ts';
import type { Levels, StripLevel } from '#protocol/state.ts';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { DeadAirPlan, RtpSource, StripHealth, StripSettings } from '../program/live-path-port.ts';
import { AirGuard, type BedPlan } from './air-guard.ts';
import { TICK_FRAMES } from './audio-format.ts';
import type { DeadAirState } from './dead-air.ts';
import { amplitudeDb, LevelMeter } from './level-meter.ts';
import { OpusLibrary } from './opus-decoder.ts';
import type { OpusEncoder } from './opus-encoder.ts';
import { emptyRtpFields, parseRtp } from './rtp-packet.ts';
import { SoundDeck } from './sounds/sound-deck.ts';
import { Strip } from './strip.ts';

/** More strips than this are refused and counted. */
export const STRIPS_MAX = 128;

/** Counters since the mixer began. `ignored*` are packets that did not reach a strip. */
export type MixerHealth = {
  readonly strips: Readonly<Record<string, StripHealth>>;
  readonly ticks: number;
  readonly ignoredMalformed: number;
  readonly ignoredUnknown: number;
  readonly stripsRefused: number;
};

/**
 * Times given to `receive` and `tick` are milliseconds of one monotonic clock. Nothing here throws because of what a
 * packet contains.
 */
export class Mixer extends Closable {
  /** Carts and music bed: loaded, played and stopped there. */
  readonly sounds = new SoundDeck();
  readonly #library: OpusLibrary;
  readonly #strips = new Map<StripId, Strip>();
  readonly #leaving = new Set<Strip>();
  readonly #bySsrc = new Map<number, Strip>();
  readonly #bus = new Float32Array(2 * TICK_FRAMES);
  readonly #meters = [new LevelMeter(), new LevelMeter()] as const;
  readonly #fields = emptyRtpFields();
  readonly #guard = new AirGuard();
  #ticks = 0;
  #malformed = 0;
  #unknown = 0;
  #refused = 0;

  private constructor(library: OpusLibrary) {
    super();
    this.#library = library;
  }

  /** Loads the decoder, so that a strip can be added later within a tick. Rejects when it cannot be loaded. */
  static async create(): Promise<Mixer> {
    return new Mixer(await OpusLibrary.load());
  }

  /** Encodes sound for the people in the room. Throws when libopus does not start. */
  createEncoder(): OpusEncoder {
    return this.#library.createEncoder();
  }

  /** Adds the strip, silent until a source is bound, or changes its settings in a ramp of 20 ms, or of `rampMs`. */
  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void {
    if (this.closed) return;
    const strip = this.#strips.get(id);
    if (settings.playsSounds === true) this.sounds.putStrip(id, settings, rampMs);
    else if (strip !== undefined) strip.set(settings, rampMs);
    else if (this.#strips.size + this.#leaving.size >= STRIPS_MAX) this.#refused += 1;
    else this.#strips.set(id, new Strip(this.#library, settings));
  }

  /** Fades the strip out over LEAVE_MS while it plays what is buffered, then forgets it. */
  dropStrip(id: StripId): void {
    this.sounds.dropStrip(id);
    const strip = this.#strips.get(id);
    if (strip === undefined) return;
    this.#unbind(strip);
    this.#strips.delete(id);
    strip.leave();
    this.#leaving.add(strip);
  }

  /**
   * Says which packets are the strip's. A new SSRC continues the strip without a gap. An SSRC that fed another strip
   * moves over; an unknown strip is ignored.
   */
  bindSource(id: StripId, source: RtpSource | null): void {
    const strip = this.#strips.get(id);
    if (strip === undefined) return;
    this.#unbind(strip);
    if (source !== null) {
      this.#bySsrc.get(source.ssrc)?.bind(null);
      this.#bySsrc.set(source.ssrc, strip);
    }
    strip.bind(source);
  }

  /**
   * Takes in one RTP packet, copying what it needs. What is malformed or belongs to no strip is counted. `waitedMaxMs`: how long the packet
   * may have waited for us before `arrivalMs`; that much lateness is not blamed on the network.
   */
  receive(packet: Uint8Array, arrivalMs: number, waitedMaxMs = 0): void {
    const fields = this.#fields;
    if (!parseRtp(packet, fields)) {
      this.#malformed += 1;
      return;
    }
    const strip = this.#bySsrc.get(fields.ssrc);
    if (strip === undefined || strip.source?.payloadType !== fields.payloadType) {
      this.#unknown += 1;
      return;
    }
    const malformed = strip.malformed;
    strip.receive(packet, fields, arrivalMs, waitedMaxMs);
    this.#malformed += strip.malformed - malformed;
  }

  /**
   * The next 20 ms of the program, due at `nowMs`: 960 frames, interleaved left and right, not limited to full scale.
   * The array is used again by the next call.
   */
  tick(nowMs: number): Float32Array {
    const bus = this.#bus;
    bus.fill(0);
    this.#addStrips(bus, nowMs);
    for (const strip of this.#leaving) {
      strip.addTo(bus, nowMs);
      if (strip.gone) this.#leaving.delete(strip);
    }
    this.#guard.guard(bus);
    this.#meters[0].add(bus, 0, 2);
    this.#meters[1].add(bus, 1, 2);
    this.#ticks += 1;
    return bus;
  }

  /** From now on silence of the program is dead air, which the bed ends; null ends the watch, and takes back that the bed is wanted. */
  watchDeadAir(settings: DeadAirPlan | null, bed?: BedPlan): void {
    this.#guard.watch(settings, bed);
  }

  /** Fades from the program to the bed within a second, or back. */
  wantBed(isWanted: boolean): void {
    this.#guard.wantBed(isWanted);
  }

  /** Whether the program on air is heard; `sound` while nobody asked for a watch. */
  get deadAir(): DeadAirState {
    return this.#guard.state;
  }

  /** For how long the watched program has been silent, in ms; 0 while it is not. */
  get silentMs(): number {
    return this.#guard.silentMs;
  }

  /** Peaks and RMS since the last call: strips before their faders, the program as it leaves. */
  takeLevels(): Omit<Levels, 'loudness'> {
    const strips: Record<string, StripLevel> = {};
    for (const [id, strip] of this.#strips) strips[id] = strip.takeLevel();
    for (const [id, level] of this.sounds.takeLevels()) strips[id] = level;
    const [left, right] = this.#meters;
    const rms = Math.sqrt((left.rms ** 2 + right.rms ** 2) / 2);
    const program = { peakDb: [left.peakDb, right.peakDb] as const, rmsDb: amplitudeDb(rms) };
    left.reset();
    right.reset();
    return { strips, program };
  }

  health(): MixerHealth {
    const strips: Record<string, StripHealth> = {};
    for (const [id, strip] of this.#strips) strips[id] = strip.health();
    return {
      strips,
      ticks: this.#ticks,
      ignoredMalformed: this.#malformed,
      ignoredUnknown: this.#unknown,
      stripsRefused: this.#refused,
    };
  }

  protected override onClose(_reason: CloseReason): void {
    this.#strips.clear();
    this.sounds.clear();
    this.#leaving.clear();
    this.#bySsrc.clear();
  }

  /** Those who make room for speech come last, when it is known whether anybody speaks. */
  #addStrips(bus: Float32Array, nowMs: number): void {
    let speech = false;
    let someDuck = false;
    for (const strip of this.#strips.values()) {
      if (strip.ducks) {
        someDuck = true;
        continue;
      }
      strip.addTo(bus, nowMs);
      speech ||= strip.speaks;
    }
    if (someDuck) {
      for (const strip of this.#strips.values()) if (strip.ducks) strip.addTo(bus, nowMs, speech);
    }
    this.sounds.addTo(bus, speech);
  }

  #unbind(strip: Strip): void {
    if (strip.source !== null) this.#bySsrc.delete(strip.source.ssrc);
  }
}
