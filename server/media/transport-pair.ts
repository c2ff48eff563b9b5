/** The two WebRTC transports of one participant, one each way, with the producers and consumers on them. */
import type { types } from 'mediasoup';
import {
  type ConsumerId,
  consumerId,
  type ProducerId,
  producerId,
  type TransportId,
  transportId,
} from '#protocol/ids.ts';
import type { DtlsParameters, OpaqueParameters, TransportOptions } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { ConsumeRequest, OpenedConsumer, OpenedTransports, ProduceRequest } from '../room/media-port.ts';
import { assertOpen, mediaError } from './media-error.ts';
import type { PairMeasurement } from './room-stats.ts';
import { parseRtpCapabilities, parseRtpParameters } from './rtp-parameters.ts';
import type { Turnstile } from './turnstile.ts';

const PRODUCERS_MAX = 4;
const CONSUMERS_MAX = 128;

/** What one browser may send: four stereo Opus tracks at their highest and a camera, in bit/s. */
const MAX_INCOMING_BITRATE = 3_000_000;
/** Where the bandwidth estimate towards a browser starts: a dozen voices, in bit/s. */
const INITIAL_OUTGOING_BITRATE = 1_000_000;
/** Without STUN consent for this long the path is taken for dead (RFC 7675 allows up to 30 s); a new check revives it. */
const ICE_CONSENT_TIMEOUT_S = 10;

/**
 * What the transports of one room share. `producers` holds those of all participants and is written by their pairs; `consuming` is where
 * consumers are made, those of whoever speaks first.
 */
export type RoomContext = {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly producers: Map<ProducerId, types.Producer>;
  readonly consuming: Turnstile;
};

export class TransportPair extends Closable {
  readonly #context: RoomContext;
  readonly #onProducerGone: (id: ProducerId) => void;
  readonly #producers = new Map<ProducerId, types.Producer>();
  readonly #consumers = new Map<ConsumerId, types.Consumer>();
  #send: types.WebRtcTransport | null = null;
  #receive: types.WebRtcTransport | null = null;
  #producing = 0;
  #consuming = 0;

  /** `onProducerGone` is told of every producer that closes for another reason than `closeProducer`. */
  constructor(context: RoomContext, onProducerGone: (id: ProducerId) => void) {
    super();
    this.#context = context;
    this.#onProducerGone = onProducerGone;
  }

