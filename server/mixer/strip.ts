/** One person's strip of the console: what arrives of him, played out in time, and how it leaves. */
import type { StripLevel } from '#protocol/state.ts';
import type { RtpSource, StripHealth, StripSettings } from '../program/live-path-port.ts';
import { TICK_FRAMES, TICK_MS } from './audio-format.ts';
import { TARGET_MAX_MS } from './delay-target.ts';
import type { OpusLibrary } from './opus-decoder.ts';
import { Playout } from './playout.ts';
import type { RtpFields } from './rtp-packet.ts';
import { StripPath } from './strip-path.ts';

/** A strip that leaves plays what is buffered, for as long as a buffer can be, and then fades for so long. */
export const LEAVE_MS = 100;

const LEAVE_TICKS = LEAVE_MS / TICK_MS;
const LAST_WORDS_TICKS = TARGET_MAX_MS / TICK_MS;

export class Strip {
  readonly #playout: Playout;
  readonly #path: StripPath;
  readonly #left = new Float32Array(TICK_FRAMES);
  readonly #right = new Float32Array(TICK_FRAMES);
  #source: RtpSource | null = null;
  #lastWordsTicks = LAST_WORDS_TICKS;
  #leaveTicks: number | null = null;

  constructor(library: OpusLibrary, settings: StripSettings) {
    this.#playout = new Playout(library);
    this.#path = new StripPath(settings);
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
    return this.#path.ducks;
  }

  /** Whether somebody spoke through it into the program in the last tick. */
  get speaks(): boolean {
    return this.#path.speaks;
  }

  /** Gains are reached after `rampMs`, at the end of the next tick at the earliest; a ramp under way to the same gains goes on. */
  set(settings: StripSettings, rampMs?: number): void {
    this.#path.set(settings, rampMs);
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
    this.#playout.unheard = this.#path.move(this.#nextFade(), speech);
    const rendered = this.#playout.render(nowMs, this.#left, this.#right);
    if (rendered === 'silent') this.#path.addSilence();
    else this.#path.add(bus, this.#left, rendered === 'stereo' ? this.#right : null);
  }

  /** Peak and RMS since the last call, and what gate and compressor do now. */
  takeLevel(): StripLevel {
    return this.#path.takeLevel();
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
