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

  /** `rtpParameters` are those of the consumer. */
  constructor(rtpParameters: OpaqueParameters) {
    const { codecs, encodings } = consumerParameters.parse(rtpParameters);
    this.ssrc = encodings[0]?.ssrc ?? 0;
    this.payloadType = codecs[0]?.payloadType ?? 0;
  }

  /** How many packets have arrived. While nobody listens they are counted unopened. */
  get packets(): number {
    return this.#packets;
  }

  get wantsPayload(): boolean {
    return this.#listeners.size > 0;
  }

  onPacket(listener: (packet: RtpPacket) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when `count` more packets have arrived whose seal was right. */
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

  /** Called by the transport, with an opened packet while `wantsPayload`. */
  take(rtp: Buffer): void {
    this.#packets += 1;
    if (!this.wantsPayload) return;
    const packet = readRtp(rtp);
    if (packet === null) return;
    for (const listener of [...this.#listeners]) listener(packet);
  }
}
