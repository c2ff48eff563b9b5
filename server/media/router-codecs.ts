/** The codecs of every room. Opus is what the mixer reads; pictures come in VP8, and in H264 from browsers that have nothing else. */
import type { types } from 'mediasoup';

/** Payload type of Opus in the router, and so in every tap. */
export const OPUS_PAYLOAD_TYPE = 100;
export const OPUS_CLOCK_RATE_HZ = 48_000;

/** Opus in stereo with in-band FEC and without DTX (RFC 7587, section 6.1): silence of a guest is sent, not left out. */
const OPUS: types.RouterRtpCodecCapability = {
  kind: 'audio',
  mimeType: 'audio/opus',
  clockRate: OPUS_CLOCK_RATE_HZ,
  channels: 2,
  preferredPayloadType: OPUS_PAYLOAD_TYPE,
  parameters: { useinbandfec: 1, usedtx: 0, stereo: 1, 'sprop-stereo': 1 },
};

const VP8: types.RouterRtpCodecCapability = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 };

/** Constrained baseline, packetization mode 1: the profile that every browser has. */
const H264: types.RouterRtpCodecCapability = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
};

/** mediasoup adds the RTCP feedback itself: nack and transport-cc for Opus. */
export const ROUTER_CODECS: readonly types.RouterRtpCodecCapability[] = [OPUS, VP8, H264];

/** What the mixer can receive: Opus, no header extension, no retransmission. */
export const MIXER_RTP_CAPABILITIES: types.RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      clockRate: OPUS_CLOCK_RATE_HZ,
      channels: 2,
      preferredPayloadType: OPUS_PAYLOAD_TYPE,
    },
  ],
  headerExtensions: [],
};
