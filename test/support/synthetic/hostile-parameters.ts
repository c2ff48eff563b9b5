/** RTP parameters and capabilities as an attacker would send them, and one honest set to change. */
import type { OpaqueParameters } from '#protocol/media.ts';

const OPUS = {
  mimeType: 'audio/opus',
  payloadType: 111,
  clockRate: 48000,
  channels: 2,
  parameters: { minptime: 10, useinbandfec: 1, stereo: 1, usedtx: 0 },
  rtcpFeedback: [
    { type: 'transport-cc', parameter: '' },
    { type: 'nack', parameter: '' },
  ],
};
const MID = {
  uri: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  id: 4,
  encrypt: false,
  parameters: {},
};

/** The parameters of a microphone in Chromium, as mediasoup-client makes them. */
export const CHROME_MICROPHONE: OpaqueParameters = {
  mid: '0',
  codecs: [OPUS],
  headerExtensions: [
    MID,
    {
      uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      id: 2,
      encrypt: false,
      parameters: {},
    },
    {
      uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
      id: 3,
      encrypt: false,
      parameters: {},
    },
    { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
  ],
  encodings: [{ ssrc: 3_422_213_312, dtx: false }],
  rtcp: { cname: 'QJ4WfRMq+k8cw5Ll', reducedSize: true },
  msid: 'f0a2d0f5-4a2b-4a40-8d0a-2d3b1d0a4a11 8d0a2d3b-1d0a-4a11-f0a2-d0f54a2b4a40',
};

const codec = (change: object) => ({ ...CHROME_MICROPHONE, codecs: [{ ...OPUS, ...change }] });
const encoding = (change: object) => ({ ...CHROME_MICROPHONE, encodings: [{ ssrc: 1, ...change }] });
const extension = (change: object) => ({ ...CHROME_MICROPHONE, headerExtensions: [{ ...MID, ...change }] });

type Hostile = { readonly what: string; readonly rtpParameters: OpaqueParameters };

/** What the schema must refuse. Each of these reaches or would reach mediasoup's writer or its worker. */
export const HOSTILE_PARAMETERS: readonly Hostile[] = [
  { what: 'an empty object', rtpParameters: {} },
  { what: 'no codec', rtpParameters: { ...CHROME_MICROPHONE, codecs: [] } },
  { what: 'codecs that are not a list', rtpParameters: { ...CHROME_MICROPHONE, codecs: { length: 1 } } },
  { what: 'a codec that is null', rtpParameters: { ...CHROME_MICROPHONE, codecs: [null] } },
  { what: 'a thousand codecs', rtpParameters: { ...CHROME_MICROPHONE, codecs: Array(1000).fill(OPUS) } },
  {
    what: 'audio and video in one producer',
    rtpParameters: {
      ...CHROME_MICROPHONE,
      codecs: [OPUS, { mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 }],
    },
  },
  { what: 'a MIME type of no kind', rtpParameters: codec({ mimeType: 'text/plain' }) },
  { what: 'a MIME type with a line break', rtpParameters: codec({ mimeType: 'audio/opus\r\n' }) },
  { what: 'a payload type of 300', rtpParameters: codec({ payloadType: 300 }) },
  { what: 'a payload type of -1', rtpParameters: codec({ payloadType: -1 }) },
  { what: 'a payload type of 1.5', rtpParameters: codec({ payloadType: 1.5 }) },
  { what: 'a clock rate of zero', rtpParameters: codec({ clockRate: 0 }) },
  { what: '257 channels', rtpParameters: codec({ channels: 257 }) },
  { what: 'a codec parameter beyond 32 bits', rtpParameters: codec({ parameters: { stereo: 1e300 } }) },
  { what: 'a codec parameter that is an object', rtpParameters: codec({ parameters: { stereo: {} } }) },
  { what: 'a codec parameter that is null', rtpParameters: codec({ parameters: { stereo: null } }) },
  {
    what: 'a thousand codec parameters',
    rtpParameters: codec({
      parameters: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`p${n}`, n])),
    }),
  },
  {
    what: 'a codec parameter of 10000 letters',
    rtpParameters: codec({ parameters: { fmtp: 'x'.repeat(10_000) } }),
  },
  { what: 'RTCP feedback that is null', rtpParameters: codec({ rtcpFeedback: [null] }) },
  { what: 'RTCP feedback without a type', rtpParameters: codec({ rtcpFeedback: [{ parameter: 'pli' }] }) },
  { what: 'an unknown header extension', rtpParameters: extension({ uri: 'urn:x:evil' }) },
  { what: 'a header extension with id 0', rtpParameters: extension({ id: 0 }) },
  { what: 'a header extension with id 256', rtpParameters: extension({ id: 256 }) },
  {
    what: 'a header extension that is null',
    rtpParameters: { ...CHROME_MICROPHONE, headerExtensions: [null] },
  },
  { what: 'a fractional maximum bitrate', rtpParameters: encoding({ maxBitrate: 1.5 }) },
  { what: 'a maximum bitrate of null', rtpParameters: encoding({ maxBitrate: null }) },
  { what: 'a maximum bitrate in words', rtpParameters: encoding({ maxBitrate: 'plenty' }) },
  { what: 'a negative maximum bitrate', rtpParameters: encoding({ maxBitrate: -1 }) },
  { what: 'an endless maximum bitrate', rtpParameters: encoding({ maxBitrate: 1e30 }) },
  { what: 'an SSRC of zero', rtpParameters: encoding({ ssrc: 0 }) },
  { what: 'an SSRC beyond 32 bits', rtpParameters: encoding({ ssrc: 2 ** 32 }) },
  { what: 'a retransmission without SSRC', rtpParameters: encoding({ rtx: {} }) },
  { what: 'a RID of 1000 letters', rtpParameters: encoding({ rid: 'r'.repeat(1000) }) },
  { what: 'a scalability mode of 99 layers', rtpParameters: encoding({ scalabilityMode: 'L99T99' }) },
  {
    what: 'a scalability mode to choke on',
    rtpParameters: encoding({ scalabilityMode: `L1T1${'_'.repeat(9000)}` }),
  },
  {
    what: 'a hundred encodings',
    rtpParameters: {
      ...CHROME_MICROPHONE,
      encodings: Array.from({ length: 100 }, (_, n) => ({ ssrc: n + 1 })),
    },
  },
  { what: 'an encoding that is null', rtpParameters: { ...CHROME_MICROPHONE, encodings: [null] } },
  { what: 'a MID of 1000 letters', rtpParameters: { ...CHROME_MICROPHONE, mid: 'm'.repeat(1000) } },
  { what: 'a MID that is a number', rtpParameters: { ...CHROME_MICROPHONE, mid: 7 } },
  { what: 'a CNAME that is a list', rtpParameters: { ...CHROME_MICROPHONE, rtcp: { cname: ['x'] } } },
  {
    what: 'a CNAME of 10000 letters',
    rtpParameters: { ...CHROME_MICROPHONE, rtcp: { cname: 'c'.repeat(10_000) } },
  },
  {
    what: 'an msid with a length that is no number',
    rtpParameters: { ...CHROME_MICROPHONE, msid: { length: { toString: 'no' } } },
  },
  { what: 'an msid that is an object', rtpParameters: { ...CHROME_MICROPHONE, msid: {} } },
];

