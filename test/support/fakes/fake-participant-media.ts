/** The media of one participant without mediasoup: transports, producers and consumers are names in sets. */
import {
  type ConsumerId,
  consumerId,
  type ProducerId,
  producerId,
  type TransportId,
  transportId,
} from '#protocol/ids.ts';
import type { OpaqueParameters, PictureHeldBy, TransportOptions } from '#protocol/media.ts';
import { StudioError } from '../../../server/errors.ts';
import { Closable, type CloseReason } from '../../../server/lifecycle.ts';
import type {
  ConsumeRequest,
  OpenedConsumer,
  OpenedTransports,
  ParticipantMediaPort,
  ParticipantMediaStats,
  ProduceRequest,
} from '../../../server/room/media-port.ts';
import { Gate } from './gate.ts';

let counter = 0;
const nextId = (kind: string): string => `${kind}-${++counter}`;

export class FakeParticipantMedia extends Closable implements ParticipantMediaPort {
  /** Shut, it keeps `openTransports` and `produce` waiting. */
  readonly gate = new Gate();
  /** Producers that stand, and whether each is paused. */
  readonly producers = new Map<ProducerId, boolean>();
  readonly consumers = new Set<ConsumerId>();
  /** The producers whose packets reach this browser now. */
  readonly receiving = new Map<ConsumerId, ProducerId>();
  /** How large each picture is wanted. */
  readonly layers = new Map<ConsumerId, number>();
  /** What every picture is said to be held by. */
  heldBy: PictureHeldBy = null;
  readonly #sources = new Map<ConsumerId, ProducerId>();
  transports: readonly TransportId[] = [];
  readonly #gone = new Set<(id: ProducerId) => void>();
  readonly #anyGone: (id: ProducerId) => void;

  /** `anyGone` hears of every producer that goes, however it went. */
  constructor(anyGone: (id: ProducerId) => void) {
    super();
    this.#anyGone = anyGone;
  }

  async openTransports(): Promise<OpenedTransports> {
    await this.gate.pass();
    for (const id of this.producers.keys()) this.loseProducer(id);
    const [send, receive] = [optionsOf(nextId('transport')), optionsOf(nextId('transport'))];
    this.transports = [send.id, receive.id];
    return { send, receive };
  }

  async connectTransport(id: TransportId): Promise<void> {
    this.#check(id);
  }

  async restartIce(id: TransportId): Promise<OpaqueParameters> {
    this.#check(id);
    return { usernameFragment: nextId('ufrag') };
  }

  async produce(request: ProduceRequest): Promise<ProducerId> {
    this.#check(request.transportId);
    await this.gate.pass();
    const id = producerId.parse(nextId('producer'));
    this.producers.set(id, request.paused);
    return id;
  }

  async setProducerPaused(id: ProducerId, paused: boolean): Promise<void> {
    this.producers.set(id, paused);
  }

  closeProducer(id: ProducerId): void {
    if (!this.producers.delete(id)) throw new StudioError('producer_not_found');
    this.#anyGone(id);
  }

  /** The producer goes by itself, as it does with its transport. */
  loseProducer(id: ProducerId): void {
    this.closeProducer(id);
    for (const listener of [...this.#gone]) listener(id);
  }

  async consume({ producerId, layer }: ConsumeRequest): Promise<OpenedConsumer> {
    const id = consumerId.parse(nextId('consumer'));
    this.consumers.add(id);
    this.#sources.set(id, producerId);
    if (layer !== undefined) this.layers.set(id, layer);
    return { consumerId: id, producerId, kind: 'audio', rtpParameters: {} };
  }

  async resumeConsumer(id: ConsumerId): Promise<void> {
    const source = this.#sources.get(id);
    if (!this.consumers.has(id) || source === undefined) throw new StudioError('consumer_not_found');
    this.receiving.set(id, source);
  }

  async pauseConsumer(id: ConsumerId): Promise<void> {
    if (!this.consumers.has(id)) throw new StudioError('consumer_not_found');
    this.receiving.delete(id);
  }

  async setConsumerLayer(id: ConsumerId, layer: number): Promise<void> {
    if (!this.consumers.has(id)) throw new StudioError('consumer_not_found');
    this.layers.set(id, layer);
  }

  pictureHeldBy(id: ConsumerId): PictureHeldBy {
    if (!this.consumers.has(id)) throw new StudioError('consumer_not_found');
    return this.heldBy;
  }

  closeConsumer(id: ConsumerId): void {
    if (!this.consumers.delete(id)) throw new StudioError('consumer_not_found');
    this.receiving.delete(id);
  }

  onProducerClosed(listener: (id: ProducerId) => void): () => void {
    this.#gone.add(listener);
    return () => this.#gone.delete(listener);
  }

  async stats(): Promise<ParticipantMediaStats> {
    return {
      availableOutgoingBitrate: null,
      iceProtocol: 'udp',
      bytesReceived: 0,
      bytesSent: 0,
      producers: [],
      consumers: this.consumers.size,
    };
  }

  protected override onClose(_reason: CloseReason): void {
    for (const id of [...this.producers.keys()]) this.loseProducer(id);
    this.consumers.clear();
  }

  #check(id: TransportId): void {
    if (!this.transports.includes(id)) throw new StudioError('transport_not_found');
  }
}

function optionsOf(id: string): TransportOptions {
  return { id: transportId.parse(id), iceParameters: {}, iceCandidates: [], dtlsParameters: {} };
}
