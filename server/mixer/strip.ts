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
import { Ducker } from './processing/ducker.ts';
import { StripChain } from './processing/strip-chain.ts';
import type { RtpFields } from './rtp-packet.ts';

/** A strip that leaves plays what is buffered, for as long as a buffer can be, and then fades for so long. */
export const LEAVE_MS = 100;

const LEAVE_TICKS = LEAVE_MS / TICK_MS;
const LAST_WORDS_TICKS = TARGET_MAX_MS / TICK_MS;

/** Somebody who comes through louder than this peak (-40 dBFS in the program) speaks. */
const SPEECH_PEAK = 0.01;
const SHOWN_REDUCTION_MIN_DB = 0.1;

/** The meter comes before the fader and the buttons, so that a host sees a guest who is not on air. */
export class Strip {
  readonly #playout: Playout;
  readonly #meter = new LevelMeter();
  readonly #left = new Float32Array(TICK_FRAMES);
  readonly #right = new Float32Array(TICK_FRAMES);
  /** None until the strip is to do something to its sound. */
  #chain: StripChain | null = null;
  readonly #ducker = new Ducker();
  #speaks = false;
  #source: RtpSource | null = null;
  #gainLeft = 0;
  #gainRight = 0;
  /** Where fader, pan and buttons are on their way to their targets; fades come on top. */
  #wayLeft = 0;
  #wayRight = 0;
  #targetLeft = 0;
  #targetRight = 0;
  #rampTicks = 1;
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

  /** Whether it makes room for speech, and so must be told of it. */
  get ducks(): boolean {
    return !this.#ducker.idle;
  }

  /** Whether somebody spoke through it into the program in the last tick. */
  get speaks(): boolean {
    return this.#speaks;
  }

  /** Gains are reached after `rampMs`, at the end of the next tick at the earliest; a ramp under way to the same gains goes on. */
  set(settings: StripSettings, rampMs = TICK_MS): void {
    const gain = settings.on && !settings.muted ? faderGain(settings.faderDb) : 0;
    const left = gain * panGainLeft(settings.pan);
    const right = gain * panGainRight(settings.pan);
    if (left !== this.#targetLeft || right !== this.#targetRight) {
      this.#targetLeft = left;
      this.#targetRight = right;
      this.#rampTicks = Math.max(1, Math.round(rampMs / TICK_MS));
    }
    const { processing, targetLufs } = settings;
    if (processing === undefined) return;
    this.#chain ??= new StripChain();
    this.#chain.set(processing, targetLufs ?? 0);
    this.#ducker.set(processing.duck);
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

  /** Adds the next tick, due at `nowMs`, to the interleaved `bus`. `speech`: somebody speaks on another strip. */
  addTo(bus: Float32Array, nowMs: number, speech = false): void {
    const fade = this.#nextFade() * this.#nextDuck(speech);
    this.#wayLeft = stepTo(this.#targetLeft, this.#wayLeft, this.#rampTicks);
    this.#wayRight = stepTo(this.#targetRight, this.#wayRight, this.#rampTicks);
    if (this.#rampTicks > 1) this.#rampTicks -= 1;
    const targetLeft = this.#wayLeft * fade;
    const targetRight = this.#wayRight * fade;
    const unheard = this.#gainLeft + this.#gainRight + targetLeft + targetRight === 0;
    this.#playout.unheard = unheard;
    const rendered = this.#playout.render(nowMs, this.#left, this.#right);
    this.#speaks = false;
    if (rendered === 'silent') {
      this.#meter.addSilence(TICK_FRAMES);
    } else {
      const right = rendered === 'stereo' ? this.#right : null;
      if (!unheard) this.#chain?.process(this.#left, right);
      const leftPeak = this.#meter.add(this.#left, 0, 1);
      const peak = right === null ? leftPeak : Math.max(leftPeak, this.#meter.add(right, 0, 1));
      this.#speaks = peak * Math.max(targetLeft, targetRight) >= SPEECH_PEAK;
      addWithRamp(bus, 0, this.#left, this.#gainLeft, targetLeft);
      addWithRamp(bus, 1, right ?? this.#left, this.#gainRight, targetRight);
    }
    this.#gainLeft = targetLeft;
    this.#gainRight = targetRight;
  }

  /** Peak and RMS since the last call, and what gate and compressor do now. */
  takeLevel(): StripLevel {
    const reductionDb = Math.round((this.#chain?.reductionDb ?? 0) * 10) / 10;
    const level = {
      peakDb: this.#meter.peakDb,
      rmsDb: this.#meter.rmsDb,
      ...(this.#chain?.gateClosed === true && { gateClosed: true }),
      ...(reductionDb >= SHOWN_REDUCTION_MIN_DB && { reductionDb }),
    };
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

  #nextDuck(speech: boolean): number {
    return this.#ducker.idle ? 1 : 10 ** (this.#ducker.next(speech) / 20);
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

/** One of `steps` equal steps from `from` to `target`; the last one lands on it exactly, so that silence is 0. */
function stepTo(target: number, from: number, steps: number): number {
  return steps === 1 ? target : from + (target - from) / steps;
}
