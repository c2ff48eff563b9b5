/** One strip of the console: a source with its meter, fader, pan and buttons, added to the bus. */
import type { StripLevel } from '#protocol/state.ts';
import type { RtpSource, StripHealth, StripSettings } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { TARGET_MAX_MS } from './delay-target.ts';
import { faderGain, panGainLeft, panGainRight } from './gain-law.ts';
import { addWithRamp } from './gain-ramp.ts';
import { LevelMeter } from './level-meter.ts';
import type { OpusLibrary } from './opus-decoder.ts';
import { Playout } from './playout.ts';
import type { RtpFields } from './rtp-packet.ts';

/** A strip that leaves plays what is buffered, for as long as a buffer can be, and then fades for so long. */
export const LEAVE_MS = 100;

const LEAVE_TICKS = LEAVE_MS / TICK_MS;
const LAST_WORDS_TICKS = TARGET_MAX_MS / TICK_MS;

/** The meter comes before the fader and the buttons, so that a host sees a guest who is not on air. */
export class Strip {
  readonly #playout: Playout;
  readonly #meter = new LevelMeter();
  readonly #left = new Float32Array(TICK_FRAMES);
  readonly #right = new Float32Array(TICK_FRAMES);
  #source: RtpSource | null = null;
  #gainLeft = 0;
  #gainRight = 0;
  #targetLeft = 0;
  #targetRight = 0;
  #lastWordsTicks = LAST_WORDS_TICKS;
  #leaveTicks: number | null = null;

  constructor(library: OpusLibrary, settings: StripSettings) {
    this.#playout = new Playout(library);
    this.set(settings);
  }

  get source(): RtpSource | null {
    return this.#source;
  }

  /** True when a strip that leaves has faded out. */
  get gone(): boolean {
    return this.#leaveTicks === 0;
  }

  /** Packets that were not Opus. */
  get malformed(): number {
    return this.#playout.malformed;
  }

  /** Reached at the end of the next tick, in a ramp. */
  set(settings: StripSettings): void {
    const gain = settings.on && !settings.muted ? faderGain(settings.faderDb) : 0;
    this.#targetLeft = gain * panGainLeft(settings.pan);
    this.#targetRight = gain * panGainRight(settings.pan);
  }

  /** Null lets what is buffered play out. A new source continues what is heard. */
  bind(source: RtpSource | null): void {
    if (source !== null && source.ssrc !== this.#source?.ssrc) this.#playout.cut();
    this.#source = source;
  }

  /** Takes no packets any more, plays what is buffered, then fades. */
  leave(): void {
    this.#source = null;
    this.#leaveTicks = LEAVE_TICKS;
  }

  receive(packet: Uint8Array, fields: RtpFields, arrivalMs: number, waitedMaxMs: number): void {
    this.#playout.receive(packet, fields, arrivalMs, waitedMaxMs);
  }

  /** Adds the next tick, due at `nowMs`, to the interleaved `bus`. */
  addTo(bus: Float32Array, nowMs: number): void {
    const fade = this.#nextFade();
    const targetLeft = this.#targetLeft * fade;
    const targetRight = this.#targetRight * fade;
    this.#playout.unheard = this.#gainLeft + this.#gainRight + targetLeft + targetRight === 0;
    const rendered = this.#playout.render(nowMs, this.#left, this.#right);
    if (rendered === 'silent') {
      this.#meter.addSilence(TICK_FRAMES);
    } else {
      const right = rendered === 'stereo' ? this.#right : this.#left;
      this.#meter.add(this.#left, 0, 1);
      if (rendered === 'stereo') this.#meter.add(right, 0, 1);
      addWithRamp(bus, 0, this.#left, this.#gainLeft, targetLeft);
      addWithRamp(bus, 1, right, this.#gainRight, targetRight);
    }
    this.#gainLeft = targetLeft;
    this.#gainRight = targetRight;
  }

  /** Peak and RMS since the last call. */
  takeLevel(): StripLevel {
    const level = { peakDb: this.#meter.peakDb, rmsDb: this.#meter.rmsDb };
    this.#meter.reset();
    return level;
  }

  health(): StripHealth {
    return {
      packets: this.#playout.packets,
      concealedFrames: this.#playout.concealedFrames,
      lateFrames: this.#playout.lateFrames,
      depthMs: Math.round(this.#playout.delayMs),
      targetMs: Math.round(this.#playout.targetMs),
      driftPpm: Math.round(this.#playout.driftPpm),
    };
  }

  #nextFade(): number {
    if (this.#leaveTicks === null) return 1;
    if (this.#lastWordsTicks > 0 && this.#playout.holdsPackets) {
      this.#lastWordsTicks -= 1;
      return 1;
    }
    this.#lastWordsTicks = 0;
    this.#leaveTicks = Math.max(0, this.#leaveTicks - 1);
    return this.#leaveTicks / LEAVE_TICKS;
  }
}
