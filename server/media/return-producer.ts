/** What the mixer sends into the feed, as a producer of the room: carts and music bed, which everybody hears. */
import { randomInt } from 'node:crypto';
import type { types } from 'mediasoup';
import { type ProducerId, producerId } from '#protocol/ids.ts';
import { Closable } from '../lifecycle.ts';
import type { ReturnPort } from '../room/media-port.ts';
import type { Published } from './consumers.ts';
import { OPUS_CLOCK_RATE_HZ, OPUS_PAYLOAD_TYPE } from './router-codecs.ts';

const SSRC_MAX = 2 ** 32 - 1;

export class ReturnProducer extends Closable implements ReturnPort {
  readonly producerId: ProducerId;
  readonly payloadType = OPUS_PAYLOAD_TYPE;
  readonly ssrc: number;
  readonly producer: Published;

  /** Only RtpFeed makes these. */
  constructor(producer: Published, ssrc: number) {
    super();
    this.producer = producer;
    this.producerId = producerId.parse(producer.id);
    this.ssrc = ssrc;
    producer.on('transportclose', () => this.close('feed closed'));
    if (producer.closed) this.close('feed closed');
  }

  protected override onClose(): void {
    this.producer.close();
  }
}

/** Opus in stereo, as our own encoder sends it (RFC 7587, section 6.1). */
export function returnParameters(): { readonly ssrc: number; readonly rtpParameters: types.RtpParameters } {
  const ssrc = randomInt(1, SSRC_MAX);
  return {
    ssrc,
    rtpParameters: {
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: OPUS_PAYLOAD_TYPE,
          clockRate: OPUS_CLOCK_RATE_HZ,
          channels: 2,
          parameters: { stereo: 1, 'sprop-stereo': 1 },
        },
      ],
      encodings: [{ ssrc }],
    },
  };
}
