/** What every strip does to a tick of sound, wherever it comes from: processing, meter, duck, fader, pan and buttons, and onto the bus. */
import type { StripLevel } from '#protocol/state.ts';
import type { StripSettings } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { faderGain, panGainLeft, panGainRight } from './gain-law.ts';
import { addWithRamp } from './gain-ramp.ts';
import { LevelMeter } from './level-meter.ts';
import { Ducker } from './processing/ducker.ts';
import { StripChain } from './processing/strip-chain.ts';

/** Somebody who comes through louder than this peak (-40 dBFS in the program) speaks. */
const SPEECH_PEAK = 0.01;
const SHOWN_REDUCTION_MIN_DB = 0.1;

/** The meter comes before the fader and the buttons, so that a host sees a guest who is not on air. */
export class StripPath {
  readonly #meter = new LevelMeter();
  /** None until the strip is to do something to its sound. */
  #chain: StripChain | null = null;
  readonly #ducker = new Ducker();
  #speaks = false;
  #gainLeft = 0;
  #gainRight = 0;
  #nextLeft = 0;
  #nextRight = 0;
  /** Where fader, pan and buttons are on their way to their targets; fades come on top. */
  #wayLeft = 0;
  #wayRight = 0;
  #targetLeft = 0;
  #targetRight = 0;
  #rampTicks = 1;

  constructor(settings: StripSettings) {
    this.set(settings);
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

  /**
   * Moves the gains on by a tick, to be called once before `add` or `addSilence`. `fade` is an amplitude on top of them; `speech`: somebody
   * speaks on another strip. Says whether nothing of this tick will be heard.
   */
  move(fade: number, speech: boolean): boolean {
    const extra = fade * (this.#ducker.idle ? 1 : 10 ** (this.#ducker.next(speech) / 20));
    this.#wayLeft = stepTo(this.#targetLeft, this.#wayLeft, this.#rampTicks);
    this.#wayRight = stepTo(this.#targetRight, this.#wayRight, this.#rampTicks);
    if (this.#rampTicks > 1) this.#rampTicks -= 1;
    this.#nextLeft = this.#wayLeft * extra;
    this.#nextRight = this.#wayRight * extra;
    return this.#gainLeft + this.#gainRight + this.#nextLeft + this.#nextRight === 0;
  }

  /** Adds a tick to the interleaved `bus`; `right` is null for mono. The samples are processed in place. */
  add(bus: Float32Array, left: Float32Array, right: Float32Array | null): void {
    const targetLeft = this.#nextLeft;
    const targetRight = this.#nextRight;
    const unheard = this.#gainLeft + this.#gainRight + targetLeft + targetRight === 0;
    if (!unheard) this.#chain?.process(left, right);
    const leftPeak = this.#meter.add(left, 0, 1);
    const peak = right === null ? leftPeak : Math.max(leftPeak, this.#meter.add(right, 0, 1));
    this.#speaks = peak * Math.max(targetLeft, targetRight) >= SPEECH_PEAK;
    addWithRamp(bus, 0, left, this.#gainLeft, targetLeft);
    addWithRamp(bus, 1, right ?? left, this.#gainRight, targetRight);
    this.#arrive();
  }

  addSilence(): void {
    this.#speaks = false;
    this.#meter.addSilence(TICK_FRAMES);
    this.#arrive();
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

  #arrive(): void {
    this.#gainLeft = this.#nextLeft;
    this.#gainRight = this.#nextRight;
  }
}

/** One of `steps` equal steps from `from` to `target`; the last one lands on it exactly, so that silence is 0. */
function stepTo(target: number, from: number, steps: number): number {
  return steps === 1 ? target : from + (target - from) / steps;
}
