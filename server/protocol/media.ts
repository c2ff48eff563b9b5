/**
 * Media parameters that pass between a browser and mediasoup. Their inside is opaque here: a shallow schema keeps shape and size,
 * mediasoup itself validates the rest.
 */
import * as z from 'zod/mini';
import { producerId, transportId } from './ids.ts';
import { PICTURE_LAYER_MAX } from './limits.ts';

const PARAMETERS_MAX_ENTRIES = 64;

/** A JSON object of bounded width, handed on as it came. */
export const opaqueParameters = z
  .record(z.string().check(z.maxLength(64)), z.unknown())
  .check(z.refine((value) => Object.keys(value).length <= PARAMETERS_MAX_ENTRIES, 'too many entries'));

/** DTLS parameters of a browser. An empty fingerprint list once killed workers, so at least one is asked for. */
export const dtlsParameters = z.object({
  role: z.optional(z.enum(['auto', 'client', 'server'])),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().check(z.regex(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19,63}$/)),
      }),
    )
    .check(z.minLength(1), z.maxLength(8)),
});

export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string(),
  credential: z.string(),
});

/** What the browser needs to build one transport. */
export const transportOptions = z.object({
  id: transportId,
  iceParameters: opaqueParameters,
  iceCandidates: z.array(opaqueParameters),
  dtlsParameters: opaqueParameters,
});

/** The media of one participant: the router's capabilities and one transport each way. Valid for `epoch` only. */
export const mediaOptions = z.object({
  epoch: z.number(),
  routerRtpCapabilities: opaqueParameters,
  send: transportOptions,
  receive: transportOptions,
  iceServers: z.array(iceServer),
});

/** What a producer is made from. Only a microphone goes to the mixer. */
export const mediaSource = z.enum(['microphone', 'camera', 'screen']);
export const pictureSource = z.enum(['camera', 'screen']);

/** How large a picture is shown: 0 is a small tile. What was not published so large comes as large as it is. */
export const pictureLayer = z.int().check(z.gte(0), z.lte(PICTURE_LAYER_MAX));

/** Whose line is too slow for a picture that does not come; null when it does come. */
export const pictureHeldBy = z.nullable(z.enum(['viewer', 'sender']));

/** One transport's measurements; bitrates in bit/s, loss as a fraction 0 to 1, score 0 to 10, times in ms. */
const producerStats = z.object({
  producerId,
  bitrate: z.number(),
  packetLoss: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.nullable(z.number()),
  score: z.number(),
});

/** What a host gets on request about the media of the room. */
export const roomStats = z.object({
  participants: z.number(),
  transports: z.number(),
  producers: z.number(),
  consumers: z.number(),
  perParticipant: z.array(
    z.object({
      participantId: z.string(),
      availableOutgoingBitrate: z.nullable(z.number()),
      iceProtocol: z.nullable(z.enum(['udp', 'tcp'])),
      bytesReceived: z.number(),
      bytesSent: z.number(),
      producers: z.array(producerStats),
      consumers: z.number(),
    }),
  ),
});

export type OpaqueParameters = z.infer<typeof opaqueParameters>;
export type DtlsParameters = z.infer<typeof dtlsParameters>;
export type IceServer = z.infer<typeof iceServer>;
export type TransportOptions = z.infer<typeof transportOptions>;
export type MediaOptions = z.infer<typeof mediaOptions>;
export type MediaSource = z.infer<typeof mediaSource>;
export type PictureSource = z.infer<typeof pictureSource>;
export type PictureHeldBy = z.infer<typeof pictureHeldBy>;
export type RoomStats = z.infer<typeof roomStats>;
