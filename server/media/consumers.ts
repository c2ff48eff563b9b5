/** Everything that one participant receives: voices and pictures, on his one transport towards the browser. */
import type { types } from 'mediasoup';
import { type ConsumerId, consumerId, type ProducerId } from '#protocol/ids.ts';
import { PICTURES_SEEN_MAX } from '#protocol/limits.ts';
import type { MediaSource, PictureHeldBy } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { ConsumeRequest, OpenedConsumer } from '../room/media-port.ts';
import { assertOpen, mediaError } from './media-error.ts';
import { heldBy, PICTURES_OUTGOING_BITRATE_MAX, sendLayer } from './picture.ts';
import { parseRtpCapabilities } from './rtp-parameters.ts';
import type { Lane, Turnstile } from './turnstile.ts';

/** Pictures have a limit of their own, so that they never take the place of a voice. */
const VOICES_MAX = 128;

/** Producers carry what they are made from, and so do their consumers. */
type Sourced = { source: MediaSource };
export type Published = types.Producer<Sourced>;
type Received = types.Consumer<Sourced>;

/** `producers` are those of the whole room; `turnstile` is where consumers are made, those of whoever speaks first. */
export type ConsumersContext = {
  readonly producers: ReadonlyMap<ProducerId, Published>;
  readonly turnstile: Turnstile;
};

export class Consumers extends Closable {
  readonly #context: ConsumersContext;
  readonly #receive: types.WebRtcTransport;
  readonly #consumers = new Map<ConsumerId, Received>();
  /** What is being made now. */
  readonly #making = { voices: 0, pictures: 0 };
  #isCapped = false;

  /** Borrows the transport; closing it closes what is on it. */
  constructor(context: ConsumersContext, receive: types.WebRtcTransport) {
    super();
    this.#context = context;
    this.#receive = receive;
  }

  get size(): number {
    return this.#consumers.size;
  }

  async consume(request: ConsumeRequest): Promise<OpenedConsumer> {
    const producer = this.#context.producers.get(request.producerId);
    if (producer === undefined) throw new StudioError('producer_not_found');
    const kind = producer.appData.source === 'microphone' ? 'voices' : 'pictures';
    this.#checkLimit(kind);
    this.#making[kind] += 1;
    try {
      const making = this.#context.turnstile.run(laneOf(producer), () => this.#make(producer, request));
      return this.#add(await this.guard(making, (late) => late.close()), request.producerId);
    } catch (error) {
      throw mediaError(error, this, producer.closed ? 'producer_not_found' : 'media_refused');
    } finally {
      this.#making[kind] -= 1;
    }
  }

  async start(id: ConsumerId): Promise<void> {
    await this.#run(id, (consumer) => consumer.resume());
  }

  async hold(id: ConsumerId): Promise<void> {
    await this.#run(id, (consumer) => consumer.pause());
  }

  /** Means nothing to a voice. */
  async setLayer(id: ConsumerId, layer: number): Promise<void> {
    await this.#run(id, async (consumer) => {
      const { source } = consumer.appData;
      if (source !== 'microphone') await sendLayer(consumer, source, layer);
    });
  }

  heldBy(id: ConsumerId): PictureHeldBy {
    return heldBy(this.#consumer(id));
  }

  drop(id: ConsumerId): void {
    this.#consumer(id).close();
  }

  async #make(producer: Published, { rtpCapabilities, layer = 0 }: ConsumeRequest): Promise<Received> {
    assertOpen(this);
    const { source } = producer.appData;
    // Retransmission is off for audio unless asked for; on Wi-Fi it saves the words.
    const consumer = await this.#receive.consume<Sourced>({
      producerId: producer.id,
      rtpCapabilities: parseRtpCapabilities(rtpCapabilities),
      paused: true,
      enableRtx: true,
      appData: { source },
    });
    if (source === 'microphone') return consumer;
    // The first picture and no voice pays for the limit.
    const capping = this.#isCapped || this.#receive.setMaxOutgoingBitrate(PICTURES_OUTGOING_BITRATE_MAX);
    this.#isCapped = true;
    await Promise.all([sendLayer(consumer, source, layer), capping]);
    return consumer;
  }

  #add(consumer: Received, producerId: ProducerId): OpenedConsumer {
    const id = consumerId.parse(consumer.id);
    this.#consumers.set(id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(id));
    return { consumerId: id, producerId, kind: consumer.kind, rtpParameters: consumer.rtpParameters };
  }

  #checkLimit(kind: 'voices' | 'pictures'): void {
    const isPicture = kind === 'pictures';
    const present = [...this.#consumers.values()].filter(
      ({ appData }) => (appData.source !== 'microphone') === isPicture,
    );
    const count = present.length + this.#making[kind];
    if (isPicture && count >= PICTURES_SEEN_MAX) throw new StudioError('picture_limit');
    if (!isPicture && count >= VOICES_MAX) {
      throw new StudioError('media_refused', 'You receive as much as is allowed already.');
    }
  }

  async #run(id: ConsumerId, act: (consumer: Received) => Promise<void>): Promise<void> {
    const consumer = this.#consumer(id);
    try {
      await this.guard(act(consumer), () => {});
    } catch (error) {
      throw mediaError(error, this, consumer.closed ? 'consumer_not_found' : 'internal');
    }
  }

  #consumer(id: ConsumerId): Received {
    const consumer = this.#consumers.get(id);
    if (consumer === undefined) throw new StudioError('consumer_not_found');
    return consumer;
  }
}

function laneOf({ appData, paused }: Published): Lane {
  if (appData.source !== 'microphone') return 'last';
  return paused ? 'later' : 'soon';
}
