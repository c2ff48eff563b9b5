/**
 * The playing half of a strip: turns the packets of one sender into an endless signal on our clock. It waits as long as
 * the network needs, conceals what is lost and follows the sender's clock. Knows nothing of faders or of who speaks.
 */
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS, TICK_FRAMES } from './audio-format.ts';
import { CONCEAL_STEP_SAMPLES, type OpusLibrary } from './opus-decoder.ts';
import { opusIsDtx } from './opus-packet.ts';
import type { BufferedPacket } from './packet-buffer.ts';
import { PacketIntake } from './packet-intake.ts';
import { isPause, splicePause } from './pause-splice.ts';
import { PlaybackRate } from './playback-rate.ts';
import type { RtpFields } from './rtp-packet.ts';
import { type Envelope, SampleFifo } from './sample-fifo.ts';
import { SourceDecoder } from './source-decoder.ts';

/** Lost audio is made up at full level for this long, then fades: libopus has only noise to offer after 100 ms. */
const CONCEAL_FULL_SAMPLES = 60 * SAMPLES_PER_MS;
const CONCEAL_FADE = -1 / (40 * SAMPLES_PER_MS);

const ATTACK = 1 / (7.5 * SAMPLES_PER_MS);
const RELEASE = -1 / (10 * SAMPLES_PER_MS);
const CUT_FADE_SAMPLES = 240;

/** How much is made up at a time while nothing has arrived. */
const CONCEAL_CHUNK_SAMPLES = 480;

/** In a hole, playing goes on only when the delay is no more than this below its target. */
const REBUFFER_TOLERANCE_SAMPLES = 10 * SAMPLES_PER_MS;

/** Pauses are made shorter or longer when the delay is this far from its target. */
const PAUSE_SPLICE_SAMPLES = 3 * SAMPLES_PER_MS;

/** Above this much, waiting for a pause takes too long. */
const EXCESS_MAX_SAMPLES = 300 * SAMPLES_PER_MS;

/** After a second without a packet, the sender counts as paused and the next packet as a new start. */
const PAUSED_SAMPLES = SAMPLE_RATE_HZ;

const CONCEALED_FRAME_SAMPLES = 20 * SAMPLES_PER_MS;

/** What `render` wrote: nothing, the left side for both, or both sides. */
export type Rendered = 'silent' | 'mono' | 'stereo';

/**
 * `#next` is the timestamp of the next sample to be decoded. `#owed` counts the samples that were made up while it was
 * not known what is missing: the delay grew by them, and some of it is given back when the next packet shows the gap.
 */
export class Playout {
  readonly #intake = new PacketIntake();
  readonly #decoder: SourceDecoder;
  readonly #fifo = new SampleFifo();
  readonly #rate = new PlaybackRate();
  readonly #envelope: Envelope = { gain: 0, slope: ATTACK };
  #playing = false;
  #nowMs = 0;
  #next = 0;
  #owed = 0;
  #lostFor = 0;
  #lastSequence = -1;
  #concealedSamples = 0;
  #delaySamples = 0;

  /** Whether nothing of this reaches the bus now: then the delay is corrected at once, at any place. */
  unheard = false;

  constructor(library: OpusLibrary) {
    this.#decoder = new SourceDecoder(library);
  }

  get packets(): number {
    return this.#intake.packets;
  }

  get malformed(): number {
    return this.#intake.malformed;
  }

  /** Packets that came too late to be played. */
  get lateFrames(): number {
    return this.#intake.late;
  }

