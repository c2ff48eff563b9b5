import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type MediaSource, type OpaqueParameters, opaqueParameters } from '#protocol/media.ts';
import { StudioError } from '../../../server/errors.ts';
import type { ParticipantMedia } from '../../../server/media/participant-media.ts';
import {
  CHROME_MICROPHONE,
  HOSTILE_CAPABILITIES,
  HOSTILE_PARAMETERS,
  WELL_FORMED_NONSENSE,
} from '../../support/synthetic/hostile-parameters.ts';
import { mutated } from '../../support/synthetic/mutations.ts';
import { randomFrom } from '../../support/synthetic/random.ts';
import { SYNTHETIC_RTP_CAPABILITIES, SyntheticParticipant } from '../../support/synthetic-participant.ts';
import { openPool } from './open-pool.ts';

const MUTATIONS = 1000;
const GARBAGE_PACKETS = 2000;

const CAMERA: OpaqueParameters = {
  mid: '1',
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
        { type: 'ccm', parameter: 'fir' },
        { type: 'goog-remb', parameter: '' },
      ],
    },
    {
      mimeType: 'video/rtx',
      payloadType: 97,
      clockRate: 90_000,
      parameters: { apt: 96 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} }],
  encodings: [
    { rid: 'r0', scalabilityMode: 'L1T3', maxBitrate: 100_000 },
    { rid: 'r1', scalabilityMode: 'L1T3', maxBitrate: 900_000, rtx: { ssrc: 77 } },
  ],
  rtcp: { cname: 'camera', reducedSize: true },
};

const codeOf = (pending: Promise<unknown>): Promise<string> =>
  pending.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

/** An attacker and an honest participant in different rooms of the one worker. */
async function openAttack() {
  const { pool } = await openPool();
  const attacker = (await pool.openRoom()).openParticipant();
  const honest = (await pool.openRoom()).openParticipant();
  const { send } = await attacker.openTransports();
  const produce = (rtpParameters: OpaqueParameters, source: MediaSource = 'microphone') =>
    attacker.produce({ transportId: send.id, rtpParameters, paused: false, source });
  return { pool, attacker, honest, produce };
}

/** Proves that the worker takes, writes and answers requests of somebody else. */
async function broadcastGoesOn(honest: ParticipantMedia): Promise<void> {
  const { send } = await honest.openTransports();
  const own = await honest.produce({ transportId: send.id, rtpParameters: CHROME_MICROPHONE, paused: false });
  await honest.consume({ producerId: own, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
}

describe('hostile parameters harm nobody else', () => {
  test('of a producer, malformed or nonsense', async () => {
    const { pool, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const table = [...HOSTILE_PARAMETERS, ...WELL_FORMED_NONSENSE];
    for (const { what, rtpParameters } of table) {
      expect.soft(await codeOf(produce(rtpParameters)), what).toBe('media_refused');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('of a consumer', async () => {
    const { pool, attacker, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const producerId = await produce(CHROME_MICROPHONE);
    for (const { what, rtpCapabilities } of HOSTILE_CAPABILITIES) {
      expect
        .soft(await codeOf(attacker.consume({ producerId, rtpCapabilities })), what)
        .toBe('media_refused');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('of DTLS', async () => {
    const { pool, attacker, honest } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const value = Array(32).fill('AB').join(':');
    for (const fingerprints of [
      [],
      [{ algorithm: 'sha-512' as const, value }],
      Array.from({ length: 8 }, () => ({ algorithm: 'sha-256' as const, value: 'zz' })),
    ]) {
      const { send } = await attacker.openTransports();
      await codeOf(attacker.connectTransport(send.id, { fingerprints }));
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('the limits of the parameters themselves are no harm either', async () => {
    const { pool, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const camera = {
      codecs: [{ mimeType: 'video/VP8', payloadType: 0, clockRate: 90_000 }],
      encodings: [1, 2, 3, 4].map((ssrc) => ({ ssrc, scalabilityMode: 'L1T3' })),
    };
    expect(await codeOf(produce(camera, 'camera'))).toBe('accepted');
    await broadcastGoesOn(honest);
    const extremes = [
      { ...CHROME_MICROPHONE, mid: 'm'.repeat(64), encodings: [{ ssrc: 2 ** 32 - 1, maxBitrate: 1e9 }] },
      { ...CHROME_MICROPHONE, mid: '1', encodings: [], headerExtensions: [] },
    ];
    for (const rtpParameters of extremes) {
      expect(await codeOf(produce(rtpParameters))).toBe('accepted');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test.each([
    { source: 'microphone' as const, start: CHROME_MICROPHONE, seed: 1 },
    { source: 'camera' as const, start: CAMERA, seed: 2 },
  ])('a thousand mutations of the parameters of a $source', async ({ source, start, seed }) => {
    const { pool, attacker, honest } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const random = randomFrom(seed);
    const outcomes = new Map<string, number>();
    const { send } = await attacker.openTransports();
    for (let round = 0; round < MUTATIONS; round += 1) {
      const given = opaqueParameters.safeParse(mutated(start, 1 + Math.floor(random() * 3), random));
      if (!given.success) continue;
      const request = { transportId: send.id, rtpParameters: given.data, paused: false, source };
      const outcome = await attacker.produce(request).then(
        (id) => {
          attacker.closeProducer(id);
          return 'accepted';
        },
        (error: unknown) => (error instanceof StudioError ? error.code : String(error)),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(new Set(outcomes.keys())).toEqual(new Set(['accepted', 'media_refused']));
    await broadcastGoesOn(honest);
    expect(pool.workers[0]?.pid).toBe(pid);
  });
});

describe('hostile packets harm nobody else', () => {
  test('garbage of all protocols on the port of the worker', async () => {
    const { pool, firstPort } = await openPool();
    const pid = pool.workers[0]?.pid;
    const room = await pool.openRoom();
    const [speaker, ear] = await Promise.all(
      [room.openParticipant(), room.openParticipant()].map((media) => SyntheticParticipant.enter(media)),
    );
    const { producerId } = (await speaker?.talk()) ?? expect.fail('nobody speaks');
    const listener = (await ear?.listen(producerId)) ?? expect.fail('nobody listens');
    const socket = createSocket('udp4');
    onTestFinished(() => {
      socket.close();
      speaker?.close();
      ear?.close();
    });
    // First bytes of STUN, DTLS, RTP and nothing at all (RFC 7983).
    for (let round = 0; round < GARBAGE_PACKETS; round += 1) {
      const packet = randomBytes(1 + (round % 1400));
      packet.writeUInt8([0, 1, 20, 22, 128, 144, 191, 255][round % 8] ?? 0, 0);
      socket.send(packet, firstPort, '127.0.0.1');
      if (round % 100 === 0) await nextTurn();
    }
    await listener.receive(25);
    expect(pool.workers[0]?.pid).toBe(pid);
  });
});
