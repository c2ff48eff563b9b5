import { describe, expect, test } from 'vitest';
import { producerId } from '#protocol/ids.ts';
import { participantStats } from '../../../server/media/room-stats.ts';

const MICROPHONE = producerId.parse('microphone');
const STREAM = { bitrate: 64_000, fractionLost: 0, jitter: 0, roundTripTime: 12, score: 10 };
const TUPLE = { localIp: '127.0.0.1', localAddress: '127.0.0.1', localPort: 40000 };

const measurement = (...streams: (typeof STREAM)[]) => ({
  send: {
    bytesReceived: 1000,
    bytesSent: 10,
    iceSelectedTuple: { ...TUPLE, protocol: 'udp' as const },
  },
  receive: { bytesReceived: 20, bytesSent: 3000, availableOutgoingBitrate: 900_000 },
  producers: [{ id: MICROPHONE, clockRate: 48_000, streams }],
  consumers: 3,
});

describe('the figures of a participant', () => {
  test('are zero and unknown before his transports are open', () => {
    expect(participantStats(null)).toEqual({
      availableOutgoingBitrate: null,
      iceProtocol: null,
      bytesReceived: 0,
      bytesSent: 0,
      producers: [],
      consumers: 0,
    });
  });

  test('add up both transports and name the protocol of the way in use', () => {
    expect(participantStats(measurement(STREAM))).toMatchObject({
      availableOutgoingBitrate: 900_000,
      iceProtocol: 'udp',
      bytesReceived: 1020,
      bytesSent: 3010,
      consumers: 3,
    });
  });

  test.each([
    { what: 'half of the packets lost', stream: { fractionLost: 128 }, expected: { packetLoss: 0.5 } },
    { what: 'jitter of 480 samples', stream: { jitter: 480 }, expected: { jitterMs: 10 } },
    { what: 'a round trip', stream: { roundTripTime: 35 }, expected: { roundTripMs: 35 } },
    { what: 'no round trip yet', stream: { roundTripTime: 0 }, expected: { roundTripMs: null } },
    { what: 'a score', stream: { score: 7 }, expected: { score: 7 } },
  ])('$what becomes what a host reads', ({ stream, expected }) => {
    const { producers } = participantStats(measurement({ ...STREAM, ...stream }));
    expect(producers).toMatchObject([{ producerId: MICROPHONE, bitrate: 64_000, ...expected }]);
  });

  test('a producer without a packet has no bitrate and the lowest score', () => {
    expect(participantStats(measurement()).producers).toEqual([
      { producerId: MICROPHONE, bitrate: 0, packetLoss: 0, jitterMs: 0, roundTripMs: null, score: 0 },
    ]);
  });

  test('of several streams the bitrates add up and the worst of the rest counts', () => {
    const worse = { bitrate: 100_000, fractionLost: 64, jitter: 960, roundTripTime: 80, score: 4 };
    expect(participantStats(measurement(STREAM, worse)).producers).toEqual([
      {
        producerId: MICROPHONE,
        bitrate: 164_000,
        packetLoss: 0.25,
        jitterMs: 20,
        roundTripMs: 80,
        score: 4,
      },
    ]);
  });
});
