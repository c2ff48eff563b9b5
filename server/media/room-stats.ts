/** Maps what mediasoup measures to the figures that a host reads. Pure. */
import type { types } from 'mediasoup';
import type { ProducerId } from '#protocol/ids.ts';
import type { ParticipantMediaStats } from '../room/media-port.ts';

type TransportMeasurement = Pick<
  types.WebRtcTransportStat,
  'bytesReceived' | 'bytesSent' | 'availableOutgoingBitrate' | 'iceSelectedTuple'
>;

type StreamMeasurement = Pick<
  types.ProducerStat,
  'bitrate' | 'fractionLost' | 'jitter' | 'roundTripTime' | 'score'
>;

/** One producer: `clockRate` of its codec in Hz and one entry for each of its RTP streams, none before the first packet. */
export type ProducerMeasurement = {
  readonly id: ProducerId;
  readonly clockRate: number;
  readonly streams: readonly StreamMeasurement[];
};

export type PairMeasurement = {
  readonly send: TransportMeasurement | undefined;
  readonly receive: TransportMeasurement | undefined;
  readonly producers: readonly ProducerMeasurement[];
  readonly consumers: number;
};

/** The figures of one participant; all zero and unknown before his transports are open. */
export function participantStats(measured: PairMeasurement | null): ParticipantMediaStats {
  const { send, receive, producers = [], consumers = 0 } = measured ?? {};
  return {
    availableOutgoingBitrate: receive?.availableOutgoingBitrate ?? null,
    iceProtocol: (send?.iceSelectedTuple ?? receive?.iceSelectedTuple)?.protocol ?? null,
    bytesReceived: (send?.bytesReceived ?? 0) + (receive?.bytesReceived ?? 0),
    bytesSent: (send?.bytesSent ?? 0) + (receive?.bytesSent ?? 0),
    producers: producers.map(producerStats),
    consumers,
  };
}

/**
 * Of several streams (simulcast) the bitrates add up and the worst of the rest counts. `fractionLost` is the eight bit fixed point
 * number and `jitter` the timestamp units of RFC 3550, section 6.4.1. A round trip of zero is one that was never measured.
 */
function producerStats({ id, clockRate, streams }: ProducerMeasurement) {
  const roundTrips = streams.flatMap(({ roundTripTime }) => roundTripTime || []);
  return {
    producerId: id,
    bitrate: streams.reduce((sum, { bitrate }) => sum + bitrate, 0),
    packetLoss: Math.max(0, ...streams.map(({ fractionLost }) => fractionLost)) / 256,
    jitterMs: clockRate > 0 ? (Math.max(0, ...streams.map(({ jitter }) => jitter)) * 1_000) / clockRate : 0,
    roundTripMs: roundTrips.length > 0 ? Math.max(...roundTrips) : null,
    score: streams.length > 0 ? Math.min(...streams.map(({ score }) => score)) : 0,
  };
}
