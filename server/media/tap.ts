/** One producer's RTP in the feed to the mixer. */
import type { types } from 'mediasoup';
import { Closable } from '../lifecycle.ts';
import type { TapPort } from '../room/media-port.ts';

export class Tap extends Closable implements TapPort {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly #consumer: types.Consumer;

  /** Only RtpFeed makes these. */
  constructor(consumer: types.Consumer) {
    super();
    const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
    const payloadType = consumer.rtpParameters.codecs[0]?.payloadType;
    if (ssrc === undefined || payloadType === undefined) throw new Error('A consumer without SSRC or codec.');
    this.ssrc = ssrc;
    this.payloadType = payloadType;
    this.#consumer = consumer;
    consumer.on('producerclose', () => this.close('producer closed'));
    consumer.on('transportclose', () => this.close('feed closed'));
    if (consumer.closed) this.close('producer closed');
  }

  protected override onClose(): void {
    this.#consumer.close();
  }
}