  get counts(): { readonly transports: number; readonly producers: number; readonly consumers: number } {
    const open = [this.#send, this.#receive].filter((transport) => transport !== null && !transport.closed);
    return { transports: open.length, producers: this.#producers.size, consumers: this.#consumers.size };
  }

  /** Builds both transports, at once: each answer of the worker that is waited for makes joining longer. A pair that cannot closes itself. */
  async open(): Promise<OpenedTransports> {
    try {
      const [send, receive] = await Promise.all([this.#createLimitedTransport(), this.#createTransport()]);
      this.#send = send;
      this.#receive = receive;
      return { send: transportOptions(send), receive: transportOptions(receive) };
    } catch (error) {
      const failure = mediaError(error, this, 'media_unavailable');
      this.close('transports failed');
      throw failure;
    }
  }

  async connect(id: TransportId, dtlsParameters: DtlsParameters): Promise<void> {
    const { role, fingerprints } = dtlsParameters;
    const given = role === undefined ? { fingerprints } : { role, fingerprints };
    await this.#refusable(this.#transport(id).connect({ dtlsParameters: given }));
  }

  async restartIce(id: TransportId): Promise<OpaqueParameters> {
    return this.#refusable(this.#transport(id).restartIce());
  }

  async produce({ transportId: id, rtpParameters, paused }: ProduceRequest): Promise<ProducerId> {
    const send = this.#send;
    if (send === null || send.id !== id) throw new StudioError('transport_not_found');
    const parameters = parseRtpParameters(rtpParameters);
    if (this.#producers.size + this.#producing >= PRODUCERS_MAX) throw new StudioError('producer_limit');
    this.#producing += 1;
    try {
      const producer = await this.#refusable(send.produce({ ...parameters, paused }), (late) => late.close());
      return this.#addProducer(producer);
    } finally {
      this.#producing -= 1;
    }
  }

  async setProducerPaused(id: ProducerId, paused: boolean): Promise<void> {
    const producer = this.#producer(id);
    try {
      await this.guard(paused ? producer.pause() : producer.resume(), () => {});
    } catch (error) {
      throw mediaError(error, this, producer.closed ? 'producer_not_found' : 'internal');
    }
  }

  closeProducer(id: ProducerId): void {
    const producer = this.#producer(id);
    this.#producers.delete(id);
    producer.close();
  }

  async consume(request: ConsumeRequest): Promise<OpenedConsumer> {
    const receive = this.#receive;
    if (receive === null) throw new StudioError('transport_not_found');
    const producer = this.#context.producers.get(request.producerId);
    if (producer === undefined) throw new StudioError('producer_not_found');
    if (this.#consumers.size + this.#consuming >= CONSUMERS_MAX) {
      throw new StudioError('media_refused', 'You receive as much as is allowed already.');
    }
    this.#consuming += 1;
    try {
      const consuming = this.#context.consuming.run(producer.paused ? 'later' : 'soon', async () => {
        assertOpen(this);
        // Retransmission is off for audio unless asked for; on Wi-Fi it saves the words.
        return receive.consume({
          producerId: producer.id,
          rtpCapabilities: parseRtpCapabilities(request.rtpCapabilities),
          paused: true,
          enableRtx: true,
        });
      });
      return this.#addConsumer(await this.guard(consuming, (late) => late.close()), request);
    } catch (error) {
      throw mediaError(error, this, producer.closed ? 'producer_not_found' : 'media_refused');
    } finally {
      this.#consuming -= 1;
    }
  }

  async resumeConsumer(id: ConsumerId): Promise<void> {
    const consumer = this.#consumer(id);
    try {
      await this.guard(consumer.resume(), () => {});
    } catch (error) {
      throw mediaError(error, this, consumer.closed ? 'consumer_not_found' : 'internal');
    }
  }

  async pauseConsumer(id: ConsumerId): Promise<void> {
    const consumer = this.#consumer(id);
    try {
      await this.guard(consumer.pause(), () => {});
    } catch (error) {
      throw mediaError(error, this, consumer.closed ? 'consumer_not_found' : 'internal');
    }
  }

  closeConsumer(id: ConsumerId): void {
    this.#consumer(id).close();
  }

  /** What mediasoup measures; a producer that goes meanwhile is left out. */
  async measure(): Promise<PairMeasurement> {
    const producers = [...this.#producers.entries()].map(async ([id, producer]) => ({
      id,
      clockRate: producer.rtpParameters.codecs[0]?.clockRate ?? 0,
      streams: await producer.getStats().catch(() => []),
    }));
    try {
      const [send, receive, ...measured] = await this.guard(
        Promise.all([this.#send?.getStats() ?? [], this.#receive?.getStats() ?? [], ...producers]),
        () => {},
      );
      return { send: send[0], receive: receive[0], producers: measured, consumers: this.#consumers.size };
    } catch (error) {
      throw mediaError(error, this, 'internal');
    }
  }

  async #createLimitedTransport(): Promise<types.WebRtcTransport> {
    const transport = await this.#createTransport();
    await this.guard(transport.setMaxIncomingBitrate(MAX_INCOMING_BITRATE), () => {});
    return transport;
  }

  async #createTransport(): Promise<types.WebRtcTransport> {
    const { router, webRtcServer } = this.#context;
    const creating = router.createWebRtcTransport({
      webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      enableSctp: false,
      iceConsentTimeout: ICE_CONSENT_TIMEOUT_S,
      initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
    });
    return this.own(await this.guard(creating, (late) => late.close()));
  }

  #addProducer(producer: types.Producer): ProducerId {
    const id = producerId.parse(producer.id);
    const { producers } = this.#context;
    this.#producers.set(id, producer);
    producers.set(id, producer);
    producer.observer.once('close', () => {
      producers.delete(id);
      if (this.#producers.delete(id)) this.#onProducerGone(id);
    });
    return id;
  }

  #addConsumer(consumer: types.Consumer, request: ConsumeRequest): OpenedConsumer {
    const id = consumerId.parse(consumer.id);
    this.#consumers.set(id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(id));
    return {
      consumerId: id,
      producerId: request.producerId,
      kind: consumer.kind,
      rtpParameters: consumer.rtpParameters,
    };
  }

  #transport(id: TransportId): types.WebRtcTransport {
    for (const transport of [this.#send, this.#receive]) {
      if (transport?.id === id) return transport;
    }
    throw new StudioError('transport_not_found');
  }

  #producer(id: ProducerId): types.Producer {
    const producer = this.#producers.get(id);
    if (producer === undefined) throw new StudioError('producer_not_found');
    return producer;
  }

  #consumer(id: ConsumerId): types.Consumer {
    const consumer = this.#consumers.get(id);
    if (consumer === undefined) throw new StudioError('consumer_not_found');
    return consumer;
  }

  /** Waits for something the browser asked for: what mediasoup throws then is a refusal. */
  async #refusable<T>(pending: Promise<T>, undo: (late: T) => void = () => {}): Promise<T> {
    try {
      return await this.guard(pending, undo);
    } catch (error) {
      throw mediaError(error, this, 'media_refused');
    }
  }
}

function transportOptions(transport: types.WebRtcTransport): TransportOptions {
  return {
    id: transportId.parse(transport.id),
    iceParameters: transport.iceParameters,
    iceCandidates: transport.iceCandidates,
    dtlsParameters: transport.dtlsParameters,
  };
}