/** Of the right form, and still nothing mediasoup can make a producer of: these reach mediasoup and its worker. */
export const WELL_FORMED_NONSENSE: readonly Hostile[] = [
  {
    what: 'a codec the room does not have',
    rtpParameters: codec({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1 }),
  },
  { what: 'Opus at 44100 Hz', rtpParameters: codec({ clockRate: 44100 }) },
  { what: 'Opus in mono', rtpParameters: codec({ channels: 1 }) },
  { what: 'the same payload type twice', rtpParameters: { ...CHROME_MICROPHONE, codecs: [OPUS, OPUS] } },
  {
    what: 'only a retransmission codec',
    rtpParameters: {
      codecs: [{ mimeType: 'video/rtx', payloadType: 97, clockRate: 90000, parameters: { apt: 97 } }],
      encodings: [{ ssrc: 1 }],
    },
  },
  {
    what: 'a retransmission codec of nothing',
    rtpParameters: {
      codecs: [
        { mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 },
        { mimeType: 'video/rtx', payloadType: 97, clockRate: 90000, parameters: { apt: 12 } },
      ],
      encodings: [{ ssrc: 1 }],
    },
  },
  {
    what: 'Opus in simulcast',
    rtpParameters: { ...CHROME_MICROPHONE, encodings: [{ ssrc: 1 }, { ssrc: 2 }] },
  },
  {
    what: 'the same SSRC twice',
    rtpParameters: {
      codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 }],
      encodings: [{ ssrc: 1 }, { ssrc: 1 }],
    },
  },
  { what: 'an encoding of an unknown payload type', rtpParameters: encoding({ codecPayloadType: 5 }) },
  { what: 'neither MID nor SSRC nor RID', rtpParameters: { codecs: [OPUS], encodings: [{}] } },
  {
    what: 'an H264 profile that is none',
    rtpParameters: {
      codecs: [
        {
          mimeType: 'video/H264',
          payloadType: 96,
          clockRate: 90000,
          parameters: { 'packetization-mode': 1, 'profile-level-id': 'zzzzzz' },
        },
      ],
      encodings: [{ ssrc: 1 }],
    },
  },
];

const capability = (change: object): OpaqueParameters => ({
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48000,
      channels: 2,
      ...change,
    },
  ],
  headerExtensions: [],
});

/** Capabilities that must not pass. */
export const HOSTILE_CAPABILITIES: readonly {
  readonly what: string;
  readonly rtpCapabilities: OpaqueParameters;
}[] = [
  { what: 'an empty object', rtpCapabilities: {} },
  { what: 'codecs that are null', rtpCapabilities: { codecs: null } },
  { what: 'a codec that is null', rtpCapabilities: { codecs: [null] } },
  { what: 'a payload type of 999', rtpCapabilities: capability({ preferredPayloadType: 999 }) },
  { what: 'a codec of a third kind', rtpCapabilities: capability({ kind: 'smell' }) },
  { what: 'feedback that is null', rtpCapabilities: capability({ rtcpFeedback: [null] }) },
  {
    what: 'a header extension that is null',
    rtpCapabilities: { ...capability({}), headerExtensions: [null] },
  },
  {
    what: 'a header extension of an unknown name',
    rtpCapabilities: {
      ...capability({}),
      headerExtensions: [{ kind: 'audio', uri: 'urn:x', preferredId: 1 }],
    },
  },
];
