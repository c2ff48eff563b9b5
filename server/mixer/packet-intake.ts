/** The receiving half of a strip: checks, places, measures and buffers each packet. Nothing is decoded here. */
import { ArrivalClock } from './arrival-clock.ts';
import { SAMPLES_PER_MS } from './audio-format.ts';
import { DelayTarget } from './delay-target.ts';
import { OPUS_PACKET_MAX_BYTES } from './opus-decoder.ts';
import { opusDuration, opusIsStereo } from './opus-packet.ts';
import { PacketBuffer } from './packet-buffer.ts';
import { PacketTimeline, type Seam } from './packet-timeline.ts';
import type { RtpFields } from './rtp-packet.ts';

/** Sequence numbers left free at a seam, for packets of the new stretch that come out of order. */
const SEAM_SEQUENCE_GAP = 8;

/** A packet that may begin a new stretch, kept until the next one tells. */
type Suspect = { readonly bytes: Uint8Array; duration: number; length: number; arrivalMs: number };

export class PacketIntake {
  readonly buffer = new PacketBuffer();
  readonly clock = new ArrivalClock();
  readonly target = new DelayTarget();
  /** How long the next packet may have waited to be read: so much of its lateness is ours, not the network's. */
  waitedMaxMs = 0;
  readonly #timeline = new PacketTimeline();
  readonly #suspect: Suspect = {
    bytes: new Uint8Array(OPUS_PACKET_MAX_BYTES),
    duration: 0,
    length: 0,
    arrivalMs: 0,
  };
  #stretch = 0;
  #packets = 0;
  #late = 0;
  #malformed = 0;

  /** Packets that were taken in, duplicates left out. */
  get packets(): number {
    return this.#packets;
  }

  /** Packets whose time was over when they came. */
  get late(): number {
    return this.#late;
  }

  /** Packets that are not Opus. */
  get malformed(): number {
    return this.#malformed;
  }

  /** The next packet comes from another source, whatever its numbers. */
  cut(): void {
    this.#timeline.cut();
  }

  /** Takes in a packet. A new stretch is put behind all that is buffered, and not before `playedTo`. */
  receive(packet: Uint8Array, fields: RtpFields, arrivalMs: number, playedTo: number): void {
    const { payloadStart, payloadEnd, sequence, timestamp } = fields;
    const duration = opusDuration(packet, payloadStart, payloadEnd);
    const length = payloadEnd - payloadStart;
    if (duration === 0 || length > OPUS_PACKET_MAX_BYTES) {
      this.#malformed += 1;
      return;
    }
    const placement = this.#timeline.place(sequence, timestamp, arrivalMs, this.#seam(playedTo));
    if (placement === 'suspect') {
      this.#keep(packet, fields, duration, arrivalMs);
      return;
    }
    if (placement === 'confirmed') {
      const suspect = this.#suspect;
      this.#timeline.placeSuspect(this.#seam(playedTo));
      this.#store(suspect.bytes, 0, suspect.length, suspect.duration, suspect.arrivalMs);
      this.#timeline.place(sequence, timestamp, arrivalMs, this.#seam(playedTo));
    }
    this.#store(packet, payloadStart, length, duration, arrivalMs);
  }

  /** Counts a packet that was dropped because its time was over before it could be played. */
  countLate(): void {
    this.#late += 1;
  }

  #seam(playedTo: number): Seam {
    return {
      sequence: this.buffer.endSequence + SEAM_SEQUENCE_GAP,
      timestamp: Math.max(this.buffer.endTimestamp, playedTo),
    };
  }

  #keep(packet: Uint8Array, fields: RtpFields, duration: number, arrivalMs: number): void {
    const suspect = this.#suspect;
    suspect.duration = duration;
    suspect.length = fields.payloadEnd - fields.payloadStart;
    suspect.arrivalMs = arrivalMs;
    for (let i = 0; i < suspect.length; i++) suspect.bytes[i] = packet[fields.payloadStart + i] ?? 0;
  }

  #store(bytes: Uint8Array, start: number, length: number, duration: number, arrivalMs: number): void {
    const { sequence, timestamp, stretch } = this.#timeline;
    if (stretch !== this.#stretch) {
      this.#stretch = stretch;
      this.clock.restart();
    }
    const stereo = opusIsStereo(bytes[start] ?? 0);
    const result = this.buffer.put({ sequence, timestamp, duration, stereo, length }, bytes, start);
    if (result === 'duplicate') return;
    if (result === 'late') this.#late += 1;
    this.#packets += 1;
    // A late packet is the best witness of jitter, so it is measured like the others.
    const lateSamples = this.clock.observe(timestamp, arrivalMs) - this.waitedMaxMs * SAMPLES_PER_MS;
    this.target.observe(Math.max(0, lateSamples), arrivalMs);
  }
}
