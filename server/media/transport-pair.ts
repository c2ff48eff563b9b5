/** The two WebRTC transports of one participant, one each way, with the producers and consumers on them. */
import type { types } from 'mediasoup';
import { type ProducerId, producerId, type TransportId, transportId } from '#protocol/ids.ts';
import { ROOM_PICTURES_MAX } from '#protocol/limits.ts';
import type { DtlsParameters, MediaSource, OpaqueParameters, TransportOptions } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';
import { Closable } from '../lifecycle.ts';
import type { OpenedTransports, ProduceRequest } from '../room/media-port.ts';
import { Consumers, type Published } from './consumers.ts';
import { mediaError } from './media-error.ts';
import type { PairMeasurement } from './room-stats.ts';
import { parseRtpParameters } from './rtp-parameters.ts';
import type { Turnstile } from './turnstile.ts';

const PRODUCERS_MAX = 4;
/** Whoever looks anew asks the sender for a whole picture; more often than this, in ms, nobody can make him send one. */
const KEY_FRAME_INTERVAL_MIN_MS = 500;

/** What one browser may send: stereo Opus at its highest, a camera in three layers and a screen in two, in bit/s. */
const MAX_INCOMING_BITRATE = 5_000_000;
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
  readonly producers: Map<ProducerId, Published>;
  readonly consuming: Turnstile;
};

export class TransportPair extends Closable {
  readonly #context: RoomContext;
  readonly #onProducerGone: (id: ProducerId) => void;
  readonly #producers = new Map<ProducerId, Published>();
  #send: types.WebRtcTransport | null = null;
  #receive: types.WebRtcTransport | null = null;
  #consumers: Consumers | null = null;
  #producing = 0;

  /** `onProducerGone` is told of every producer that closes for another reason than `closeProducer`. */
  constructor(context: RoomContext, onProducerGone: (id: ProducerId) => void) {
    super();
    this.#context = context;
    this.#onProducerGone = onProducerGone;
  }

  get counts(): { readonly transports: number; readonly producers: number; readonly consumers: number } {
    const open = [this.#send, this.#receive].filter((transport) => transport !== null && !transport.closed);
    const consumers = this.#consumers?.size ?? 0;
    return { transports: open.length, producers: this.#producers.size, consumers };
  }

  /** What comes to the browser. Throws `transport_not_found` before there is a transport. */
  get consumers(): Consumers {
    if (this.#consumers === null) throw new StudioError('transport_not_found');
    return this.#consumers;
  }

  /** Builds both transports, at once: each answer of the worker that is waited for makes joining longer. A pair that cannot closes itself. */
  async open(): Promise<OpenedTransports> {
    try {
      const [send, receive] = await Promise.all([this.#createLimitedTransport(), this.#createTransport()]);
      this.#send = send;
      this.#receive = receive;
      const { producers, consuming } = this.#context;
      this.#consumers = this.own(new Consumers({ producers, turnstile: consuming }, receive));
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

  async produce(request: ProduceRequest): Promise<ProducerId> {
    const { transportId: id, rtpParameters, paused, source = 'microphone' } = request;
    const send = this.#send;
    if (send === null || send.id !== id) throw new StudioError('transport_not_found');
    const parameters = parseRtpParameters(rtpParameters);
    if ((parameters.kind === 'audio') !== (source === 'microphone')) {
      throw new StudioError('media_refused', 'A microphone has sound, a camera and a screen have a picture.');
    }
    if (this.#producers.size + this.#producing >= PRODUCERS_MAX) throw new StudioError('producer_limit');
    this.#assertPlaceFor(source);
    this.#producing += 1;
    try {
      const producing = send.produce({
        ...{ ...parameters, paused, appData: { source } },
        ...(source !== 'microphone' && { keyFrameRequestDelay: KEY_FRAME_INTERVAL_MIN_MS }),
      });
      const producer = await this.#refusable(producing, (late) => late.close());
      this.#assertPlaceFor(source, producer);
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
      return { send: send[0], receive: receive[0], producers: measured, consumers: this.counts.consumers };
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

  /** Counts again what has come while `producer` was made, and closes it when that is one too many. */
  #assertPlaceFor(source: MediaSource, producer?: Published): void {
    if (source === 'microphone') return;
    const pictures = [...this.#context.producers.values()].filter(
      ({ appData }) => appData.source !== 'microphone',
    );
    if (pictures.length < ROOM_PICTURES_MAX) return;
    producer?.close();
    throw new StudioError('room_pictures_limit');
  }

  #addProducer(producer: Published): ProducerId {
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

  #transport(id: TransportId): types.WebRtcTransport {
    for (const transport of [this.#send, this.#receive]) {
      if (transport?.id === id) return transport;
    }
    throw new StudioError('transport_not_found');
  }

  #producer(id: ProducerId): Published {
    const producer = this.#producers.get(id);
    if (producer === undefined) throw new StudioError('producer_not_found');
    return producer;
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
