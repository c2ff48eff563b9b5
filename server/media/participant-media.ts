/**
 * The media of one participant. Transports, producers and consumers live in a TransportPair, so that opening transports anew
 * drops everything of the earlier ones in one step. All ids are looked up among his own.
 */
import type { ConsumerId, ProducerId, TransportId } from '#protocol/ids.ts';
import type { DtlsParameters, OpaqueParameters, PictureHeldBy } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { Log } from '../log.ts';
import type {
  ConsumeRequest,
  OpenedConsumer,
  OpenedTransports,
  ParticipantMediaPort,
  ParticipantMediaStats,
  ProduceRequest,
} from '../room/media-port.ts';
import { assertOpen } from './media-error.ts';
import { participantStats } from './room-stats.ts';
import { type RoomContext, TransportPair } from './transport-pair.ts';

export class ParticipantMedia extends Closable implements ParticipantMediaPort {
  readonly #context: RoomContext;
  readonly #log: Log;
  readonly #producerListeners = new Set<(id: ProducerId) => void>();
  #pair: TransportPair | null = null;

  /** Only RoomMedia makes these. */
  constructor(context: RoomContext, log: Log) {
    super();
    this.#context = context;
    this.#log = log;
  }

  /** How many mediasoup transports, producers and consumers this participant has. */
  get counts(): { readonly transports: number; readonly producers: number; readonly consumers: number } {
    return this.#pair?.counts ?? { transports: 0, producers: 0, consumers: 0 };
  }

  async openTransports(): Promise<OpenedTransports> {
    assertOpen(this);
    this.#pair?.close('transports opened anew');
    const pair = this.own(new TransportPair(this.#context, (id) => this.#producerGone(id)));
    this.#pair = pair;
    return pair.open();
  }

  async connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#openPair('transport_not_found').connect(id, dtlsParameters);
  }

  async restartIce(id: TransportId): Promise<OpaqueParameters> {
    return this.#openPair('transport_not_found').restartIce(id);
  }

  async produce(request: ProduceRequest): Promise<ProducerId> {
    return this.#openPair('transport_not_found').produce(request);
  }

  async setProducerPaused(id: ProducerId, paused: boolean): Promise<void> {
    await this.#openPair('producer_not_found').setProducerPaused(id, paused);
  }

  closeProducer(id: ProducerId): void {
    this.#openPair('producer_not_found').closeProducer(id);
  }

  async consume(request: ConsumeRequest): Promise<OpenedConsumer> {
    return this.#openPair('transport_not_found').consumers.consume(request);
  }

  async resumeConsumer(id: ConsumerId): Promise<void> {
    await this.#openPair('consumer_not_found').consumers.start(id);
  }

  async pauseConsumer(id: ConsumerId): Promise<void> {
    await this.#openPair('consumer_not_found').consumers.hold(id);
  }

  async setConsumerLayer(id: ConsumerId, layer: number): Promise<void> {
    await this.#openPair('consumer_not_found').consumers.setLayer(id, layer);
  }

  pictureHeldBy(id: ConsumerId): PictureHeldBy {
    return this.#openPair('consumer_not_found').consumers.heldBy(id);
  }

  closeConsumer(id: ConsumerId): void {
    this.#openPair('consumer_not_found').consumers.drop(id);
  }

  onProducerClosed(listener: (id: ProducerId) => void): () => void {
    this.#producerListeners.add(listener);
    return () => this.#producerListeners.delete(listener);
  }

  async stats(): Promise<ParticipantMediaStats> {
    assertOpen(this);
    return participantStats((await this.#pair?.measure()) ?? null);
  }

  #openPair(code: 'transport_not_found' | 'producer_not_found' | 'consumer_not_found'): TransportPair {
    assertOpen(this);
    if (this.#pair === null) throw new StudioError(code);
    return this.#pair;
  }

  /**
   * Told after the cascade that closed the producer has ended: when a worker dies, the room has its `onClosed` first and does
   * not take the loss of every single producer for a decision of a participant.
   */
  #producerGone(id: ProducerId): void {
    queueMicrotask(() => {
      for (const listener of [...this.#producerListeners]) {
        try {
          listener(id);
        } catch (error) {
          this.#log.error({ err: error, producerId: id }, 'A listener of closed producers failed');
        }
      }
    });
  }
}
