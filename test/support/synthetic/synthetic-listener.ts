/** Somebody who listens to one consumer: counts what arrives and hands on the Opus frames. */
import * as z from 'zod/mini';
import type { OpaqueParameters } from '#protocol/media.ts';
import { type RtpPacket, readRtp } from './rtp-packet.ts';

const consumerParameters = z.object({
  codecs: z.array(z.object({ payloadType: z.number() })).check(z.minLength(1)),
  encodings: z.array(z.object({ ssrc: z.number() })).check(z.minLength(1)),
});

export class SyntheticListener {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly #listeners = new Set<(packet: RtpPacket) => void>();
  #packets = 0;

  /** `rtpParameters` are those of the consumer, `onRtp` subscribes to the transport it comes on. */
  constructor(rtpParameters: OpaqueParameters, onRtp: (listener: (rtp: Buffer) => void) => void) {
    const { codecs, encodings } = consumerParameters.parse(rtpParameters);
    this.ssrc = encodings[0]?.ssrc ?? 0;
    this.payloadType = codecs[0]?.payloadType ?? 0;
    onRtp((rtp) => this.#take(rtp));
  }

  /** How many packets have arrived. */
  get packets(): number {
    return this.#packets;
  }

  onPacket(listener: (packet: RtpPacket) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when `count` more packets have arrived. */
  receive(count: number): Promise<void> {
    const goal = this.#packets + count;
    return new Promise((resolve) => {
      const unsubscribe = this.onPacket(() => {
        if (this.#packets < goal) return;
        unsubscribe();
        resolve();
      });
    });
  }

  #take(rtp: Buffer): void {
    const packet = readRtp(rtp);
    if (packet === null || packet.ssrc !== this.ssrc) return;
    this.#packets += 1;
    for (const listener of [...this.#listeners]) listener(packet);
  }
}
