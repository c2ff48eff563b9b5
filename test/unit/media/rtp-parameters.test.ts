import { describe, expect, test } from 'vitest';
import type { OpaqueParameters } from '#protocol/media.ts';
import { StudioError } from '../../../server/errors.ts';
import { parseRtpCapabilities, parseRtpParameters } from '../../../server/media/rtp-parameters.ts';
import {
  CHROME_MICROPHONE,
  HOSTILE_CAPABILITIES,
  HOSTILE_PARAMETERS,
} from '../../support/synthetic/hostile-parameters.ts';

const CHROME_CAPABILITIES: OpaqueParameters = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
      rtcpFeedback: [
        { type: 'nack', parameter: '' },
        { type: 'transport-cc', parameter: '' },
      ],
    },
  ],
  headerExtensions: [
    {
      kind: 'audio',
      uri: 'urn:ietf:params:rtp-hdrext:sdes:mid',
      preferredId: 1,
      preferredEncrypt: false,
      direction: 'recvonly',
    },
  ],
};

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof StudioError ? error.code : String(error);
  }
};

describe('RTP parameters of a browser', () => {
  test('what Chromium sends for a microphone passes unchanged', () => {
    const { kind, rtpParameters } = parseRtpParameters(CHROME_MICROPHONE);
    expect(kind).toBe('audio');
    expect(rtpParameters).toEqual(CHROME_MICROPHONE);
  });

  test('fields that mediasoup does not know are left out', () => {
    const { rtpParameters } = parseRtpParameters({
      ...CHROME_MICROPHONE,
      encodings: [{ ssrc: 1, active: true, networkPriority: 'high' }],
      surprise: { deep: [1, 2, 3] },
    });
    expect(rtpParameters.encodings).toEqual([{ ssrc: 1 }]);
    expect(rtpParameters).not.toHaveProperty('surprise');
  });

  test('the kind is that of the codecs', () => {
    const video = { mimeType: 'video/VP8', payloadType: 96, clockRate: 90000 };
    expect(parseRtpParameters({ codecs: [video], encodings: [{ ssrc: 1 }] }).kind).toBe('video');
  });

  test.each(HOSTILE_PARAMETERS)('$what is refused', ({ rtpParameters }) => {
    expect(codeOf(() => parseRtpParameters(rtpParameters))).toBe('media_refused');
  });
});

describe('RTP capabilities of a browser', () => {
  test('what Chromium can receive passes unchanged', () => {
    expect(parseRtpCapabilities(CHROME_CAPABILITIES)).toEqual(CHROME_CAPABILITIES);
  });

  test.each(HOSTILE_CAPABILITIES)('$what is refused', ({ rtpCapabilities }) => {
    expect(codeOf(() => parseRtpCapabilities(rtpCapabilities))).toBe('media_refused');
  });
});
