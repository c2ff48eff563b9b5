/** The edge where parameters that the protocol does not look into become mediasoup-client's types. */
import type { types } from 'mediasoup-client';
import * as z from 'zod/mini';
import type { MediaOptions, OpaqueParameters, TransportOptions } from '#protocol/media.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const iceParameters = z.custom<types.IceParameters>(isObject);
const iceCandidates = z.array(z.custom<types.IceCandidate>(isObject));
const dtlsParameters = z.custom<types.DtlsParameters>(isObject);
const rtpCapabilities = z.custom<types.RtpCapabilities>(isObject);
const rtpParameters = z.custom<types.RtpParameters>(isObject);

export function toIceParameters(value: OpaqueParameters): types.IceParameters {
  return z.parse(iceParameters, value);
}

export function toRtpCapabilities(value: OpaqueParameters): types.RtpCapabilities {
  return z.parse(rtpCapabilities, value);
}

export function toRtpParameters(value: OpaqueParameters): types.RtpParameters {
  return z.parse(rtpParameters, value);
}

/** What `device.createSendTransport` and its twin want. */
export function toTransportOptions(
  options: TransportOptions,
  iceServers: MediaOptions['iceServers'],
): types.TransportOptions {
  return {
    id: options.id,
    iceParameters: toIceParameters(options.iceParameters),
    iceCandidates: z.parse(iceCandidates, options.iceCandidates),
    dtlsParameters: z.parse(dtlsParameters, options.dtlsParameters),
    iceServers: [...iceServers],
  };
}