  /** Lost audio that was made up, in frames of 20 ms. A pause of the sender counts at most five. */
  get concealedFrames(): number {
    return Math.ceil(this.#concealedSamples / CONCEALED_FRAME_SAMPLES);
  }

  /** How long a punctual packet waits before it is heard; 0 when nothing plays. */
  get delayMs(): number {
    return this.#playing ? Math.max(0, this.#delaySamples / SAMPLES_PER_MS) : 0;
  }

  get targetMs(): number {
    return this.#intake.target.ms;
  }

  get driftPpm(): number {
    return this.#intake.clock.driftPpm;
  }

  /** Whether packets wait that have not been played. */
  get holdsPackets(): boolean {
    return this.#intake.buffer.peek() !== null;
  }

  /** The packets that follow come from another source; they continue what is heard now. */
  cut(): void {
    this.#intake.cut();
  }

  /** Takes in one packet whose header is in `fields`. */
  receive(packet: Uint8Array, fields: RtpFields, arrivalMs: number, waitedMaxMs: number): void {
    this.#intake.waitedMaxMs = waitedMaxMs;
    this.#intake.receive(packet, fields, arrivalMs, this.#next);
  }

  /** Writes the next tick, due at `nowMs`, into `left` and, for stereo, `right`; both are TICK_FRAMES long. */
  render(nowMs: number, left: Float32Array, right: Float32Array): Rendered {
    this.#nowMs = nowMs;
    this.#intake.target.unheard = this.unheard;
    if (!this.#playing && !this.#begin()) return 'silent';
    if (this.#owed === 0) this.#rate.observe(this.#excess());
    const step = this.#rate.next(this.#fifo.fraction);
    while (!this.#fifo.holdsTick(step)) this.#produce();
    this.#delaySamples = this.#delay();
    this.#fifo.readTick(step, left, right);
    if (this.#owed > PAUSED_SAMPLES) this.#playing = false;
    return this.#fifo.stereo ? 'stereo' : 'mono';
  }

  /** Begins to play at the very sample at which the first packet has waited for the target. */
  #begin(): boolean {
    const { buffer, clock, target } = this.#intake;
    const first = buffer.peek();
    if (first === null) return false;
    const early = target.samples - (clock.timestampAt(this.#nowMs) - first.timestamp);
    if (early >= TICK_FRAMES) return false;
    this.#fifo.clear();
    this.#rate.reset();
    this.#playing = true;
    this.#owed = 0;
    this.#lostFor = 0;
    this.#envelope.gain = 0;
    this.#next = first.timestamp;
    if (early > 0) this.#fifo.appendSilence(Math.floor(early));
    else if (early < -TICK_FRAMES) this.#next += Math.floor(-early);
    return true;
  }

  /** Appends something to the buffer, or gets rid of a packet; each call comes nearer to a full tick. */
  #produce(): void {
    const packet = this.#due();
    if (packet === null) {
      this.#concealUnknown();
      return;
    }
    if (this.#owed === 0 && this.#excess() > EXCESS_MAX_SAMPLES) {
      this.#leap();
      return;
    }
    if (this.#owed > 0 && !this.#resume(packet)) return;
    const gap = packet.timestamp - this.#next;
    if (gap <= 0) this.#play(packet, -gap);
    else if (this.#excess() < -REBUFFER_TOLERANCE_SAMPLES) this.#concealUnknown();
    else this.#bridge(packet, gap);
  }

  /** The earliest packet that is not over yet. */
  #due(): BufferedPacket | null {
    const { buffer } = this.#intake;
    for (let packet = buffer.peek(); packet !== null; packet = buffer.peek()) {
      if (packet.timestamp + packet.duration > this.#next) return packet;
      this.#discard(packet);
    }
    return null;
  }

  #discard(packet: BufferedPacket): void {
    this.#intake.buffer.take(packet);
    this.#intake.countLate();
    this.#lastSequence = packet.sequence;
  }

  /**
   * Ends a hole. True when `packet` can be played now, its gap first. What is missing before it counts as made up as far
   * as the delay is above its target; the rest stays as added delay, which is how the buffer grows when packets are late.
   */
  #resume(packet: BufferedPacket): boolean {
    const excess = this.#excess();
    if (excess < -REBUFFER_TOLERANCE_SAMPLES) {
      this.#concealUnknown();
      return false;
    }
    const gap = Math.max(0, packet.timestamp - this.#next);
    const covered = Math.max(0, Math.min(Math.floor(excess), gap));
    this.#next += covered;
    if (excess - covered > packet.duration) {
      this.#next = packet.timestamp + packet.duration;
      this.#discard(packet);
      return false;
    }
    this.#owed = 0;
    return true;
  }

  /** Opens a hole on purpose, in which `#resume` brings the delay back to its target. */
  #leap(): void {
    const frames = this.#decoder.conceal(CUT_FADE_SAMPLES);
    this.#envelope.slope = -1 / CUT_FADE_SAMPLES;
    this.#append(0, frames);
    this.#owed += CUT_FADE_SAMPLES;
  }

  #concealUnknown(): void {
    this.#owed += CONCEAL_CHUNK_SAMPLES;
    this.#conceal(CONCEAL_CHUNK_SAMPLES, null);
  }

  /** Fills (part of) the gap before `packet`: with silence if the sender sent nothing, otherwise by making it up. */
  #bridge(packet: BufferedPacket, gap: number): void {
    if (packet.sequence === this.#lastSequence + 1) {
      const count = Math.min(gap, CONCEAL_CHUNK_SAMPLES);
      this.#fadeOut(count);
      this.#next += count;
      return;
    }
    const last = gap <= packet.duration;
    const missing = last ? gap : Math.min(gap - packet.duration, CONCEALED_FRAME_SAMPLES);
    const count = Math.ceil(missing / CONCEAL_STEP_SAMPLES) * CONCEAL_STEP_SAMPLES;
    this.#conceal(count, last ? packet : null);
    this.#next += missing;
  }

  #fadeOut(count: number): void {
    this.#envelope.slope = RELEASE;
    const wanted = Math.ceil(count / CONCEAL_STEP_SAMPLES) * CONCEAL_STEP_SAMPLES;
    const frames = this.#envelope.gain === 0 ? 0 : this.#decoder.conceal(wanted);
    const heard = Math.min(count, frames);
    this.#append(0, heard);
    this.#fifo.appendSilence(count - heard);
  }

  /** Appends `count` made up samples, with the help of `after`, the packet behind the gap, when it is known. */
  #conceal(count: number, after: BufferedPacket | null): void {
    this.#lostFor += count;
    if (this.#envelope.gain === 0) {
      this.#fifo.appendSilence(count);
      return;
    }
    this.#concealedSamples += count;
    this.#envelope.slope = this.#lostFor > CONCEAL_FULL_SAMPLES ? CONCEAL_FADE : 0;
    const frames = after === null ? this.#decoder.conceal(count) : this.#decoder.recover(after, count);
    this.#append(0, frames);
    this.#fifo.appendSilence(count - frames);
  }

  /** Decodes `packet` and appends what lies behind its first `offset` samples. */
  #play(packet: BufferedPacket, offset: number): void {
    this.#intake.buffer.take(packet);
    this.#lastSequence = packet.sequence;
    this.#next = packet.timestamp + packet.duration;
    const frames = this.#decoder.decode(packet);
    if (frames !== packet.duration) {
      this.#conceal(
        Math.ceil((packet.duration - offset) / CONCEAL_STEP_SAMPLES) * CONCEAL_STEP_SAMPLES,
        null,
      );
      return;
    }
    this.#lostFor = 0;
    this.#envelope.slope = opusIsDtx(packet.length) ? CONCEAL_FADE : ATTACK;
    if (offset === 0) this.#append(0, this.#splicePause(frames));
    else this.#append(offset, frames - offset);
  }

  /** Corrects the delay at a stroke if what was just decoded is a pause. Returns how many frames there are now. */
  #splicePause(frames: number): number {
    const excess = this.#excess() + frames;
    if (Math.abs(excess) < PAUSE_SPLICE_SAMPLES) return frames;
    const { pcm, channels } = this.#decoder;
    if (!this.unheard && !isPause(pcm, frames, channels)) return frames;
    const spliced = splicePause(pcm, frames, channels, -excess);
    this.#rate.shift(spliced - frames);
    return spliced;
  }

  #append(from: number, count: number): void {
    this.#fifo.append(this.#decoder.pcm, from, count, this.#decoder.channels, this.#envelope);
  }

  #excess(): number {
    return this.#delay() - this.#intake.target.samples;
  }

  /** How long a punctual packet that arrives now would wait until it is heard, in samples. */
  #delay(): number {
    return this.#intake.clock.timestampAt(this.#nowMs) - this.#next + this.#fifo.unread;
  }
}
