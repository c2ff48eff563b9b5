/** What a room needs of the media engine. Implemented by media/; the room never sees mediasoup. */
import type { ConsumerId, ProducerId, TransportId } from '#protocol/ids.ts';
import type {
  DtlsParameters,
  MediaSource,
  OpaqueParameters,
  PictureHeldBy,
  RoomStats,
  TransportOptions,
} from '#protocol/media.ts';
import type { CloseReason } from '../lifecycle.ts';

/** An address of ours that RTP is sent to or comes from. */
export type RtpAddress = { readonly ip: string; readonly port: number };

/** Anything a room can own. */
export type Owned = {
  readonly closed: boolean;
  close(reason: CloseReason): void;
  onClosed(listener: (reason: CloseReason) => void): () => void;
};

/** Makes the media of rooms. `openRoom` throws `media_unavailable` while no worker runs. */
export type MediaEnginePort = {
  openRoom(): Promise<RoomMediaPort>;
};

/** The media of one room, on one worker. Closes by itself when its worker dies. */
export type RoomMediaPort = Owned & {
  readonly routerRtpCapabilities: OpaqueParameters;
  openParticipant(): ParticipantMediaPort;
  /** Opens the one plain RTP feed to the mixer at `mixer`; answers with the address that the RTP comes from. */
  openFeed(mixer: RtpAddress): Promise<RtpAddress>;
  /** Sends one producer into the feed. Throws `producer_not_found`. */
  tap(producerId: ProducerId): Promise<TapPort>;
  /** Makes what the mixer sends back into the feed a producer that everybody can hear. Ends with the feed. Throws `internal` before `openFeed`. */
  openReturn(): Promise<ReturnPort>;
  stats(): Promise<RoomMediaStats>;
};

/** RTP of one producer in the feed, told apart by its SSRC. Closes by itself when the producer does. */
export type TapPort = Owned & { readonly ssrc: number; readonly payloadType: number };

/** What the mixer sends to the room, and the RTP that it has to come as. */
export type ReturnPort = Owned & {
  readonly producerId: ProducerId;
  readonly ssrc: number;
  readonly payloadType: number;
};

export type OpenedTransports = { readonly send: TransportOptions; readonly receive: TransportOptions };

export type ProduceRequest = {
  readonly transportId: TransportId;
  readonly rtpParameters: OpaqueParameters;
  readonly paused: boolean;
  /** A microphone unless it says otherwise. */
  readonly source?: MediaSource;
};

export type ConsumeRequest = {
  readonly producerId: ProducerId;
  readonly rtpCapabilities: OpaqueParameters;
  /** How large a picture is shown, from 0. */
  readonly layer?: number | undefined;
};

export type OpenedConsumer = {
  readonly consumerId: ConsumerId;
  readonly producerId: ProducerId;
  readonly kind: 'audio' | 'video';
  readonly rtpParameters: OpaqueParameters;
};

/**
 * The transports, producers and consumers of one participant. All ids are looked up among his own; a stranger's id throws
 * `transport_not_found`, `producer_not_found` or `consumer_not_found`. What mediasoup refuses throws `media_refused`.
 */
export type ParticipantMediaPort = Owned & {
  /** Builds both transports; those of an earlier call close with their producers and consumers. */
  openTransports(): Promise<OpenedTransports>;
  connectTransport(id: TransportId, dtlsParameters: DtlsParameters): Promise<void>;
  restartIce(id: TransportId): Promise<OpaqueParameters>;
  /** Throws `producer_limit` and `room_pictures_limit` beyond the limits of one participant and of the room, `media_refused` when a microphone is a picture or the other way round. */
  produce(request: ProduceRequest): Promise<ProducerId>;
  setProducerPaused(id: ProducerId, paused: boolean): Promise<void>;
  closeProducer(id: ProducerId): void;
  /** Throws `picture_limit` beyond the limit of pictures for one participant. */
  consume(request: ConsumeRequest): Promise<OpenedConsumer>;
  resumeConsumer(id: ConsumerId): Promise<void>;
  /** The browser gets nothing of it until it is resumed. */
  pauseConsumer(id: ConsumerId): Promise<void>;
  /** How large a picture is shown; larger ones come first when the line is not enough for all. */
  setConsumerLayer(id: ConsumerId, layer: number): Promise<void>;
  /** Whose line is too slow for a picture that was asked for. */
  pictureHeldBy(id: ConsumerId): PictureHeldBy;
  closeConsumer(id: ConsumerId): void;
  /** Called when a producer goes for whatever reason but `closeProducer`. */
  onProducerClosed(listener: (id: ProducerId) => void): () => void;
  stats(): Promise<ParticipantMediaStats>;
};

export type ParticipantMediaStats = Omit<RoomStats['perParticipant'][number], 'participantId'>;

export type RoomMediaStats = Pick<RoomStats, 'transports' | 'producers' | 'consumers'>;
