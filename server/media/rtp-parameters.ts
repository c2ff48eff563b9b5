/**
 * The narrow gate for RTP parameters and capabilities that come from a browser. mediasoup's own validation lets numbers through
 * (`maxBitrate: 1.5`, for one) that throw in the middle of writing a message; the half-written message then blocks the whole
 * worker for everybody. So nothing passes here that mediasoup cannot write: known fields only, in their ranges. Pure.
 */
import type { types } from 'mediasoup';
import * as z from 'zod/mini';
import type { OpaqueParameters } from '#protocol/media.ts';
import { StudioError } from '../errors.ts';

const CODECS_MAX = 32;
const HEADER_EXTENSIONS_MAX = 32;
const ENCODINGS_MAX = 4;
const CODEC_PARAMETERS_MAX = 32;
const RTCP_FEEDBACK_MAX = 16;
const PAYLOAD_TYPE_MAX = 127;
const INT32_MAX = 2 ** 31 - 1;
const BITRATE_MAX = 1e9;

const token = (maxLength: number) => z.string().check(z.minLength(1), z.maxLength(maxLength));
const text = (maxLength: number) => z.string().check(z.maxLength(maxLength));
const integer = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));
const ssrc = integer(1, 2 ** 32 - 1);
const payloadType = integer(0, PAYLOAD_TYPE_MAX);

/** The header extensions that mediasoup can name (its RtpHeaderExtensionUri); another one is a refusal. */
const headerExtensionUri = z.enum([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'urn:mediasoup:params:rtp-hdrext:packet-id',
]);

const formatParameters = z
  .record(text(64), z.union([text(512), z.number().check(z.minimum(-INT32_MAX), z.maximum(INT32_MAX))]))
  .check(z.refine((value) => Object.keys(value).length <= CODEC_PARAMETERS_MAX, 'too many parameters'));

const codecBase = {
  mimeType: z.string().check(z.regex(/^(audio|video)\/[A-Za-z0-9-]{1,32}$/i)),
  clockRate: integer(1, 192_000),
  channels: z.exactOptional(integer(1, 8)),
  parameters: z.exactOptional(formatParameters),
  rtcpFeedback: z.exactOptional(
    z
      .array(z.object({ type: token(32), parameter: z.exactOptional(text(32)) }))
      .check(z.maxLength(RTCP_FEEDBACK_MAX)),
  ),
};

const encoding = z.object({
  ssrc: z.exactOptional(ssrc),
  rid: z.exactOptional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,16}$/))),
  codecPayloadType: z.exactOptional(payloadType),
  rtx: z.exactOptional(z.object({ ssrc })),
  dtx: z.exactOptional(z.boolean()),
  scalabilityMode: z.exactOptional(z.string().check(z.regex(/^[LS][1-3]T[1-3]h?(_KEY)?(_SHIFT)?$/))),
  maxBitrate: z.exactOptional(integer(0, BITRATE_MAX)),
});

const rtpParameters = z.object({
  mid: z.exactOptional(z.string().check(z.regex(/^[\x21-\x7e]{1,64}$/))),
  codecs: z.array(z.object({ ...codecBase, payloadType })).check(z.minLength(1), z.maxLength(CODECS_MAX)),
  headerExtensions: z.exactOptional(
    z
      .array(
        z.object({
          uri: headerExtensionUri,
          id: integer(1, 255),
          encrypt: z.exactOptional(z.boolean()),
          parameters: z.exactOptional(formatParameters),
        }),
      )
      .check(z.maxLength(HEADER_EXTENSIONS_MAX)),
  ),
  encodings: z.exactOptional(z.array(encoding).check(z.maxLength(ENCODINGS_MAX))),
  rtcp: z.exactOptional(
    z.object({ cname: z.exactOptional(text(255)), reducedSize: z.exactOptional(z.boolean()) }),
  ),
  msid: z.exactOptional(text(255)),
});

const mediaKind = z.enum(['audio', 'video']);

const rtpCapabilities = z.object({
  codecs: z
    .array(z.object({ ...codecBase, kind: mediaKind, preferredPayloadType: payloadType }))
    .check(z.maxLength(CODECS_MAX)),
  headerExtensions: z.exactOptional(
    z
      .array(
        z.object({
          kind: mediaKind,
          uri: headerExtensionUri,
          preferredId: integer(1, 255),
          preferredEncrypt: z.exactOptional(z.boolean()),
          direction: z.exactOptional(z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
        }),
      )
      .check(z.maxLength(HEADER_EXTENSIONS_MAX)),
  ),
});

/** What a producer is made of. `kind` is that of all its codecs. */
export type ProducerParameters = {
  readonly kind: types.MediaKind;
  readonly rtpParameters: types.RtpParameters;
};

/** Reads the RTP parameters of a producer. Throws `media_refused`. */
export function parseRtpParameters(given: OpaqueParameters): ProducerParameters {
  const parameters = parse(rtpParameters, given);
  const kinds = new Set(parameters.codecs.map((codec) => codec.mimeType.slice(0, 5).toLowerCase()));
  if (kinds.size > 1) throw new StudioError('media_refused', 'The codecs mix audio and video.');
  return { kind: kinds.has('video') ? 'video' : 'audio', rtpParameters: parameters };
}

/** Reads the RTP capabilities of a browser. Throws `media_refused`. */
export function parseRtpCapabilities(given: OpaqueParameters): types.RtpCapabilities {
  return parse(rtpCapabilities, given);
}

/** Not `safeParse`: zod's length checks throw a TypeError of their own at an object whose `length` is no number. */
function parse<T>(schema: z.ZodMiniType<T>, given: OpaqueParameters): T {
  try {
    return schema.parse(given);
  } catch (error) {
    throw new StudioError('media_refused', undefined, { cause: error });
  }
}
