/**
 * Somebody who talks: real Opus in RTP at real-time pace, over a network as bad as a test wants it. Where the packets go is the
 * caller's affair (`send`): a SyntheticTransport, a mixer's UDP port, a list.
 */
import type { OpaqueParameters } from '#protocol/media.ts';
import { FRAME_MS, FRAME_SAMPLES, opusTone } from './opus-tone.ts';
import { randomFrom } from './random.ts';
import { writeRtp } from './rtp-packet.ts';

/**
 * `toneHz` is whole, 0 for silence; `levelDb` is the RMS in dBFS. `clockPpm` is how much faster (+) or slower (-) than ours the
 * talker's sound card runs, `lossRate` the share of packets that vanish (0 to 1), `jitterMs` the longest of the evenly spread
 * delays, which reorder packets beyond 20 ms. `seed` repeats SSRC, numbers, loss and jitter.
 */
export type TalkerOptions = {
  readonly send: (rtp: Buffer) => void;
  readonly toneHz?: number;
  readonly levelDb?: number;
  readonly payloadType?: number;
  readonly clockPpm?: number;
  readonly lossRate?: number;
  readonly jitterMs?: number;
  readonly seed?: number;
};

export class SyntheticTalker {
  readonly payloadType: number;
  clockPpm: number;
  lossRate: number;
  jitterMs: number;
  /** A cable that is pulled out: time and numbers go on, no packet leaves. */
  cut = false;
  readonly #send: (rtp: Buffer) => void;
  readonly #random: () => number;
  readonly #delayed = new Set<NodeJS.Timeout>();
  #levelDb: number;
  #frames: readonly Buffer[];
  #timer: NodeJS.Timeout | undefined;
  #dueAtMs = 0;
  #frameIndex = 0;
  #ssrc: number;
  #sequence: number;
  #timestamp: number;
  #marker = true;
  #sent = 0;

  constructor(options: TalkerOptions) {
    this.#send = options.send;
    this.payloadType = options.payloadType ?? 111;
    this.clockPpm = options.clockPpm ?? 0;
    this.lossRate = options.lossRate ?? 0;
    this.jitterMs = options.jitterMs ?? 0;
    this.#levelDb = options.levelDb ?? -20;
    this.#frames = opusTone(options.toneHz ?? 1000, this.#levelDb);
    this.#random = randomFrom(options.seed ?? Math.floor(Math.random() * 2 ** 32));
    this.#ssrc = this.#randomInteger(2 ** 32 - 1) + 1;
    this.#sequence = this.#randomInteger(2 ** 16);
    this.#timestamp = this.#randomInteger(2 ** 32);
  }

  get ssrc(): number {
    return this.#ssrc;
  }

  /** Packets that were handed to `send`. */
  get sent(): number {
    return this.#sent;
  }

  /** What a producer of this talker is made of. */
  get rtpParameters(): OpaqueParameters {
    return {
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: this.payloadType,
          clockRate: 48_000,
          channels: 2,
          parameters: { useinbandfec: 1, usedtx: 0 },
          rtcpFeedback: [{ type: 'transport-cc', parameter: '' }],
        },
      ],
      headerExtensions: [],
      encodings: [{ ssrc: this.#ssrc, dtx: false }],
      rtcp: { cname: `synthetic-${this.#ssrc}`, reducedSize: true },
    };
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#dueAtMs = performance.now();
    this.#talk();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#delayed.clear();
  }

  /** Another tone from the next frame on; 0 is silence, as a browser sends it while its track is off. */
  setTone(toneHz: number, levelDb = this.#levelDb): void {
    this.#levelDb = levelDb;
    this.#frames = opusTone(toneHz, this.#levelDb);
  }

  /** Goes on as another source, as after a republish: random SSRC, sequence number and timestamp. Answers with the SSRC. */
  changeSsrc(): number {
    this.#ssrc = this.#randomInteger(2 ** 32 - 1) + 1;
    this.#sequence = this.#randomInteger(2 ** 16);
    this.#timestamp = this.#randomInteger(2 ** 32);
    this.#marker = true;
    return this.#ssrc;
  }

  #talk(): void {
    // Late timers are caught up in one go, as a sound card's buffer does.
    while (this.#dueAtMs <= performance.now()) {
      this.#sendFrame();
      this.#dueAtMs += FRAME_MS / (1 + this.clockPpm / 1e6);
    }
    this.#timer = setTimeout(() => this.#talk(), Math.max(0, this.#dueAtMs - performance.now()));
  }

  #sendFrame(): void {
    const payload = this.#frames[this.#frameIndex] ?? Buffer.alloc(0);
    const packet = writeRtp({
      payloadType: this.payloadType,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
      marker: this.#marker,
      payload,
    });
    this.#frameIndex = (this.#frameIndex + 1) % this.#frames.length;
    this.#sequence = (this.#sequence + 1) % 2 ** 16;
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) % 2 ** 32;
    this.#marker = false;
    const isLost = this.#random() < this.lossRate;
    if (this.cut || isLost) return;
    this.#sendLater(packet, this.#random() * this.jitterMs);
  }

  #sendLater(packet: Buffer, delayMs: number): void {
    this.#sent += 1;
    if (delayMs === 0) {
      this.#send(packet);
      return;
    }
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      this.#send(packet);
    }, delayMs);
    this.#delayed.add(timer);
  }

  #randomInteger(below: number): number {
    return Math.floor(this.#random() * below);
  }
}
